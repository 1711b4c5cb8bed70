import WorkflowModel

extension Coordinator {
  /// Adds a principal, or a role to one that has the same address.
  package func addPrincipal(_ name: PrincipalName, _ role: Role, address: String) async throws -> Submission {
    try await changePolicy(reason: "\(name) may act as \(role.rawValue)") { policy in
      var principals = policy.principals
      if let index = principals.firstIndex(where: { $0.name == name }) {
        let known = principals[index]
        guard known.address.lowercased() == address.lowercased(), !known.roles.contains(role) else {
          throw CoordinationError.usage(
            known.roles.contains(role)
              ? "\(name) is \(role.rawValue) already" : "\(name) has the address \(known.address)",
            mend: "assay principal list")
        }
        principals[index] = Principal(name: name, address: known.address, roles: known.roles + [role], key: known.key)
      } else {
        principals.append(Principal(name: name, address: address, roles: [role]))
      }
      return policy.with(principals)
    }
  }

  package func revokePrincipal(_ name: PrincipalName) async throws -> Submission {
    try await changePolicy(reason: "\(name) is revoked") { policy in
      guard policy.principal(named: name) != nil else {
        throw CoordinationError.usage("there is no principal \(name)", mend: "assay principal list")
      }
      return policy.with(policy.principals.filter { $0.name != name })
    }
  }
}

extension Policy {
  fileprivate func with(_ principals: [Principal]) -> Policy {
    Policy(
      name: name, branch: branch, remote: remote, ledgers: ledgers, phases: phases, signatures: signatures,
      sharing: sharing, principals: principals, secrets: secrets)
  }
}
