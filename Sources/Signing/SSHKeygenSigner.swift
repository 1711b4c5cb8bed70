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
    let outcome: ToolOutcome
    do {
      outcome = try await runTool(
        ToolRequest(
          executable: "ssh-keygen", arguments: ["-Y", "sign", "-n", SignatureNamespace.git.rawValue, "-f", path],
          environment: environment, input: payload, outputLimit: SSHSignature.armorLimit))
    } catch {
      throw .tool("\(error)")
    }
    guard outcome.status == .exited(0) else {
      let said = String(decoding: outcome.stderr, as: UTF8.self)
      throw .keygenFailed(path, status: "\(outcome.status)", said: said)
    }
    return try checked(String(decoding: outcome.stdout, as: UTF8.self), payload)
  }
}

extension RecordSigner {
  /// What another program made, read and verified before anybody else sees it, in the form of the house.
  func checked(_ armored: String, _ payload: [UInt8]) throws(SigningTrouble) -> String {
    let signature: SSHSignature
    do {
      signature = try SSHSignature(armored: armored)
      try signature.verify(payload: payload)
    } catch {
      throw .unusable(error)
    }
    guard signature.key == key else { throw .otherKey(signature.key, wanted: key) }
    return signature.armored
  }
}
