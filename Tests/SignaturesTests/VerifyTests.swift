import Crypto
import FoundationEssentials
import Signatures
import TestSupport
import Testing

struct VerifyTests {
  @Test(arguments: KeyRecipe.all, ["sha512", "sha256"])
  func `a signature of ssh-keygen's holds for its payload alone`(_ recipe: KeyRecipe, _ hash: String) async throws {
    let sample = try await SignedSample(recipe, options: ["-O", "hashalg=\(hash)"])
    let signature = try SSHSignature(armored: sample.armored)
    #expect(signature.hash.rawValue == hash)
    #expect(try SSHSignature.verify(sample.armored, payload: sample.payload) == sample.key)
    let refused = SignatureTrouble.doesNotHold(sample.key)
    for index in sample.payload.indices {
      var payload = sample.payload
      payload[index] ^= 1
      #expect(throws: refused) { try signature.verify(payload: payload) }
    }
    #expect(throws: refused) { try signature.verify(payload: sample.payload + [0]) }
    #expect(throws: refused) { try signature.verify(payload: sample.payload.dropLast()) }
    #expect(throws: refused) { try signature.verify(payload: []) }
  }

  @Test(arguments: KeyRecipe.all)
  func `every changed byte of a signature is refused`(_ recipe: KeyRecipe) async throws {
    let sample = try await SignedSample(recipe)
    let blob = try SSHSignature(armored: sample.armored).blob
    // The slow kinds get one bit of each byte, another one in each.
    let bits = recipe.kind == .ed25519 ? Array(0..<8) : []
    for index in blob.indices {
      for bit in bits.isEmpty ? [index % 8] : bits {
        var changed = blob
        changed[index] ^= 1 << bit
        #expect(throws: SignatureTrouble.self, "byte \(index), bit \(bit)") {
          try SSHSignature(blob: changed).verify(payload: sample.payload)
        }
      }
    }
  }

  @Test func `the name of the hash is signed too`() async throws {
    let sample = try await SignedSample(KeyRecipe.all[0])
    let signature = try SSHSignature(armored: sample.armored)
    let other = try SSHSignature(
      key: signature.key, namespace: .git, hash: .sha256, signature: signature.signature)
    #expect(throws: SignatureTrouble.doesNotHold(sample.key)) { try other.verify(payload: sample.payload) }
  }

  @Test func `another key cannot take a signature for its own`() async throws {
    let sample = try await SignedSample(KeyRecipe.all[0])
    let thief = try SSHPublicKey(blob: wire(Curve25519.Signing.PrivateKey()))
    let signature = try SSHSignature(armored: sample.armored)
    let stolen = try SSHSignature(key: thief, namespace: .git, hash: .sha512, signature: signature.signature)
    #expect(throws: SignatureTrouble.doesNotHold(thief)) { try stolen.verify(payload: sample.payload) }
    let other = try await SignedSample(KeyRecipe.all[1])
    #expect(throws: SignatureTrouble.wrongAlgorithm("ssh-ed25519", .nistp256)) {
      try SSHSignature(key: other.key, namespace: .git, hash: .sha512, signature: signature.signature)
    }
  }

  @Test(arguments: ["file", "git ", "Git", "git@example.org"])
  func `a signature for something else is refused`(_ namespace: String) async throws {
    let scratch = try ScratchDirectory()
    let ssh = HermeticSSH(in: scratch.path)
    let path = try await ssh.makeKey("key", "-t", "ed25519")
    let armored = try await ssh.sign(bytes("payload"), with: path, namespace: namespace)
    #expect(throws: SignatureTrouble.wrongNamespace(namespace, wanted: .git)) {
      try SSHSignature.verify(armored, payload: bytes("payload"))
    }
  }

  /// A whole signature of a key made here, with each part as it is given.
  private func blob(
    magic: String = "SSHSIG", version: UInt32 = 1, reserved: String = "", hash: String = "sha512"
  ) throws -> [UInt8] {
    let key = Curve25519.Signing.PrivateKey()
    let signature = try key.signature(for: SSHSignature.signedData(payload: bytes("payload")))
    var writer = SSHWireWriter()
    writer.raw(bytes(magic))
    writer.number(version)
    writer.string(wire(key))
    writer.string("git")
    writer.string(reserved)
    writer.string(hash)
    writer.string(wire(bytes("ssh-ed25519"), Array(signature)))
    return writer.bytes
  }

  @Test func `each field of a signature is held to its one value`() throws {
    #expect(throws: Never.self) { try SSHSignature(blob: try blob()).verify(payload: bytes("payload")) }
    let cases: [([UInt8], SignatureTrouble)] = [
      (try blob(magic: "SSHSIh"), .notSSHSIG),
      (try blob(version: 0), .version(0)),
      (try blob(version: 2), .version(2)),
      (try blob(reserved: "x"), .reservedInUse),
      (try blob(hash: "sha1"), .unknownHash("sha1")),
      (try blob(hash: "SHA512"), .unknownHash("SHA512")),
      (
        try blob() + [UInt8](repeating: 0, count: SSHSignature.blobLimit),
        .tooLong(try blob().count + 16384, limit: 16384)
      ),
    ]
    for (blob, trouble) in cases { #expect(throws: trouble) { try SSHSignature(blob: blob) } }
  }
}
