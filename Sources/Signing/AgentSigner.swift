import Signatures

/// Signs through the ssh-agent of `SSH_AUTH_SOCK`, which may ask its owner or wait for a touch first.
package struct AgentSigner: RecordSigner {
  package let key: SSHPublicKey
  private let connection: AgentConnection

  /// How long the agent may take for one answer, unless told otherwise: time to find the security key and touch it.
  package static let patience = Duration.seconds(60)

  /// The signer with that key; throws ``SigningTrouble/agentLacksKey(_:)`` when the agent does not hold it, and
  /// ``SigningTrouble/noAgent`` when the environment names none.
  package init(
    key: SSHPublicKey, environment: [String: String], limit: Duration = patience
  ) async throws(SigningTrouble) {
    guard let socket = environment["SSH_AUTH_SOCK"], !socket.isEmpty else { throw .noAgent }
    connection = AgentConnection(socketPath: socket, limit: limit)
    self.key = key
    let held = try await Self.blobs(held: connection)
    guard held.contains(key.blob) else { throw .agentLacksKey(key) }
  }

  /// The keys that the agent holds and that can sign here; those of other kinds are left out.
  package static func keys(
    environment: [String: String], limit: Duration = patience
  ) async throws(SigningTrouble) -> [SSHPublicKey] {
    guard let socket = environment["SSH_AUTH_SOCK"], !socket.isEmpty else { throw .noAgent }
    let held = try await blobs(held: AgentConnection(socketPath: socket, limit: limit))
    return held.compactMap { blob in
      do { return try SSHPublicKey(blob: blob) } catch { return nil }
    }
  }

  package func sign(_ payload: [UInt8]) async throws(SigningTrouble) -> String {
    try await sign(payload, for: .git).armored
  }

  package func attest(_ message: [UInt8]) async throws(SigningTrouble) -> [UInt8] {
    guard key.kind == .ed25519 else { return try await sign(message, for: .evidence).blob }
    let signature = try Self.plain(try await answer(to: message))
    do { try EvidenceSignature.verify(signature, over: message, by: key) } catch { throw .unusable(error) }
    return signature
  }

  /// The 64 bytes within an Ed25519 signature on the wire.
  private static func plain(_ signature: [UInt8]) throws(SigningTrouble) -> [UInt8] {
    do {
      var reader = SSHWireReader(signature)
      _ = try reader.text("algorithm")
      let bytes = try reader.string("signature")
      try reader.finish()
      return bytes
    } catch {
      throw .unusable(.malformed(error))
    }
  }

  private func sign(
    _ payload: [UInt8], for namespace: SignatureNamespace
  ) async throws(SigningTrouble) -> SSHSignature {
    let signature = try await answer(to: SSHSignature.signedData(payload: payload, namespace: namespace))
    let whole: SSHSignature
    do {
      whole = try SSHSignature(key: key, namespace: namespace, hash: .sha512, signature: signature)
    } catch {
      throw .unusable(error)
    }
    return try checked(whole, payload, for: namespace)
  }

  /// The agent's signature over these bytes, on the wire.
  private func answer(to message: [UInt8]) async throws(SigningTrouble) -> [UInt8] {
    var question = SSHWireWriter()
    question.raw([AgentMessage.signRequest])
    question.string(key.blob)
    question.string(message)
    // Without the flag an agent signs with RSA and SHA-1, which nobody accepts any more.
    question.number(key.kind == .rsa ? AgentMessage.rsaSHA512 : 0)
    let answer = try await connection.ask(question.bytes)
    do {
      var reader = SSHWireReader(answer)
      switch try reader.byte("answer") {
      case AgentMessage.signResponse: break
      case AgentMessage.failure: throw SigningTrouble.agentRefused(key)
      default: throw SigningTrouble.agentUnclear(connection.socketPath, nil)
      }
      let signature = try reader.string("signature")
      try reader.finish()
      return signature
    } catch let error as SigningTrouble {
      throw error
    } catch {
      throw .agentUnclear(connection.socketPath, error as? SSHWireTrouble)
    }
  }

  private static func blobs(held connection: AgentConnection) async throws(SigningTrouble) -> [[UInt8]] {
    let answer = try await connection.ask([AgentMessage.requestIdentities])
    do {
      return try identities(answer)
    } catch {
      throw .agentUnclear(connection.socketPath, error)
    }
  }

  private static func identities(_ answer: [UInt8]) throws(SSHWireTrouble) -> [[UInt8]] {
    var reader = SSHWireReader(answer)
    guard try reader.byte("answer") == AgentMessage.identitiesAnswer else { throw .notCanonical("answer") }
    let count = try reader.number("number of keys")
    var blobs: [[UInt8]] = []
    // A count that lies ends with the bytes.
    for _ in 0..<count {
      blobs.append(try reader.string("key"))
      _ = try reader.string("comment")
    }
    try reader.finish()
    return blobs
  }
}

/// Numbers of the agent's protocol (draft-miller-ssh-agent §6).
private enum AgentMessage {
  static let failure: UInt8 = 5
  static let requestIdentities: UInt8 = 11
  static let identitiesAnswer: UInt8 = 12
  static let signRequest: UInt8 = 13
  static let signResponse: UInt8 = 14
  static let rsaSHA512: UInt32 = 4
}
