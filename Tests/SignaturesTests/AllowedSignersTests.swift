import Crypto
import Signatures
import Testing

struct AllowedSignersTests {
  @Test func `one line for each address and key, for git alone`() throws {
    let keys = try (0..<2).map { _ in try SSHPublicKey(blob: wire(Curve25519.Signing.PrivateKey())) }
    let text = try AllowedSigners.text([("builder@example.org", keys[0]), ("adversary@example.org", keys[1])])
    #expect(
      text == """
        builder@example.org namespaces="git" \(keys[0].line)
        adversary@example.org namespaces="git" \(keys[1].line)

        """)
    #expect(try AllowedSigners.text([]) == "")
  }

  @Test(arguments: [
    "", "a b", "*", "*@example.org", "a@example.org,b@example.org", "!a@example.org", "#a", "\"a\"", "a\\", "a\nb",
    "a?", "ä@example.org",
  ])
  func `an address that would mean more than itself is refused`(_ address: String) throws {
    let key = try SSHPublicKey(blob: wire(Curve25519.Signing.PrivateKey()))
    #expect(throws: AllowedSignersTrouble.address(address)) { try AllowedSigners.text([(address, key)]) }
  }
}
