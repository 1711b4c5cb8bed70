import Ledgers
import TestSupport

extension SeededRandom {
  /// A text of lines that git, Markdown or a reader of records could take for something else.
  mutating func text(upTo count: Int) -> String {
    let pieces = [
      "---", "--- a/file", "----", "# heading", "## Adversary findings", "## Build backlog", "### M1: PASS", "# c", "",
      "", " ", "Assay-Verdict: PASS", "assay-verdict: PASS", "Assay-Record: verdict", "Signed-off-by: Ada <a@b>",
      "Key: value", " folded", "\tfolded", "trailing  ", "tab\t",
      "# ------------------------ >8 ------------------------",
      "; ------------------------ >8 ------------------------", "Conflicts:", "#\tfile", "diff --git a/x b/x", "```",
      "~~~",
      "<!--", "> quote", "\u{301}combining", "—\u{301}", ": \u{301}", " — x", "ä ö ü", "e\u{301}", "\u{212A}", "名前",
      "👩\u{200D}🔬", "\u{202E}right", "\0nul", "\u{1B}[2J", "WHAT", "HOW", "EXPECTED", "WHERE",
      "review(dstamp): M1 PASS — x",
      "\u{2028}", "\u{FEFF}", "(cherry picked from commit 1)", "\\", "%(trailers)", "-", "x",
    ]
    let ends = ["\n", "\n", "\n", "\n\n", "\r\n", "\r", " "]
    var text = ""
    for _ in 0..<Int.random(in: 0...count, using: &self) {
      text += pieces.randomElement(using: &self) ?? ""
      text += ends.randomElement(using: &self) ?? ""
    }
    return text
  }

  /// A title or one-line value, never empty.
  mutating func line() -> String {
    let line = RecordText.line(String(RecordText.line(text(upTo: 4)).prefix(RecordText.lineLimit)))
    return line.isEmpty ? "x" : line
  }

  /// A part of a payload, never empty.
  mutating func part() -> String {
    let part = RecordText.body(text(upTo: 6))
    return part.isEmpty ? "x" : part
  }
}
