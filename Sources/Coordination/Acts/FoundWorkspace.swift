import Ledgers
import Signatures
import PhaseFiles
import WorkflowModel
import WorkflowRules

extension Coordinator {
  /// Founds the workspace: the operator's record that brings `assay.yml`. The clone pins it and acts as builder. Where
  /// signatures are required, each principal gets the key that is given for it or a new one; returns them by name.
  package func found(
    _ planned: Policy, keys given: [PrincipalName: String] = [:]
  ) async throws -> (submission: Submission, keys: [PrincipalName: HeldKey]) {
    if let founding = try await standing().state.founding {
      throw CoordinationError.refused([.r7(.alreadyFounded(founding))])
    }
    var keys: [PrincipalName: HeldKey] = [:]
    var made: [HeldKey] = []
    do {
      if planned.signatures == .required {
        for principal in planned.principals {
          let key =
            try given[principal.name].map { try keyring.read($0) }
            ?? keyring.make(named: planned.name, for: principal.name)
          keys[principal.name] = key
          if given[principal.name] == nil { made.append(key) }
        }
      }
      let policy = planned.with(planned.principals.map { $0.with(key: keys[$0.name]?.key.line) })
      return (try await found(policy, givenKeyOfBuilder: given.first { $0.key.text == "builder" }?.value), keys)
    } catch {
      for key in made { try keyring.discard(key) }
      throw error
    }
  }

  private func found(_ policy: Policy, givenKeyOfBuilder: String?) async throws -> Submission {
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
      guard let done = try await deliver([record], next, expecting: standing.tip, attempt: attempt) else { continue }
      var settings = try branch.settings()
      settings.founding = record.id
      settings.role = settings.role ?? .builder
      settings.key = givenKeyOfBuilder ?? settings.key
      try await branch.remember(settings)
      return done
    }
    throw CoordinationError.contention(attempts: options.attempts)
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
      sharing: sharing, principals: principals, secrets: secrets)
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
  func with(key: String?) -> Principal { Principal(name: name, address: address, roles: roles, key: key ?? self.key) }
}
