import Coordination
import FoundationEssentials
import Glibc
import HostEffects
import Signatures
import WorkflowModel

/// The user's keys: files in `assay/keys` below the configuration directory (`XDG_CONFIG_HOME`, else `~/.config`), the
/// file that a clone names, and what an ssh-agent holds. A key is known by its public part, whatever its file's name.
package struct UserKeyring: Keyring {
  let host: Host
  private let asking: Asking

  /// On a console that is a terminal, ssh-keygen may ask there for a passphrase.
  package init(host: Host, console: ToolConsole = .none) {
    self.host = host
    asking = console == .terminal ? .terminal(of: host) : .nobody
  }

  package func signer(
    for key: SSHPublicKey, of principal: PrincipalName, ownFile: String?
  ) async throws -> any RecordSigner {
    do throws(SigningTrouble) {
      if let ownFile {
        let signer = try await RecordSigners.open(path: ownFile, environment: host.environment, asking: asking)
        if signer.key == key { return signer }
      }
      if let held = try held(key) {
        return try await RecordSigners.open(path: held.path, environment: host.environment, asking: asking)
      }
    } catch {
      throw CoordinationError.usage(error.description, mend: "git config assay.key PATH names another file")
    }
    do {
      return try await AgentSigner(key: key, environment: host.environment)
    } catch {
      throw CoordinationError.usage(
        "the key of \(principal) (\(key.fingerprint)) is not on this machine",
        mend: "act from the clone that has it; or lend it: ssh-add PATH; or name it: git config assay.key PATH")
    }
  }

  package func find(_ key: SSHPublicKey) throws -> HeldKey? {
    try telling { () throws(SigningTrouble) in try held(key) }
  }

  package func read(_ path: String) throws -> HeldKey {
    try telling { () throws(SigningTrouble) in
      let isPublic = path.hasSuffix(".pub")
      let key =
        isPublic || OwnedFile.exists(path + ".pub")
        ? try RecordSigners.publicKey(isPublic ? path : path + ".pub") : try KeyFile(path: path).key
      return HeldKey(path: isPublic ? String(path.dropLast(4)) : path, key: key)
    }
  }

  package func make(named name: String, for principal: PrincipalName) throws -> HeldKey {
    try telling { () throws(SigningTrouble) in
      let directory = try directory()
      for number in 1...1000 {
        let path = "\(directory)/\(name)-\(principal)\(number == 1 ? "" : "-\(number)")"
        guard let trial = try KeyTrial(of: path) else { continue }
        let age = trial.age
        let made = try trial.key { () throws(SigningTrouble) in
          try KeyFile.generate(at: path, comment: "\(principal)@\(name)", randomBytes: host.randomBytes)
        }
        return HeldKey(path: path, key: made.key, age: age)
      }
      throw .exists("\(directory)/\(name)-\(principal)")
    }
  }

  package func keep(_ key: HeldKey) throws { KeyTrial.end(of: key.path) }

  package func discard(_ key: HeldKey) throws {
    guard key.age == .new else { return }
    for path in [key.path, key.path + ".pub"] { OwnedFile.remove(path) }
    KeyTrial.end(of: key.path)
    // The directories that were made for it alone go as well; those with something in them stay.
    for directory in try telling({ () throws(SigningTrouble) in try ownDirectories() }) { rmdir(directory) }
  }

  private func held(_ key: SSHPublicKey) throws(SigningTrouble) -> HeldKey? {
    let directory = try directory()
    guard OwnedFile.exists(directory) else { return nil }
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: directory).sorted()
    } catch {
      throw .unreadable(directory, why: "the directory cannot be listed")
    }
    for name in names where name.hasSuffix(".pub") {
      let path = "\(directory)/\(name)"
      if try RecordSigners.publicKey(path) == key { return HeldKey(path: String(path.dropLast(4)), key: key) }
    }
    return nil
  }

  /// The keys' directory and the one it is in.
  private func ownDirectories() throws(SigningTrouble) -> [String] {
    let keys = try directory()
    return [keys, String(keys.dropLast("/keys".count))]
  }

  private func directory() throws(SigningTrouble) -> String { try UserDirectory.path("keys", of: host) }

  private func telling<Value>(_ call: () throws(SigningTrouble) -> Value) throws -> Value {
    do {
      return try call()
    } catch {
      throw CoordinationError.usage(error.description, mend: "assay principal list; git config assay.key PATH")
    }
  }
}
