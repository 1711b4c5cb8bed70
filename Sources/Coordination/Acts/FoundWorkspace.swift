import Ledgers
import PhaseFiles
import Signatures
import WorkflowModel
import WorkflowRules

/// What `found` is asked for: the policy, and the key files of principals that have one already.
package struct Founding: Sendable {
  package let policy: Policy
  package let keyFiles: [PrincipalName: String]

  package init(_ policy: Policy, keyFiles: [PrincipalName: String] = [:]) {
    self.policy = policy
    self.keyFiles = keyFiles
  }
}

/// A workspace that was founded, with the keys of its principals where they sign.
package struct Founded: Sendable {
  package let submission: Submission
  package let policy: Policy
  package let keys: [PrincipalName: HeldKey]
}

extension Coordinator {
  /// Founds the workspace: the operator's record that brings `assay.yml`. The clone pins it and acts as builder. Where
  /// signatures are required, each principal gets the key that is given for it, or a new one.
  package func found(_ founding: Founding) async throws -> Founded {
    if let resumed = try await resumedFounding(founding.policy) { return resumed }
    var keys: [PrincipalName: HeldKey] = [:]
    var made: [HeldKey] = []
    do {
      for principal in founding.policy.principals where founding.policy.signatures == .required {
        if let file = founding.keyFiles[principal.name] {
          keys[principal.name] = try keyring.read(file)
        } else {
          let key = try keyring.make(named: founding.policy.name, for: principal.name)
          made.append(key)
          keys[principal.name] = key
        }
      }
      let principals = founding.policy.principals.map { $0.with(key: keys[$0.name]?.key.line) }
      let policy = founding.policy.with(principals)
      let builder = policy.principals.first { $0.roles.contains(.builder) }.flatMap { founding.keyFiles[$0.name] }
      let submission = try await found(policy, builderKey: builder, made: made)
      return Founded(submission: submission, policy: policy, keys: keys)
    } catch let error as CoordinationError {
      // Of any other error it is not known that the record did not arrive, and its keys may be all there is.
      switch error {
      case .refused, .refusedByServer, .contention, .malformed, .usage: for key in made { try keyring.discard(key) }
      default: break
      }
      throw error
    }
  }

  private func found(_ policy: Policy, builderKey: String?, made: [HeldKey]) async throws -> Submission {
    guard let founder = policy.principals.first(where: { $0.roles.contains(.operator) }) else {
      throw CoordinationError.usage("the founding record needs an operator", mend: "name one in assay.yml")
    }
    for attempt in 1...options.attempts {
      let standing = try await standing()
      let file = try branch.store(Array(PolicyFile.text(policy).utf8))
      let content = RecordContent(
        principal: founder.name, role: .operator, phase: nil, act: .foundWorkspace(policy: file),
        title: try Wording.line(policy.name, for: "the workspace's name"))
      let (record, next) = try await judgeAndCompose(content, by: founder, after: standing)
      let done = try await endingLooks {
        try await deliver([record], next, expecting: standing.tip, attempt: attempt)
      }
      guard let done else { continue }
      // Before the clone is settled: a clone that has a role has all the rest.
      for key in made { try keyring.keep(key) }
      try await settle(on: record.id, key: builderKey)
      return done
    }
    throw CoordinationError.contention(attempts: options.attempts)
  }

  /// What a founder left who was stopped between the push and the clone's settings: the same policy but for its keys,
  /// of which the user holds the operator's. The clone is then settled; a workspace is not founded twice.
  private func resumedFounding(_ planned: Policy) async throws -> Founded? {
    let standing = try await standing()
    guard let founding = standing.state.founding, let policy = standing.state.policy else { return nil }
    let settings = try branch.settings()
    var keys: [PrincipalName: HeldKey] = [:]
    for principal in policy.principals {
      if let line = principal.key { keys[principal.name] = try keyring.find(try Self.publicKey(line)) }
    }
    let isOurs =
      policy.signatures == .off
      || policy.principals.contains { principal in
        principal.roles.contains(.operator) && keys[principal.name] != nil
      }
    guard settings.founding == nil || settings.role == nil, isOurs,
      policy.with(policy.principals.map { $0.withoutKey }) == planned.with(planned.principals.map { $0.withoutKey }),
      let record = try branch.records(upTo: founding).last?.record
    else { throw CoordinationError.refused([.r7(.alreadyFounded(founding))]) }
    for key in keys.values { try keyring.keep(key) }
    try await settle(on: founding, key: nil)
    let follow = try await follow(standing.tip ?? founding)
    return Founded(
      submission: Submission(records: [record], state: standing.state, attempts: 1, follow: follow), policy: policy,
      keys: keys)
  }

  /// The founder's clone pins the record and acts as builder.
  private func settle(on founding: ObjectID, key: String?) async throws {
    var settings = try branch.settings()
    settings.founding = founding
    settings.role = settings.role ?? .builder
    settings.key = key ?? settings.key
    try await branch.remember(settings)
  }

  /// Takes the role's place in a clone that has just been made: pins the founding record, remembers role and name.
  /// Where signatures are required and the user has no key of anyone in the role, a key is made, and an operator has to
  /// add it before the clone can act.
  package func settle(as role: Role, principal: PrincipalName?) async throws -> Settlement {
    let standing = try await standing()
    let policy = try policy(of: standing.state)
    var settings = try branch.settings()
    settings.role = role
    settings.founding = standing.state.founding
    let settlement = try settlement(of: role, named: principal, under: policy)
    switch settlement {
    case .holder(let holder): settings.principal = holder.name
    case .newcomer(let name, let key):
      settings.principal = name
      settings.key = key.path
      try keyring.keep(key)
    }
    try await branch.remember(settings)
    return settlement
  }

  private func settlement(of role: Role, named name: PrincipalName?, under policy: Policy) throws -> Settlement {
    guard policy.signatures == .required else { return .holder(try policy.holder(of: role, named: name)) }
    let holders = policy.principals.filter { $0.roles.contains(role) && (name == nil || $0.name == name) }
    for holder in holders {
      if let line = holder.key, try keyring.find(try Self.publicKey(line)) != nil { return .holder(holder) }
    }
    let new = name ?? policy.freeName(for: role)
    return .newcomer(new, try keyring.make(named: policy.name, for: new))
  }

  /// Changes the policy by an operator's record: the file is written anew.
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

/// Whom a new clone acts as.
package enum Settlement: Sendable {
  case holder(Principal)
  /// Nobody yet: this key has to be added by an operator.
  case newcomer(PrincipalName, HeldKey)
}

extension Policy {
  /// `adversary`, `adversary-2`, …: the first name that nobody has.
  func freeName(for role: Role) -> PrincipalName {
    let names = [role.rawValue] + (2...).lazy.prefix(1000).map { "\(role.rawValue)-\($0)" }
    let free = names.compactMap { PrincipalName($0) }.first { principal(named: $0) == nil }
    return free ?? principals[0].name
  }

  func with(_ principals: [Principal]) -> Policy {
    Policy(
      name: name, branch: branch, remote: remote, ledgers: ledgers, phases: phases, signatures: signatures,
      sharing: sharing, principals: principals, secrets: secrets, consumers: consumers, order: order,
      approvals: approvals)
  }

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

extension Principal {
  var withoutKey: Principal { Principal(name: name, address: address, roles: roles) }

  func with(key: String?) -> Principal { Principal(name: name, address: address, roles: roles, key: key ?? self.key) }
}
