import Ledgers
import PhaseFiles
import WorkflowModel
import WorkflowRules

extension Coordinator {
  /// Founds the workspace: the operator's record that brings `assay.yml`. The clone pins it and acts as builder.
  package func found(_ policy: Policy) async throws -> Submission {
    guard policy.signatures == .off else {
      throw CoordinationError.usage(
        "this version cannot sign or verify records", mend: "--signatures off")
    }
    guard let founder = policy.principals.first(where: { $0.roles.contains(.operator) }) else {
      throw CoordinationError.usage("the founding record needs an operator", mend: "name one in assay.yml")
    }
    for attempt in 1...options.attempts {
      let standing = try await standing()
      let file = try branch.store(Array(PolicyFile.text(policy).utf8))
      if let record = try unsettledFounding(file, standing) {
        try await settle(on: record)
        let follow = try await follow(standing.tip ?? record.id)
        return Submission(records: [record], state: standing.state, attempts: attempt, follow: follow)
      }
      let content = RecordContent(
        principal: founder.name, role: .operator, phase: nil, act: .foundWorkspace(policy: file),
        title: try Wording.line(policy.name, for: "the workspace's name"))
      let (record, next) = try await judgeAndCompose(content, by: founder, after: standing)
      guard let done = try await deliver([record], next, expecting: standing.tip, attempt: attempt) else { continue }
      try await settle(on: record)
      return done
    }
    throw CoordinationError.contention(attempts: options.attempts)
  }

  /// The founding record, if it brought this very policy and the clone knows nothing of it: the founder was stopped
  /// between the push and the clone's settings, and founds again.
  private func unsettledFounding(_ policy: ObjectID, _ standing: Standing) throws -> Record? {
    let settings = try branch.settings()
    guard settings.founding == nil || settings.role == nil, let founding = standing.state.founding else { return nil }
    guard let found = try branch.records(upTo: founding).last?.record,
      case .foundWorkspace(policy: policy) = found.content.act
    else { return nil }
    return found
  }

  /// The founder's clone pins the record and acts as builder.
  private func settle(on record: Record) async throws {
    var settings = try branch.settings()
    settings.founding = record.id
    settings.role = settings.role ?? .builder
    try await branch.remember(settings)
  }

  /// Takes the role's place in a clone that has just been made: pins the founding record, remembers role and name.
  package func settle(as role: Role, principal: PrincipalName?) async throws -> Acting {
    let standing = try await standing()
    let policy = try policy(of: standing.state)
    let holder = try policy.holder(of: role, named: principal)
    var settings = try branch.settings()
    settings.role = role
    settings.principal = holder.name
    settings.founding = standing.state.founding
    try await branch.remember(settings)
    return Acting(principal: holder, role: role)
  }

  /// Changes the policy by an operator's record.
  package func changePolicy(reason: String, _ change: (Policy) throws -> Policy) async throws -> Submission {
    let words = try Wording(reason, for: "the reason")
    return try await submit { standing, acting in
      let policy = try change(try policy(of: standing.state))
      let text = Array(PolicyFile.text(policy).utf8)
      do {
        _ = try PolicyFile.read(text, file: Policy.fileName)
      } catch let error as PhaseFileError {
        throw CoordinationError.malformed(error.description, mend: "assay principal list")
      }
      let file = try branch.store(text)
      return [
        RecordContent(
          principal: acting.principal.name, role: acting.role, phase: nil, act: .changePolicy(policy: file),
          title: words.title, body: words.body)
      ]
    }
  }
}

extension Policy {
  /// The principal who holds the role: the one of that name or, without a name, the only one.
  package func holder(of role: Role, named name: PrincipalName?) throws -> Principal {
    let holders = principals.filter { $0.roles.contains(role) && (name == nil || $0.name == name) }
    guard let holder = holders.first, holders.count == 1 else {
      throw CoordinationError.usage(
        holders.isEmpty
          ? "assay.yml names no \(role.rawValue)\(name.map { " called \($0)" } ?? "")"
          : "several principals are \(role.rawValue): \(holders.map(\.name.text).joined(separator: ", "))",
        mend: holders.isEmpty
          ? "the operator adds one: assay principal add NAME \(role.rawValue) ADDRESS" : "--principal NAME")
    }
    return holder
  }
}
