import FoundationEssentials
import Signatures
import Signing
import TestSupport
import Testing

struct KeyFileTests {
  private let scratch: ScratchDirectory
  private let ssh: HermeticSSH

  init() throws {
    scratch = try ScratchDirectory()
    ssh = HermeticSSH(in: scratch.path)
  }

  @Test(arguments: [0, 1, 300, 1 << 20])
  func `signs the same bytes as ssh-keygen, and ssh-keygen verifies them`(_ count: Int) async throws {
    let path = try await ssh.makeKey("key", "-t", "ed25519")
    let payload = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    let signer = try KeyFile(path: path)
    let made = try await signer.sign(payload)
    #expect(try await ssh.sign(payload, with: path) == made)
    #expect(try await ssh.verifies(made, payload, by: try ssh.publicLine(path)))
    #expect(try await !ssh.verifies(made, payload + [0], by: try ssh.publicLine(path)))
    #expect(try SSHSignature.verify(made, payload: payload) == signer.key)
    #expect("\(signer.key.line) a comment" == (try ssh.publicLine(path)))
    #expect(!made.hasSuffix("\n"))
  }

  @Test func `leaves to others what it cannot sign with, and says which it is`() async throws {
    let locked = try await ssh.makeKey("locked", "-t", "ed25519", passphrase: "open sesame")
    #expect(throws: SigningTrouble.encrypted(locked)) { try KeyFile(path: locked) }
    let curve = try await ssh.makeKey("curve", "-t", "ecdsa")
    #expect(throws: SigningTrouble.notEd25519(curve, .nistp256)) { try KeyFile(path: curve) }
    let older = try await ssh.makeKey("older", "-t", "rsa", "-b", "2048", "-m", "PEM")
    #expect(throws: SigningTrouble.notAKeyFile(older)) { try KeyFile(path: older) }
    let dsa = try await ssh.makeKey("dsa", "-t", "dsa")
    #expect(throws: SigningTrouble.key(dsa, .unknownKind("ssh-dss"))) { try KeyFile(path: dsa) }
  }

  @Test(arguments: [0o640, 0o604, 0o620, 0o610, 0o644])
  func `a key that is open to others is refused, as ssh refuses it`(_ mode: Int) async throws {
    let path = try await ssh.makeKey("key", "-t", "ed25519")
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
    let trouble = SigningTrouble.openToOthers(path, mode: UInt32(mode))
    #expect(throws: trouble) { try KeyFile(path: path) }
    #expect("\(trouble)".hasSuffix("chmod 600 '\(path)'"))
    await #expect(throws: ToolFailure.self) { try await ssh.sign([], with: path) }
    await #expect(throws: trouble) { try await RecordSigners.open(path: path, environment: ssh.environment) }
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
    #expect(throws: Never.self) { try KeyFile(path: path) }
  }

  @Test func `what is no key file is refused`() throws {
    let missing = scratch.path("missing")
    #expect(throws: SigningTrouble.noFile(missing)) { try KeyFile(path: missing) }
    #expect(throws: SigningTrouble.unreadable(scratch.path, why: "it is not a regular file")) {
      try KeyFile(path: scratch.path)
    }
    for text in ["", "hello", String(repeating: "x", count: 1 << 20)] {
      let path = try secretFile(text)
      #expect(throws: SigningTrouble.notAKeyFile(path)) { try KeyFile(path: path) }
    }
  }

  @Test func `a damaged key file is refused wherever it is damaged`() async throws {
    let path = try await ssh.makeKey("key", "-t", "ed25519")
    let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map(String.init)
    let bytes = try #require(CanonicalBase64.decode(lines.dropFirst().dropLast().joined()))
    func armored(_ bytes: [UInt8]) -> String {
      "\(lines[0])\n\(CanonicalBase64.lines(bytes, width: 70))\n\(lines[lines.count - 1])\n"
    }
    #expect(throws: Never.self) { try KeyFile(path: try secretFile(armored(bytes))) }
    for length in 0..<bytes.count {
      let path = try secretFile(armored(Array(bytes.prefix(length))))
      #expect(throws: SigningTrouble.self, "cut to \(length)") { try KeyFile(path: path) }
    }
    // Only the comment's text may be anything; four bytes of padding follow it.
    let comment = bytes.count - 13..<bytes.count - 4
    #expect(String(decoding: bytes[comment], as: UTF8.self) == "a comment")
    for index in bytes.indices where !comment.contains(index) {
      var changed = bytes
      changed[index] ^= 0x11
      let path = try secretFile(armored(changed))
      #expect(throws: SigningTrouble.self, "byte \(index)") { try KeyFile(path: path) }
    }
  }

  private func secretFile(_ text: String) throws -> String {
    let path = try scratch.write(text, to: "file")
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
    return path
  }
}
