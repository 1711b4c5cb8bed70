import Signatures
import WorkflowModel
import YAMLReading

/// Reads and writes `assay.yml`.
package enum PolicyFile {
  /// The schema that this version reads and writes: the value of the key `assay`.
  package static let version = 1

  static let keys = [
    "assay", "name", "branch", "remote", "ledgers", "phases", "signatures", "allow_shared_principals", "principals",
    "secrets", "consumers", "order", "harness",
  ]

  /// Reads a policy file whole, or says everything that is wrong with it. `file` is the name used in messages.
  package static func read(_ bytes: [UInt8], file: String = Policy.fileName) throws(PhaseFileError) -> Policy {
    do {
      return try Reading.whole(bytes, file: file) { $0.policy($1) }
    } catch {
      throw PhaseFileError(error)
    }
  }
}

extension Reading {
  fileprivate func policy(_ item: YAMLItem) -> Policy? {
    guard let fields = Fields(item, keys: PolicyFile.keys, in: self) else { return nil }
    if let version = fields.required("assay"), let number = integer(version, in: 1...Int.max),
      number != PolicyFile.version
    {
      refuse(version, "schema \(number) is newer than this version of assay, which reads schema \(PolicyFile.version)")
    }
    let name = fields.required("name").flatMap(line)
    let branch = fields["branch"].map(branch) ?? "main"
    let remote = fields["remote"].map(remote) ?? "origin"
    let ledgers = fields["ledgers"].map(path) ?? "machine-docs"
    let phases = fields["phases"].map(path) ?? "phases"
    if let ledgers, let phases, let place = fields["phases"] ?? fields["ledgers"] {
      refuseNesting(ledgers: ledgers, phases: phases, at: place)
    }
    let signatures = fields["signatures"].map(signaturePolicy) ?? .off
    let shared = fields["allow_shared_principals"].map(boolean) ?? false
    let principals =
      fields.required("principals").map {
        self.principals($0, shared: shared ?? true, keys: signatures ?? .off)
      } ?? []
    let secrets = fields["secrets"].map(variables) ?? []
    let consumers = fields["consumers"].map { self.consumers($0) } ?? []
    let order = fields["order"].flatMap { self.order($0) }
    let approvals = fields["harness"].map { self.approvals($0) } ?? []
    guard let name, let branch, let remote, let ledgers, let phases, let signatures, let shared else { return nil }
    return Policy(
      name: name, branch: branch, remote: remote, ledgers: ledgers, phases: phases, signatures: signatures,
      sharing: shared ? .shared : .separate, principals: principals, secrets: secrets, consumers: consumers,
      order: order, approvals: approvals)
  }

  private func remote(_ item: YAMLItem) -> String? {
    guard let text = text(item) else { return nil }
    guard Name<PrincipalKind>(text) != nil else {
      refuse(item, "'\(KeyPath.shown(text))' is no name of a remote; addresses belong into git's own configuration")
      return nil
    }
    return text
  }

  private func refuseNesting(ledgers: String, phases: String, at item: YAMLItem) {
    let (one, other) = (ledgers.lowercased() + "/", phases.lowercased() + "/")
    if one.hasPrefix(other) || other.hasPrefix(one) {
      refuse(item, "the ledgers ('\(ledgers)') and the phase files ('\(phases)') cannot be inside each other")
    }
    for path in [ledgers, phases] where path.lowercased() == Policy.fileName {
      refuse(item, "'\(path)' is the policy file itself")
    }
  }

  private func signaturePolicy(_ item: YAMLItem) -> SignaturePolicy? {
    word(item, of: [SignaturePolicy.required, .off])
  }

  private func variables(_ item: YAMLItem) -> [String] {
    (list(item) ?? []).compactMap(variable)
  }

  func variable(_ item: YAMLItem) -> String? {
    guard let text = text(item) else { return nil }
    guard PathRules.isVariable(text) else {
      refuse(item, "the name of an environment variable is needed here, not its value")
      return nil
    }
    return text
  }
}

// MARK: Principals

extension Reading {
  private func principals(_ item: YAMLItem, shared: Bool, keys signatures: SignaturePolicy) -> [Principal] {
    guard let entries = entries(item) else { return [] }
    let before = mark
    var names: [String: String] = [:]
    var addresses: [String: String] = [:]
    var keys: [String: String] = [:]
    var principals: [Principal] = []
    for entry in entries {
      if let twin = names.updateValue(entry.key, forKey: entry.key.lowercased()) {
        refuse(entry.place, entry.value.path, "'\(KeyPath.shown(entry.key))' differs from '\(twin)' only in case")
      }
      guard let fields = Fields(entry.value, keys: ["address", "roles", "key"], in: self) else { continue }
      let address = fields.required("address").flatMap(address)
      if let address, let twin = addresses.updateValue(entry.key, forKey: address.lowercased()),
        let item = fields["address"]
      {
        refuse(item, "the address is also that of '\(KeyPath.shown(twin))'")
      }
      let key = fields["key"].flatMap(publicKey)
      if signatures == .required, fields["key"] == nil {
        refuse(entry.place, entry.value.path + ".key", "signatures are required, and the principal has no key")
      }
      if let key, let body = key.split(separator: " ").dropFirst().first,
        let twin = keys.updateValue(entry.key, forKey: String(body)), let item = fields["key"]
      {
        refuse(item, "the key is also that of '\(KeyPath.shown(twin))'")
      }
      let roles = fields.required("roles").map { self.roles($0, shared: shared) } ?? []
      guard let name = PrincipalName(entry.key) else {
        refuse(entry.place, entry.value.path, "'\(KeyPath.shown(entry.key))' is no name for a principal")
        continue
      }
      if let address { principals.append(Principal(name: name, address: address, roles: roles, key: key)) }
    }
    if isClean(since: before), !principals.contains(where: { $0.roles.contains(.operator) }) {
      refuse(item, "no principal is an operator; nobody could change the policy or reopen a gate")
    }
    return principals
  }

  private func address(_ item: YAMLItem) -> String? {
    guard let text = text(item) else { return nil }
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    let isGood =
      parts.count == 2 && parts.allSatisfy { !$0.isEmpty } && InertText.line(text) == text
      && !text.contains { $0.isWhitespace || "<>,;\"".contains($0) } && text.utf8.count <= 254
    guard isGood else {
      refuse(item, "an address of the form local@host is needed here, without blanks and angle brackets")
      return nil
    }
    return text
  }

  /// A key is stored as `kind base64`; of a kind that the guard can verify.
  private func publicKey(_ item: YAMLItem) -> String? {
    guard let text = line(item) else { return nil }
    do throws(SSHKeyTrouble) {
      return try SSHPublicKey(line: text).line
    } catch {
      refuse(item, "an OpenSSH public key line is needed here, for example 'ssh-ed25519 AAAA…': \(error)")
      return nil
    }
  }

  private func roles(_ item: YAMLItem, shared: Bool) -> [Role] {
    guard let items = nonEmptyList(item, of: "role") else { return [] }
    var roles: [Role] = []
    for element in items {
      guard let role = word(element, of: Role.allCases) else { continue }
      if roles.contains(role) { refuse(element, "'\(role.rawValue)' stands twice in the list") }
      roles.append(role)
    }
    if roles.count > 1, !shared {
      refuse(item, "several roles for one principal need 'allow_shared_principals: true'")
    }
    return roles
  }
}
