import Signatures
import WorkflowModel

/// What tells a principal from others: a key, or an author address, or both.
package struct PrincipalIdentity: Sendable {
  package let address: String?
  package let key: SSHPublicKey?

  package init(address: String?, key: SSHPublicKey?) {
    self.address = address
    self.key = key
  }
}

extension Coordinator {
  /// Adds a principal, or a role to one that there is, or a new key in the place of an old one. What was signed with the
  /// old key stays; from this record on only the new one counts.
  package func addPrincipal(
    _ name: PrincipalName, _ role: Role, _ identity: PrincipalIdentity
  ) async throws -> Submission {
    try await changePolicy(reason: Self.reason(name, role, identity)) { policy in
      guard let index = policy.principals.firstIndex(where: { $0.name == name }) else {
        return policy.with(policy.principals + [try Self.newcomer(name, role, identity, in: policy)])
      }
      var principals = policy.principals
      principals[index] = try Self.changed(principals[index], role, identity)
      return policy.with(principals)
    }
  }

  private static func reason(_ name: PrincipalName, _ role: Role, _ identity: PrincipalIdentity) -> String {
    "\(name) may act as \(role.rawValue)" + (identity.key.map { " with key \($0.fingerprint)" } ?? "")
  }

  private static func newcomer(
    _ name: PrincipalName, _ role: Role, _ identity: PrincipalIdentity, in policy: Policy
  ) throws -> Principal {
    if policy.signatures == .required, identity.key == nil {
      throw CoordinationError.usage(
        "signatures are required, and no key is given",
        mend: "assay principal add \(name) \(role.rawValue) 'ssh-ed25519 …', or the path of a .pub file")
    }
    if policy.signatures == .off, identity.address == nil {
      throw CoordinationError.usage(
        "signatures are off, and no author address is given",
        mend: "assay principal add \(name) \(role.rawValue) ADDRESS")
    }
    let address = identity.address ?? "\(name.text.lowercased())@\(policy.name.lowercased()).invalid"
    return Principal(name: name, address: address, roles: [role], key: identity.key?.line)
  }

  private static func changed(
    _ known: Principal, _ role: Role, _ identity: PrincipalIdentity
  ) throws -> Principal {
    if let address = identity.address, known.address.lowercased() != address.lowercased() {
      throw CoordinationError.usage("\(known.name) has the address \(known.address)", mend: "assay principal list")
    }
    let isNewKey = identity.key.map { $0.line != known.key } ?? false
    guard isNewKey || !known.roles.contains(role) else {
      throw CoordinationError.usage("\(known.name) is \(role.rawValue) already", mend: "assay principal list")
    }
    return Principal(
      name: known.name, address: known.address,
      roles: known.roles.contains(role) ? known.roles : known.roles + [role], key: identity.key?.line ?? known.key)
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
