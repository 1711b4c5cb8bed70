import FoundationEssentials
import HostEffects
import Signatures

/// Signs through `ssh-keygen -Y sign`: for keys with a passphrase, in hardware, or of other kinds. ssh-keygen asks an
/// agent or the program of `SSH_ASKPASS`, as the environment says, and otherwise at the terminal if it is handed one.
package struct SSHKeygenSigner: RecordSigner {
  package let key: SSHPublicKey
  private let path: String
  private let environment: [String: String]
  private let asking: Asking

  /// How long it may take where nobody sits at a terminal: time for somebody to find a window, a device, a passphrase.
  package static let patience = Duration.seconds(300)

  /// `path` is the private key file, or a `.pub` file whose private part an agent holds.
  package init(key: SSHPublicKey, path: String, environment: [String: String], asking: Asking = .nobody) {
    self.key = key
    self.path = path
    self.environment = environment
    self.asking = asking
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
    let armored: String
    switch asking {
    case .nobody: armored = try await made(from: payload, for: namespace)
    case .terminal(let host): armored = try await madeAtTerminal(of: host, from: payload, for: namespace)
    }
    let signature: SSHSignature
    do { signature = try SSHSignature(armored: armored) } catch { throw .unusable(error) }
    return try checked(signature, payload, for: namespace)
  }

  private func made(
    from payload: [UInt8], for namespace: SignatureNamespace
  ) async throws(SigningTrouble) -> String {
    var request = request(for: namespace)
    request.input = payload
    request.limit = Self.patience
    return String(decoding: try await outcome(of: request).stdout, as: UTF8.self)
  }

  /// ssh-keygen asks at a terminal only if that is its standard input; the payload then has to be in a file, and the
  /// signature comes in another. Nobody is hurried who types.
  private func madeAtTerminal(
    of host: Host, from payload: [UInt8], for namespace: SignatureNamespace
  ) async throws(SigningTrouble) -> String {
    let directory: HeldDirectory
    do {
      let place = FileManager.default.temporaryDirectory.path
      directory = try HeldDirectory.make(in: place, prefix: "assay-sign-", for: .owner, host: host)
    } catch {
      throw .tool("no directory for its files could be made: \(error)")
    }
    let file = directory.path + "/record"
    let signature: Result<String, SigningTrouble>
    do throws(SigningTrouble) {
      try OwnedFile.create(file, payload, mode: 0o600, mark: "new")
      var request = request(for: namespace)
      request.arguments += ["-q", file]
      request.console = .terminal
      _ = try await outcome(of: request)
      let bytes = try OwnedFile.read(file + ".sig", .open, limit: SSHSignature.armorLimit)
      signature = .success(String(decoding: bytes, as: UTF8.self))
    } catch {
      signature = .failure(error)
    }
    do { try directory.remove() } catch { throw .unwritable(directory.path, why: "it cannot be removed") }
    return try signature.get()
  }

  private func request(for namespace: SignatureNamespace) -> ToolRequest {
    ToolRequest(
      executable: "ssh-keygen", arguments: ["-Y", "sign", "-n", namespace.rawValue, "-f", path],
      environment: environment, outputLimit: SSHSignature.armorLimit)
  }

  private func outcome(of request: ToolRequest) async throws(SigningTrouble) -> ToolOutcome {
    let outcome: ToolOutcome
    do { outcome = try await runTool(request) } catch { throw .tool("\(error)") }
    guard outcome.status == .exited(0) else {
      let said = String(decoding: outcome.stderr, as: UTF8.self)
      throw .keygenFailed(path, status: "\(outcome.status)", said: said)
    }
    return outcome
  }
}

/// Whom ssh-keygen can ask for a passphrase, besides an agent and the program of `SSH_ASKPASS`.
package enum Asking: Sendable {
  case nobody
  /// Somebody at the terminal of the process; the host is for the files that takes.
  case terminal(of: Host)
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
