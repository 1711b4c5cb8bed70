import Signatures

/// Finds the way to sign with a key.
package enum RecordSigners {
  /// Opens the key at `path`, which names a private key file or a public one (`.pub`); `environment` is the host's,
  /// `asking` says who can be asked for a passphrase.
  ///
  /// An unencrypted Ed25519 file signs in-process. Everything else goes to the agent when it holds the key, and to
  /// ssh-keygen when it does not and there is a private file.
  package static func open(
    path: String, environment: [String: String], asking: Asking = .nobody
  ) async throws(SigningTrouble) -> any RecordSigner {
    // Like ssh-keygen: a public file stands for the private one beside it.
    if path.hasSuffix(".pub"), OwnedFile.exists(String(path.dropLast(4))) {
      return try await open(privateFile: String(path.dropLast(4)), environment, asking)
    }
    if path.hasSuffix(".pub") { return try await open(publicFile: path, environment) }
    if !OwnedFile.exists(path), OwnedFile.exists(path + ".pub") {
      return try await open(publicFile: path + ".pub", environment)
    }
    return try await open(privateFile: path, environment, asking)
  }

  private static func open(
    privateFile path: String, _ environment: [String: String], _ asking: Asking
  ) async throws(SigningTrouble) -> any RecordSigner {
    let text = String(decoding: try OwnedFile.read(path, .secret), as: UTF8.self)
    let key: SSHPublicKey
    if let envelope = try KeyEnvelope(text, path: path) {
      if envelope.key.kind == .ed25519, !envelope.isEncrypted { return try KeyFile(envelope, path: path) }
      key = envelope.key
    } else if text.hasPrefix("-----BEGIN "), OwnedFile.exists(path + ".pub") {
      // An older form of private key, which tells its public part to those who can read it.
      key = try publicKey(path + ".pub")
    } else {
      throw .notAKeyFile(path)
    }
    do {
      return try await AgentSigner(key: key, environment: environment)
    } catch {
      // Whatever is wrong with the agent, the private part is here.
      return SSHKeygenSigner(key: key, path: path, environment: environment, asking: asking)
    }
  }

  private static func open(
    publicFile path: String, _ environment: [String: String]
  ) async throws(SigningTrouble) -> any RecordSigner {
    let key = try publicKey(path)
    do {
      return try await AgentSigner(key: key, environment: environment)
    } catch .noAgent, .agentLacksKey {
      throw .noPrivatePart(path, key)
    }
  }

  /// The one line of a `.pub` file.
  static func publicKey(_ path: String) throws(SigningTrouble) -> SSHPublicKey {
    var text = String(decoding: try OwnedFile.read(path, .open), as: UTF8.self)
    if text.hasSuffix("\n") { text.removeLast() }
    do { return try SSHPublicKey(line: text) } catch { throw .key(path, error) }
  }
}
