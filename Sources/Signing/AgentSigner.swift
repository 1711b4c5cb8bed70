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
    var question = SSHWireWriter()
    question.raw([AgentMessage.signRequest])
    question.string(key.blob)
    question.string(SSHSignature.signedData(payload: payload))
    // Without the flag an agent signs with RSA and SHA-1, which nobody accepts any more.
    question.number(key.kind == .rsa ? AgentMessage.rsaSHA512 : 0)
    let answer = try await connection.ask(question.bytes)
    let signature: [UInt8]
    do {
      var reader = SSHWireReader(answer)
      switch try reader.byte("answer") {
      case AgentMessage.signResponse: break
      case AgentMessage.failure: throw SigningTrouble.agentRefused(key)
      default: throw SigningTrouble.agentUnclear(connection.socketPath, nil)
      }
      signature = try reader.string("signature")
      try reader.finish()
    } catch let error as SigningTrouble {
      throw error
    } catch {
      throw .agentUnclear(connection.socketPath, error as? SSHWireTrouble)
    }
    let whole: SSHSignature
    do {
      whole = try SSHSignature(key: key, namespace: .git, hash: .sha512, signature: signature)
    } catch {
      throw .unusable(error)
    }
    return try checked(whole.armored, payload)
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
