import Guard
import WorkflowModel
import WorkflowRules

/// What a pusher is told whose push is refused: each reason with its commit, and that nothing is lost.
package struct GuardReport: Report {
  package static let kind = "guard"
  package let refusals: [Refused]

  package struct Refused: Encodable, Sendable {
    package let rule: String
    package let reference: String
    package let commit: String?
    package let subject: String
    package let found: String
    package let mend: String
  }

  package init(_ refusals: [PushRefusal]) {
    self.refusals = refusals.map {
      Refused(
        rule: $0.violation.rule.rawValue, reference: InertText.line($0.reference), commit: $0.commit?.short,
        subject: $0.subject, found: $0.violation.found, mend: $0.violation.mend)
    }
  }

  /// Reasons beyond this many are counted, not listed.
  private static let shown = 20

  /// Of many reasons the first of each rule, so that none is hidden by another's number, and others as they come.
  private var listed: [Refused] {
    var rules: Set<String> = []
    let first = refusals.indices.filter { rules.insert(refusals[$0].rule).inserted }
    let rest = refusals.indices.filter { !first.contains($0) }
    return (first + rest).prefix(Self.shown).sorted().map { refusals[$0] }
  }

  package var text: String {
    guard !refusals.isEmpty else { return "" }
    var lines = ["assay guard: this push is refused, and nothing of it was taken"]
    for refused in listed {
      let place = refused.commit.map { "\($0) \(refused.subject)" } ?? refused.reference
      lines += ["\(refused.rule): \(refused.found)", "  in: \(place)", "  mend: \(refused.mend)"]
    }
    if refusals.count > Self.shown { lines.append("and \(refusals.count - Self.shown) more") }
    lines.append("what you wrote is kept in your clone; mend it there and push again")
    return lines.joined(separator: "\n")
  }
}
