import Crypto
import FoundationEssentials
import Signatures
import TestSupport
import Testing

/// A security key in software: it signs what a device signs.
struct SecurityKeyTests {
  private static let payload = bytes("payload")

  private func message(flags: UInt8, counter: UInt32, application: String) -> [UInt8] {
    var writer = SSHWireWriter()
    writer.raw(SHA256.hash(data: bytes(application)))
    writer.raw([flags])
    writer.number(counter)
    writer.raw(SHA256.hash(data: SSHSignature.signedData(payload: Self.payload)))
    return writer.bytes
  }

  private func edwards(flags: UInt8, application: String = "ssh:") throws -> SSHSignature {
    let secret = Curve25519.Signing.PrivateKey()
    let kind = bytes("sk-ssh-ed25519@openssh.com")
    let key = try SSHPublicKey(blob: wire(kind, Array(secret.publicKey.rawRepresentation), bytes(application)))
    let made = try secret.signature(for: message(flags: flags, counter: 9, application: application))
    return try SSHSignature(
      key: key, namespace: .git, hash: .sha512, signature: wire(kind, Array(made)) + [flags, 0, 0, 0, 9])
  }

  private func weierstrass(flags: UInt8) throws -> SSHSignature {
    let secret = P256.Signing.PrivateKey()
    let kind = bytes("sk-ecdsa-sha2-nistp256@openssh.com")
    let key = try SSHPublicKey(
      blob: wire(kind, bytes("nistp256"), Array(secret.publicKey.x963Representation), bytes("ssh:")))
    let made = Array(
      try secret.signature(for: message(flags: flags, counter: 9, application: "ssh:")).rawRepresentation)
    let halves = [made.prefix(32), made.suffix(32)].map { half in
      let short = Array(half.drop { $0 == 0 })
      return short[0] < 0x80 ? short : [0] + short
    }
    return try SSHSignature(
      key: key, namespace: .git, hash: .sha512,
      signature: wire(kind, wire(halves[0], halves[1])) + [flags, 0, 0, 0, 9])
  }

  @Test func `a touched security key's signature holds, here and for ssh-keygen`() async throws {
    let scratch = try ScratchDirectory()
    let ssh = HermeticSSH(in: scratch.path)
    for signature in [try edwards(flags: 1), try edwards(flags: 5, application: "ssh:work"), try weierstrass(flags: 1)]
    {
      #expect(try signature.verify(payload: Self.payload) == signature.key)
      #expect(try SSHPublicKey(line: signature.key.line) == signature.key)
      #expect(try await ssh.verifies(signature.armored, Self.payload, by: signature.key.line))
    }
  }

  @Test func `an untouched security key's signature is refused`() throws {
    for signature in [try edwards(flags: 0), try edwards(flags: 4), try weierstrass(flags: 0)] {
      #expect(throws: SignatureTrouble.untouched) { try signature.verify(payload: Self.payload) }
    }
  }

  @Test func `every changed byte is refused, flags and counter too`() throws {
    for signature in [try edwards(flags: 1), try weierstrass(flags: 1)] {
      let blob = signature.blob
      for index in blob.indices {
        var changed = blob
        changed[index] ^= 2
        #expect(throws: SignatureTrouble.self, "byte \(index)") {
          try SSHSignature(blob: changed).verify(payload: Self.payload)
        }
      }
      for length in 0..<blob.count {
        #expect(throws: SignatureTrouble.self) { try SSHSignature(blob: Array(blob.prefix(length))) }
      }
    }
  }
}
