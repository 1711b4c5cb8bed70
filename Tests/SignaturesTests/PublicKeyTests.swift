import Crypto
import FoundationEssentials
import Signatures
import TestSupport
import Testing

struct PublicKeyTests {
  @Test(arguments: KeyRecipe.all)
  func `reads every kind as ssh-keygen writes it`(_ recipe: KeyRecipe) async throws {
    let scratch = try ScratchDirectory()
    let ssh = HermeticSSH(in: scratch.path)
    let path = try await recipe.make(ssh)
    let written = try ssh.publicLine(path)
    let key = try SSHPublicKey(line: written)
    #expect(key.kind == recipe.kind)
    #expect("\(key.line) a comment" == written)
    #expect(try SSHPublicKey(line: key.line) == key)
    #expect(try SSHPublicKey(blob: key.blob) == key)
    let listed = try await ssh.run("ssh-keygen", ["-l", "-f", path + ".pub"])
    #expect(listed.split(separator: " ").dropFirst().first.map(String.init) == key.fingerprint)
    for length in 0..<key.blob.count {
      #expect(throws: SSHKeyTrouble.self) { try SSHPublicKey(blob: Array(key.blob.prefix(length))) }
    }
    #expect(throws: SSHKeyTrouble.malformed(.trailing(1))) { try SSHPublicKey(blob: key.blob + [0]) }
  }

  @Test func `refuses DSA and small RSA keys of ssh-keygen's`() async throws {
    let scratch = try ScratchDirectory()
    let ssh = HermeticSSH(in: scratch.path)
    let dsa = try ssh.publicLine(try await ssh.makeKey("dsa", "-t", "dsa"))
    #expect(throws: SSHKeyTrouble.unknownKind("ssh-dss")) { try SSHPublicKey(line: dsa) }
    let small = try ssh.publicLine(try await ssh.makeKey("small", "-t", "rsa", "-b", "1024"))
    #expect(throws: SSHKeyTrouble.rsaSize(1024)) { try SSHPublicKey(line: small) }
    let enough = try ssh.publicLine(try await ssh.makeKey("enough", "-t", "rsa", "-b", "2048"))
    #expect(try SSHPublicKey(line: enough).kind == .rsa)
  }

  private static let sample = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA0kM/ClvgGaTIIGjjuNvXbYYDUWaSfOgFUKwr9rxWQA"

  private static let refused: [(String, SSHKeyTrouble)] = [
    ("", .notALine),
    ("ssh-ed25519", .notALine),
    (" \(sample)", .notALine),
    (sample.replacing(" ", with: "  "), .notALine),
    ("\(sample)\n", .notALine),
    ("\(sample) a\u{7F}b", .notALine),
    (sample.replacing(" ", with: "\t"), .notALine),
    ("namespaces=\"git\" \(sample)", .unknownKind("namespaces=\"git\"")),
    ("ssh-ed25519-cert-v01@openssh.com AAAA", .unknownKind("ssh-ed25519-cert-v01@openssh.com")),
    (sample.replacing("ssh-ed25519", with: "ssh-rsa"), .kindsDiffer(line: "ssh-rsa", blob: "ssh-ed25519")),
    ("ssh-ed25519 =AAA", .notBase64),
    ("\(sample)=", .notBase64),
    // The last character's lowest bits are beyond the last byte here.
    ("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AB==", .notBase64),
    ("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AA", .notBase64),
    ("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5", .malformed(.truncated("point"))),
    (sample + String(repeating: " ", count: 8192), .tooLong(8192 + sample.utf8.count, limit: 8192)),
  ]

  @Test(arguments: refused)
  func `refuses lines that are not exactly a key`(_ line: String, _ trouble: SSHKeyTrouble) throws {
    #expect(try SSHPublicKey(line: Self.sample).line == Self.sample)
    #expect(throws: trouble) { try SSHPublicKey(line: line) }
  }

  @Test func `refuses a second form of the same curve point`() throws {
    let made = P256.Signing.PrivateKey().publicKey
    let (kind, curve) = (bytes("ecdsa-sha2-nistp256"), bytes("nistp256"))
    let point = Array(made.x963Representation)
    #expect(try SSHPublicKey(blob: wire(kind, curve, point)).kind == .nistp256)
    let compressed = Array(made.compressedRepresentation)
    #expect(throws: SSHKeyTrouble.malformed(.wrongLength("point", 33))) {
      try SSHPublicKey(blob: wire(kind, curve, compressed))
    }
    // The hybrid form states the parity of y a second time.
    #expect(throws: SSHKeyTrouble.notAPoint(.nistp256)) {
      try SSHPublicKey(blob: wire(kind, curve, [6 + (point[64] & 1)] + point.dropFirst()))
    }
    #expect(throws: SSHKeyTrouble.notAPoint(.nistp256)) {
      try SSHPublicKey(blob: wire(kind, curve, point.dropLast() + [point[64] ^ 1]))
    }
    #expect(throws: SSHKeyTrouble.otherCurve("nistp384", .nistp256)) {
      try SSHPublicKey(blob: wire(kind, bytes("nistp384"), point))
    }
  }

  @Test func `refuses Ed25519 points for which nobody needs a secret, or in a second form`() throws {
    let kind = bytes("ssh-ed25519")
    let zero = [UInt8](repeating: 0, count: 31)
    for weak in [[0] + zero, [1] + zero, [1] + zero.dropLast() + [0x80]] {
      #expect(throws: SSHKeyTrouble.weakPoint) { try SSHPublicKey(blob: wire(kind, weak)) }
    }
    let top = [UInt8](repeating: 0xFF, count: 31)
    #expect(throws: SSHKeyTrouble.weakPoint) { try SSHPublicKey(blob: wire(kind, [0xEC] + top)) }
    #expect(throws: SSHKeyTrouble.notAPoint(.ed25519)) { try SSHPublicKey(blob: wire(kind, [0xED] + top)) }
    #expect(throws: SSHKeyTrouble.malformed(.wrongLength("point", 31))) { try SSHPublicKey(blob: wire(kind, zero)) }
  }

  @Test func `refuses RSA numbers in a second form or out of range`() throws {
    let kind = bytes("ssh-rsa")
    let modulus: [UInt8] = [0x80] + [UInt8](repeating: 0x11, count: 255)
    let exponent: [UInt8] = [1, 0, 1]
    #expect(try SSHPublicKey(blob: wire(kind, exponent, [0] + modulus)).kind == .rsa)
    let cases: [([UInt8], [UInt8], SSHKeyTrouble)] = [
      ([0] + exponent, [0] + modulus, .malformed(.notCanonical("exponent"))),
      (exponent, modulus, .malformed(.notCanonical("modulus"))),
      (exponent, [0, 0] + modulus, .malformed(.notCanonical("modulus"))),
      (exponent, [], .malformed(.notCanonical("modulus"))),
      ([], [0] + modulus, .malformed(.notCanonical("exponent"))),
      ([1], [0] + modulus, .rsaExponent),
      ([2], [0] + modulus, .rsaExponent),
      ([1, 0, 0, 0, 1], [0] + modulus, .rsaExponent),
      (exponent, [0] + modulus.dropLast() + [0x10], .rsaModulus),
      (exponent, [0x7F] + modulus.dropFirst(), .rsaSize(2047)),
      (exponent, [1] + [UInt8](repeating: 1, count: 1024), .rsaSize(8193)),
    ]
    for (exponent, modulus, trouble) in cases {
      #expect(throws: trouble) { try SSHPublicKey(blob: wire(kind, exponent, modulus)) }
    }
  }

  @Test func `random bytes are refused, never a crash`() {
    var random = SeededBytes(seed: 7)
    for round in 0..<2000 {
      let kind = SSHKeyKind.allCases[round % SSHKeyKind.allCases.count]
      for blob in [random.bytes(upTo: 200), wire(bytes(kind.rawValue)) + random.bytes(upTo: 600)] {
        #expect(throws: SSHKeyTrouble.self) { try SSHPublicKey(blob: blob) }
      }
      let text = String(decoding: random.bytes(upTo: 100), as: UTF8.self)
      #expect(throws: SSHKeyTrouble.self) { try SSHPublicKey(line: "\(kind.rawValue) \(text)") }
      #expect(throws: SSHKeyTrouble.self) { try SSHPublicKey(line: text) }
    }
  }

  @Test func `a refusal says what is possible, and shows outside text inert`() {
    let words = "\(SSHKeyTrouble.unknownKind("ssh-dss\u{1B}[31m"))"
    #expect(
      words.hasPrefix("a key type the guard cannot verify in-process is refused when it is added: 'ssh-dss␛[31m'"))
    for kind in SSHKeyKind.allCases { #expect(words.contains(kind.rawValue)) }
  }
}
