import Crypto
import CryptoExtras
import FoundationEssentials
import Signatures
import TestSupport
import Testing

struct RSATests {
  private let secret: _RSA.Signing.PrivateKey
  private let key: SSHPublicKey
  private let payload = bytes("payload")

  init() throws {
    secret = try _RSA.Signing.PrivateKey(keySize: .bits2048)
    let parts = try secret.publicKey.getKeyPrimitives()
    key = try SSHPublicKey(blob: wire(bytes("ssh-rsa"), Array(parts.publicExponent), [0] + Array(parts.modulus)))
  }

  private func signature(_ algorithm: String, _ made: _RSA.Signing.RSASignature) throws(SignatureTrouble)
    -> SSHSignature
  {
    try SSHSignature(
      key: key, namespace: .git, hash: .sha512, signature: wire(bytes(algorithm), Array(made.rawRepresentation)))
  }

  @Test func `both algorithms of SHA-2 hold, here and for ssh-keygen`() async throws {
    let scratch = try ScratchDirectory()
    let message = SSHSignature.signedData(payload: payload)
    let made = [
      try signature("rsa-sha2-256", secret.signature(for: SHA256.hash(data: message), padding: .insecurePKCS1v1_5)),
      try signature("rsa-sha2-512", secret.signature(for: SHA512.hash(data: message), padding: .insecurePKCS1v1_5)),
    ]
    for signature in made {
      #expect(try signature.verify(payload: payload) == key)
      #expect(try await HermeticSSH(in: scratch.path).verifies(signature.armored, payload, by: key.line))
    }
  }

  @Test func `SHA-1 is refused under its own name and under any other`() throws {
    let digest = Insecure.SHA1.hash(data: SSHSignature.signedData(payload: payload))
    let made = try secret.signature(for: digest, padding: .insecurePKCS1v1_5)
    #expect(throws: SignatureTrouble.wrongAlgorithm("ssh-rsa", .rsa)) { try signature("ssh-rsa", made) }
    for name in ["rsa-sha2-256", "rsa-sha2-512"] {
      #expect(throws: SignatureTrouble.doesNotHold(key)) { try signature(name, made).verify(payload: payload) }
    }
  }

  @Test func `one algorithm's signature does not pass as the other's, nor as PSS`() throws {
    let message = SSHSignature.signedData(payload: payload)
    let made = try secret.signature(for: SHA256.hash(data: message), padding: .insecurePKCS1v1_5)
    #expect(throws: SignatureTrouble.doesNotHold(key)) {
      try signature("rsa-sha2-512", made).verify(payload: payload)
    }
    let probabilistic = try secret.signature(for: SHA256.hash(data: message), padding: .PSS)
    #expect(throws: SignatureTrouble.doesNotHold(key)) {
      try signature("rsa-sha2-256", probabilistic).verify(payload: payload)
    }
  }

  @Test func `a signature is as long as its modulus`() throws {
    for length in [0, 255, 257, 4096] {
      #expect(throws: SignatureTrouble.malformed(.wrongLength("signature", length))) {
        try SSHSignature(
          key: key, namespace: .git, hash: .sha512,
          signature: wire(bytes("rsa-sha2-512"), [UInt8](repeating: 0, count: length)))
      }
    }
  }
}
