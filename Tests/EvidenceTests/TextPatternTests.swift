import Testing
import TextPatterns

/// What `matches` asks, by examples; and that a search ends, whoever wrote the expression and whoever the text.
@Suite struct TextPatternTests {
  @Test(arguments: [
    ("^b$", "a\nb\nc", true), ("^b$", "a\r\nb\r\nc", true), ("^b$", "abc", false), ("a.b", "a\nb", false),
    ("(?s)a.b", "a\nb", true), ("(?i)STRASSE", "strasse", true), (#"^\w+$"#, "größe", true), (#"^\d$"#, "٣", true),
    (#"\bcat\b"#, "a cat!", true), (#"(a)\1"#, "aa", true), ("a(?=b)", "ac", false), ("^$", "", true), ("x", "", false),
    (#"^\p{Lu}\p{Ll}+$"#, "Äpfel", true), ("a\0b", "a\0b", true), ("[^a]", "\u{FFFD}", true),
    ("^.$", "e\u{301}", false),
  ]) func `an expression fits as Perl's do`(_ pattern: String, _ text: String, _ fits: Bool) throws {
    #expect(try TextPattern(pattern).occurs(in: text) == fits)
  }

  @Test(arguments: ["(", "a{2,1}", #"\C"#, "(?<n>", "[a", #"\p{Nope}"#, "*", "(((a{1000}){1000}){1000})"])
  func `what is none is refused`(_ pattern: String) {
    do {
      _ = try TextPattern(pattern)
      Issue.record("\(pattern) was taken")
    } catch {
      guard case .malformed(let why) = error else {
        Issue.record("\(error)")
        return
      }
      #expect(!why.isEmpty)
    }
  }

  @Test(arguments: [
    "^(a+)+$", "(a|a)*b", "(a*)*b", #"(.*?,){20}P"#, "(?:a?){40}a{40}", #"^(([a-z])+.)+[A-Z]([a-z])+$"#,
  ])
  func `a search that goes back and forth ends`(_ pattern: String) throws {
    let text = String(repeating: "a", count: 39) + String(repeating: "a,", count: 60) + "!"
    do {
      _ = try TextPattern(pattern).occurs(in: text)
    } catch {
      #expect(error == .tooManySteps)
    }
    #expect(throws: TextPatternError.tooManySteps) { _ = try TextPattern("^(a+)+$").occurs(in: text) }
  }

  @Test func `a usual search of a long text has an answer`() throws {
    let text = (0..<40_000).map { "line \($0) of a log, which says nothing\n" }.joined()
    #expect(try TextPattern(#"^line \d+ .*nothing$"#).occurs(in: text))
    #expect(try !TextPattern(#"^line \d+ .*something$"#).occurs(in: text))
    #expect(try !TextPattern(#"(\d+) passed, \1 failed"#).occurs(in: text))
  }
}
