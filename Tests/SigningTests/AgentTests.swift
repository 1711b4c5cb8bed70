import FoundationEssentials
import HostEffects
import Signatures
import Signing
import TestSupport
import Testing

struct AgentTests {
  private let scratch: ScratchDirectory
  private let ssh: HermeticSSH
  private let payload = Array("payload".utf8)

  init() throws {
    scratch = try ScratchDirectory()
    ssh = HermeticSSH(in: scratch.path)
  }

  private func key(_ path: String) throws -> SSHPublicKey { try SSHPublicKey(line: try ssh.publicLine(path)) }

  @Test(arguments: [["-t", "ed25519"], ["-t", "ecdsa", "-b", "521"], ["-t", "rsa", "-b", "2048"]])
  func `a real agent signs with what it holds`(_ options: [String]) async throws {
    let path = scratch.path("key")
    try await ssh.run("ssh-keygen", ["-q", "-N", "", "-f", path] + options)
    let key = try key(path)
    try await ssh.withRunningAgent { ssh in
      try await ssh.run("ssh-add", ["-q", path])
      #expect(try await AgentSigner.keys(environment: ssh.environment) == [key])
      let made = try await AgentSigner(key: key, environment: ssh.environment).sign(payload)
      #expect(try SSHSignature.verify(made, payload: payload) == key)
      #expect(try await ssh.verifies(made, payload, by: key.line))
      if key.kind == .ed25519 { #expect(try await ssh.sign(payload, with: path) == made) }
    }
  }

  @Test func `an agent that lacks the key, is locked, or gone, is named as such`() async throws {
    let path = try await ssh.makeKey("key", "-t", "ed25519")
    let key = try key(path)
    var gone = ssh
    try await ssh.withRunningAgent { ssh in
      gone = ssh
      #expect(try await AgentSigner.keys(environment: ssh.environment) == [])
      await #expect(throws: SigningTrouble.agentLacksKey(key)) {
        try await AgentSigner(key: key, environment: ssh.environment)
      }
      try await ssh.run("ssh-add", ["-q", path])
      let signer = try await AgentSigner(key: key, environment: ssh.environment)
      try await ssh.run("ssh-add", ["-q", "-D"])
      await #expect(throws: SigningTrouble.agentRefused(key)) { try await signer.sign(payload) }
    }
    let socket = try #require(gone.environment["SSH_AUTH_SOCK"])
    await #expect(throws: SigningTrouble.agentUnreachable(socket, why: "No such file or directory")) {
      try await AgentSigner(key: key, environment: gone.environment)
    }
    for environment in [ssh.environment, ssh.withAgent(at: "").environment] {
      await #expect(throws: SigningTrouble.noAgent) { try await AgentSigner(key: key, environment: environment) }
    }
    let long = "/" + String(repeating: "x", count: 200)
    await #expect(throws: SigningTrouble.agentUnreachable(long, why: "the path of a socket has less than 108 bytes")) {
      try await AgentSigner.keys(environment: ssh.withAgent(at: long).environment)
    }
  }

  @Test func `an agent that is silent is waited for no longer than the limit`() async throws {
    let socket = scratch.path("silent")
    let agent = try FakeAgent(at: socket)
    defer { agent.stop() }
    await #expect(throws: SigningTrouble.agentSilent(socket, limit: .milliseconds(50))) {
      try await AgentSigner.keys(environment: ssh.withAgent(at: socket).environment, limit: .milliseconds(50))
    }
  }

  @Test(
    arguments: [
      [], [0], [0, 0, 0, 0], [0xFF, 0xFF, 0xFF, 0xFF, 12], [0, 0, 0, 1, 5], [0, 0, 0, 1, 12],
      [0, 0, 0, 9, 12, 0, 0, 0, 0],
      [0, 0, 0, 5, 12, 0xFF, 0xFF, 0xFF, 0xFF], [0, 0, 0, 6, 12, 0, 0, 0, 0, 0],
      [0, 0, 0, 9, 12, 0, 0, 0, 1, 0xFF, 0xFF, 0xFF, 0xFF], [0, 0, 0, 5, 14, 0, 0, 0, 0],
    ] as [[UInt8]])
  func `an agent that talks nonsense is refused`(_ answer: [UInt8]) async throws {
    let socket = scratch.path("odd")
    let agent = try FakeAgent(at: socket)
    defer { agent.stop() }
    agent.answer([answer])
    let trouble = await #expect(throws: SigningTrouble.self) {
      try await AgentSigner.keys(environment: ssh.withAgent(at: socket).environment)
    }
    guard case .agentUnclear(socket, _) = trouble else {
      Issue.record("\(String(describing: trouble))")
      return
    }
  }

  @Test func `an agent that signs with another key, or something else, is found out`() async throws {
    let own = try await ssh.makeKey("own", "-t", "ed25519")
    let other = try await ssh.makeKey("other", "-t", "ed25519")
    let key = try key(own)
    func answer(_ signed: SSHSignature) -> [UInt8] {
      var inner = SSHWireWriter()
      inner.raw([14])
      inner.string(signed.signature)
      var message = SSHWireWriter()
      message.string(inner.bytes)
      return message.bytes
    }
    var listing = SSHWireWriter()
    listing.raw([12])
    listing.number(1)
    listing.string(key.blob)
    listing.string("")
    var identities = SSHWireWriter()
    identities.string(listing.bytes)

    let foreign = try SSHSignature(armored: try await KeyFile(path: other).sign(payload))
    let elsewhere = try SSHSignature(armored: try await KeyFile(path: own).sign(payload + [0]))
    let right = try SSHSignature(armored: try await KeyFile(path: own).sign(payload))
    for (index, signed) in [foreign, elsewhere, right].enumerated() {
      let socket = scratch.path("liar-\(index)")
      let agent = try FakeAgent(at: socket)
      defer { agent.stop() }
      agent.answer([identities.bytes, answer(signed)])
      let signer = try await AgentSigner(key: key, environment: ssh.withAgent(at: socket).environment)
      if signed == right {
        #expect(try await signer.sign(payload) == right.armored)
      } else {
        await #expect(throws: SigningTrouble.unusable(.doesNotHold(key))) { try await signer.sign(payload) }
      }
    }
  }
}
