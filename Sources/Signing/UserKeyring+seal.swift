import Coordination
import HostEffects
import Signatures
import WorkflowModel

/// Seal secrets: 32 bytes in hexadecimal, in `assay/seals/<founding record>-<principal>`, for the owner alone.
extension UserKeyring {
  package func sealSecret(of principal: PrincipalName, in founding: ObjectID) throws -> [UInt8]? {
    try telling { () throws(SigningTrouble) in try secret(at: path(principal, founding)) }
  }

  package func makeSealSecret(of principal: PrincipalName, in founding: ObjectID) throws -> [UInt8] {
    try telling { () throws(SigningTrouble) in
      let path = try path(principal, founding)
      if let known = try secret(at: path) { return known }
      let random = host.randomBytes(SealKey.count + 12)
      guard random.count == SealKey.count + 12 else {
        throw .randomBytes(wanted: SealKey.count + 12, given: random.count)
      }
      let made = Array(random[..<SealKey.count])
      try OwnedFile.makeDirectory(of: path)
      do throws(SigningTrouble) {
        try OwnedFile.create(
          path, Array("\(Hexadecimal.text(of: made))\n".utf8), mode: 0o600,
          mark: Hexadecimal.text(of: random[SealKey.count...]))
      } catch {
        // Another command of the same user may have been a moment earlier: then its secret is the secret.
        guard case .exists = error, let theirs = try secret(at: path) else { throw error }
        return theirs
      }
      return made
    }
  }

  private func path(_ principal: PrincipalName, _ founding: ObjectID) throws(SigningTrouble) -> String {
    "\(try UserDirectory.path("seals", of: host))/\(founding)-\(principal)"
  }

  private func secret(at path: String) throws(SigningTrouble) -> [UInt8]? {
    guard OwnedFile.exists(path) else { return nil }
    var text = String(decoding: try OwnedFile.read(path, .secret), as: UTF8.self)
    if text.hasSuffix("\n") { text.removeLast() }
    guard let bytes = Hexadecimal.bytes(of: text), bytes.count == SealKey.count else {
      throw .unreadable(path, why: "it does not hold the \(SealKey.count) bytes of a seal's secret in hexadecimal")
    }
    return bytes
  }

  private func telling<Value>(_ call: () throws(SigningTrouble) -> Value) throws -> Value {
    do {
      return try call()
    } catch {
      throw CoordinationError.usage(error.description, mend: "mend that file, or put it back from a copy")
    }
  }
}
