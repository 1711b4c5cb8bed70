import WorkflowModel

/// The workspace's policy: its file as it stands or, of one that is only being looked at, what it says.
package struct PolicySheet: Report {
  package static let kind = "policy"
  package let name: String
  package let branch: String
  package let remote: String
  package let signatures: SignaturePolicy
  package let principals: [PrincipalLine]
  package let consumers: [ConsumerLine]
  /// Nil where phases follow in no order.
  package let order: [PhaseID]?
  /// What happens when the next phase of the order is due: `ask` or `open`.
  package let next: PhaseOpening?
  /// Which programs a harness may run, by the metadata file that names them.
  package let approvals: [ProgramApproval]
  /// The object id of the file in force; nil for a file that is only being looked at.
  package let file: ObjectID?
  /// The file in force, inert.
  package let contents: String?

  package struct PrincipalLine: Encodable, Sendable {
    package let name: PrincipalName
    package let address: String
    package let roles: [Role]
    package let key: String?
  }

  package struct ConsumerLine: Encodable, Sendable {
    package let name: ConsumerName
    /// Nil means every kind.
    package let on: [EventKind]?
    package let phase: PhaseID?
    package let role: Role?
    /// `exec`, `webhook`, `tmux` or `jsonl`.
    package let means: String
    package let target: String

    init(_ consumer: Consumer) {
      name = consumer.name
      on = consumer.kinds
      phase = consumer.phase
      role = consumer.role
      (means, target) = consumer.means.words
    }

    var row: [String] {
      var wants = on.map { $0.map(\.rawValue).joined(separator: ", ") } ?? "any"
      if let phase { wants += " of \(phase)" }
      if let role { wants += " for \(role.rawValue)" }
      return [name.text, means, target, wants]
    }
  }

  package init(_ policy: Policy, file: ObjectID? = nil, contents: [UInt8]? = nil) {
    name = policy.name
    branch = policy.branch
    remote = policy.remote
    signatures = policy.signatures
    principals = policy.principals.map {
      PrincipalLine(name: $0.name, address: $0.address, roles: $0.roles, key: $0.key)
    }
    consumers = policy.consumers.map { ConsumerLine($0) }
    order = policy.order?.phases
    next = policy.order?.opening
    approvals = policy.approvals
    self.file = file
    self.contents = contents.map { InertText.block(String(decoding: $0, as: UTF8.self)) }
  }

  package var text: String { contents ?? sheet }

  private var sheet: String {
    var lines = ["\(name) — \(branch) on \(remote)  signatures: \(signatures.rawValue)"]
    lines.append(
      Table.text(principals.map { [$0.name.text, $0.roles.map(\.rawValue).joined(separator: "+"), $0.address] }))
    if !consumers.isEmpty { lines += ["consumers", Table.text(consumers.map(\.row))] }
    if let order, let next {
      lines.append("order  \(order.map(\.text).joined(separator: ", "))  (next: \(next.rawValue))")
    }
    if !approvals.isEmpty {
      let rows = approvals.flatMap { approval in approval.digests.map { [approval.metadata, $0.hex] } }
      lines += ["approved programs", Table.text(rows)]
    }
    return lines.joined(separator: "\n")
  }
}

extension DeliveryMeans {
  /// The key that the policy file has for it, and whom or what it reaches, in one inert line.
  fileprivate var words: (means: String, target: String) {
    switch self {
    case .program(let arguments): ("exec", InertText.line(arguments.joined(separator: " ")))
    case .webhook(let url, _): ("webhook", InertText.line(url))
    case .pane(let target): ("tmux", InertText.line(target))
    case .lines(let path): ("jsonl", InertText.line(path))
    }
  }
}
