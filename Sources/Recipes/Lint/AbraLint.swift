import WorkflowModel

/// Reads what `abra recipe lint` printed: a table of rules, drawn with lines, and messages of its log.
///
/// abra's exit status says little (it is not 0 for FATA alone), so the table decides, and what cannot be understood is
/// not verified.
package enum AbraLint {
  struct Row: Hashable {
    let rule: String
    let severity: String
    let isSatisfied: Bool
  }

  package static func report(output: [UInt8], exit: Int, recipe: RecipeName) -> LintReport {
    let lines = String(decoding: output, as: UTF8.self).unicodeScalars.split(separator: "\n").map(plain)
    if let fatal = lines.first(where: { $0.contains("FATA") }) {
      let isVerdict = fatal.contains("unable to validate recipe")
      return LintReport(status: isVerdict ? .fail : .unver, detail: words(fatal))
    }
    guard exit == 0 else { return LintReport(status: .unver, detail: "abra exited with \(exit) and says no reason") }
    let rows = lines.compactMap(row)
    guard !rows.isEmpty else { return LintReport(status: .unver, detail: "abra printed no table of rules") }
    let failed = rows.filter { $0.severity == "error" && !$0.isSatisfied }.map(\.rule)
    // The log has to agree with the table; if it does not, one of them was misread.
    let isCritical = lines.contains { $0.contains("critical errors present in \(recipe) config") }
    guard isCritical == !failed.isEmpty else {
      return LintReport(
        status: failed.isEmpty ? .unver : .fail, detail: "abra's log and its table do not agree", rulesFailed: failed)
    }
    return LintReport(
      status: failed.isEmpty ? .pass : .fail,
      detail: failed.isEmpty
        ? "\(rows.count) rules, none of error severity broken" : "broken: \(failed.joined(separator: ", "))",
      rulesFailed: failed)
  }

  /// `│ R014 │ only annotated tags │ error │ ❌ │ │ how to mend it │`: light or heavy verticals, in that order of columns.
  static func row(_ line: String) -> Row? {
    let cells = line.split(omittingEmptySubsequences: false) { "│┃|".contains($0) }
      .map { $0.split(separator: " ").joined(separator: " ") }
    guard cells.count >= 6, let severity = ["error", "warn"].first(where: { cells[3] == $0 }) else { return nil }
    let rule = cells[1]
    guard rule.hasPrefix("R"), rule.utf8.count == 4, rule.dropFirst().allSatisfy({ $0.isASCII && $0.isNumber }) else {
      return nil
    }
    let marks = cells[4].unicodeScalars
    let (yes, no) = (marks.contains("✅"), marks.contains("❌"))
    guard yes != no else { return nil }
    return Row(rule: rule, severity: severity, isSatisfied: yes)
  }

  /// A line without the terminal's colours and movements.
  private static func plain(_ line: Substring.UnicodeScalarView) -> String {
    var result = String.UnicodeScalarView()
    var scalars = line
    while let scalar = scalars.popFirst() {
      guard scalar == "\u{1B}" else {
        if scalar != "\r" { result.append(scalar) }
        continue
      }
      guard scalars.first == "[" else { continue }
      scalars = scalars.dropFirst().drop { !(0x40...0x7E).contains($0.value) }.dropFirst()
    }
    return String(result)
  }

  private static func words(_ line: String) -> String {
    let line = InertText.line(line)
    return line.count > 200 ? line.prefix(197) + "..." : line
  }
}
