import HostEffects
import Signatures

/// Signs through `ssh-keygen -Y sign`: for keys with a passphrase, in hardware, or of other kinds. ssh-keygen asks an
/// agent or the program of `SSH_ASKPASS`, as the environment says; it cannot ask at the terminal, since the payload
/// is on its standard input.
package struct SSHKeygenSigner: RecordSigner {
  package let key: SSHPublicKey
  private let path: String
  private let environment: [String: String]

  /// `path` is the private key file, or a `.pub` file whose private part an agent holds.
  package init(key: SSHPublicKey, path: String, environment: [String: String]) {
    self.key = key
    self.path = path
    self.environment = environment
  }

  package func sign(_ payload: [UInt8]) async throws(SigningTrouble) -> String {
    try await sign(payload, for: .git).armored
  }

  package func attest(_ message: [UInt8]) async throws(SigningTrouble) -> [UInt8] {
    try await sign(message, for: .evidence).blob
  }

  private func sign(
    _ payload: [UInt8], for namespace: SignatureNamespace
  ) async throws(SigningTrouble) -> SSHSignature {
    let outcome: ToolOutcome
    do {
      outcome = try await runTool(
        ToolRequest(
          executable: "ssh-keygen", arguments: ["-Y", "sign", "-n", namespace.rawValue, "-f", path],
          environment: environment, input: payload, outputLimit: SSHSignature.armorLimit))
    } catch {
      throw .tool("\(error)")
    }
    guard outcome.status == .exited(0) else {
      let said = String(decoding: outcome.stderr, as: UTF8.self)
      throw .keygenFailed(path, status: "\(outcome.status)", said: said)
    }
    let signature: SSHSignature
    do {
      signature = try SSHSignature(armored: String(decoding: outcome.stdout, as: UTF8.self))
    } catch {
      throw .unusable(error)
    }
    return try checked(signature, payload, for: namespace)
  }
}

extension RecordSigner {
  /// What another program made, verified before anybody else sees it.
  func checked(
    _ signature: SSHSignature, _ payload: [UInt8], for namespace: SignatureNamespace
  ) throws(SigningTrouble) -> SSHSignature {
    do {
      try signature.verify(payload: payload, namespace: namespace)
    } catch {
      throw .unusable(error)
    }
    guard signature.key == key else { throw .otherKey(signature.key, wanted: key) }
    return signature
  }
}
