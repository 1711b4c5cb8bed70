/// What a principal may act as.
package enum Role: String, CaseIterable, Codable, Sendable {
  case builder, adversary, `operator`, watchdog
}

/// A key holder or, unsigned, an author address, with one or more roles.
package struct Principal: Hashable, Codable, Sendable {
  package let name: PrincipalName
  /// The author address of the principal's records, compared without regard to case.
  package let address: String
  package let roles: [Role]
  /// An OpenSSH public key line; nil while signatures are off.
  package let key: String?

  package init(name: PrincipalName, address: String, roles: [Role], key: String? = nil) {
    self.name = name
    self.address = address
    self.roles = roles
    self.key = key
  }
}

package enum SignaturePolicy: String, Codable, Sendable { case off, required }

/// Whether one principal may hold several roles.
package enum PrincipalSharing: String, Codable, Sendable { case separate, shared }

/// The workspace's policy: what `assay.yml` says.
package struct Policy: Hashable, Codable, Sendable {
  package let name: String
  package let branch: String
  package let remote: String
  package let ledgers: String
  package let phases: String
  package let signatures: SignaturePolicy
  package let sharing: PrincipalSharing
  package let principals: [Principal]
  /// Environment variables whose values are masked in every stored log.
  package let secrets: [String]
  /// Whom a watch tells what.
  package let consumers: [Consumer]
  package let order: PhaseOrder?
  /// Which programs a harness may run; without an entry, none.
  package let approvals: [ProgramApproval]

  package static let fileName = "assay.yml"

  package init(
    name: String, branch: String = "main", remote: String = "origin", ledgers: String = "machine-docs",
    phases: String = "phases", signatures: SignaturePolicy = .off, sharing: PrincipalSharing = .separate,
    principals: [Principal], secrets: [String] = [], consumers: [Consumer] = [], order: PhaseOrder? = nil,
    approvals: [ProgramApproval] = []
  ) {
    self.name = name
    self.branch = branch
    self.remote = remote
    self.ledgers = ledgers
    self.phases = phases
    self.signatures = signatures
    self.sharing = sharing
    self.principals = principals
    self.secrets = secrets
    self.consumers = consumers
    self.order = order
    self.approvals = approvals
  }

  package func principal(named name: PrincipalName) -> Principal? { principals.first { $0.name == name } }

  package func principal(address: String) -> Principal? {
    principals.first { $0.address.lowercased() == address.lowercased() }
  }

  /// The principal whose key it is, given as `kind base64`; a comment does not count.
  package func principal(key: String) -> Principal? {
    let parts = key.split(separator: " ").prefix(2)
    return principals.first { $0.key?.split(separator: " ").prefix(2).elementsEqual(parts) == true }
  }

  package func path(ofPhase id: PhaseID) -> String { "\(phases)/\(id).yml" }
}
