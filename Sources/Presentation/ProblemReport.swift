import Coordination
import WorkflowModel
import WorkflowRules

/// An error as it is told: what, where, what now.
package struct ProblemReport: Report {
  package static let kind = "error"
  package let exit: Int32
  package let refusals: [RefusalReport]
  package let message: String
  package let hint: String

  package struct RefusalReport: Encodable, Sendable {
    package let rule: String
    package let found: String
    package let mend: String
  }

  package init(_ error: CoordinationError) {
    exit = error.exitStatus
    switch error {
    case .refused(let reasons):
      refusals = reasons.map { RefusalReport(rule: $0.rule.rawValue, found: $0.found, mend: $0.mend) }
      message = ""
      hint = ""
    case .refusedByServer(let said):
      refusals = []
      message = "the server refused the record:\n" + InertText.block(said)
      hint = "nothing was changed; what the server says is above"
    case .unreachable(let remote, let said):
      refusals = []
      message = "the remote \(InertText.line(remote)) cannot be reached:\n" + InertText.block(said)
      hint = "check the address with: git remote -v; what was fetched last can be read with --offline"
    case .contention(let attempts):
      refusals = []
      message = "the branch moved \(attempts) times while this was being written; nothing was written"
      hint = "run the command again"
    case .timedOut(let what):
      refusals = []
      message = what
      hint = "wait longer with --timeout, or see: assay status"
    case .malformed(let what, let mend), .usage(let what, let mend), .damaged(let what, let mend):
      refusals = []
      message = what
      hint = mend
    }
  }

  package init(message: String, hint: String, exit: Int32) {
    self.exit = exit
    self.message = message
    self.hint = hint
    refusals = []
  }

  package var text: String {
    guard refusals.isEmpty else {
      return refusals.map { "error: \($0.rule): \($0.found)\nhint: \($0.mend)" }.joined(separator: "\n")
    }
    return hint.isEmpty ? "error: \(message)" : "error: \(message)\nhint: \(hint)"
  }
}
