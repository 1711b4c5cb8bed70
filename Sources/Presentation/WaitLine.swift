import Coordination
import WorkflowModel

/// Somebody who says that they wait.
package struct WaitLine: Encodable, Sendable {
  package let principal: PrincipalName
  package let role: Role
  package let awaiting: String
  package let gate: GateID?
  package let since: String
  package let until: String

  init(_ lease: Lease) {
    principal = lease.principal
    role = lease.role
    awaiting = InertText.line(lease.awaiting)
    gate = lease.gate
    since = lease.since.description
    until = lease.until.description
  }

  var text: String {
    "\(principal) waits for \(awaiting)\(gate.map { " on \($0)" } ?? "") since \(since), until \(until) at most"
  }
}
