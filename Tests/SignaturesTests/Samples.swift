import Crypto
import FoundationEssentials
import Signatures
import TestSupport
import Testing

/// A kind of key that ssh-keygen makes, with its options.
struct KeyRecipe: Sendable, CustomTestStringConvertible {
  let kind: SSHKeyKind
  let options: [String]
  var testDescription: String { options.joined(separator: " ") }

  static let all: [KeyRecipe] = [
    KeyRecipe(kind: .ed25519, options: ["-t", "ed25519"]),
    KeyRecipe(kind: .nistp256, options: ["-t", "ecdsa", "-b", "256"]),
    KeyRecipe(kind: .nistp384, options: ["-t", "ecdsa", "-b", "384"]),
    KeyRecipe(kind: .nistp521, options: ["-t", "ecdsa", "-b", "521"]),
    KeyRecipe(kind: .rsa, options: ["-t", "rsa", "-b", "3072"]),
  ]

  /// Makes such a key and returns the private file's path.
  func make(_ ssh: HermeticSSH) async throws -> String {
    let path = "\(ssh.directory)/key"
    try await ssh.run("ssh-keygen", ["-q", "-N", "", "-C", "a comment", "-f", path] + options)
    return path
  }
}

/// A key of ssh-keygen's, a payload, and its signature over it.
struct SignedSample {
  let key: SSHPublicKey
  let payload: [UInt8]
  let armored: String

  init(_ recipe: KeyRecipe, options: [String] = []) async throws {
    let scratch = try ScratchDirectory()
    let ssh = HermeticSSH(in: scratch.path)
    let path = try await recipe.make(ssh)
    key = try SSHPublicKey(line: try ssh.publicLine(path))
    payload = Array("tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\n\nclaim(hello): M1\n".utf8)
    armored = try await ssh.sign(payload, with: path, options: options)
  }
}

/// Bytes that are the same in every run.
struct SeededBytes: RandomNumberGenerator {
  private var state: UInt64
  init(seed: UInt64) { state = seed }
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
  mutating func bytes(upTo limit: Int) -> [UInt8] {
    (0..<Int.random(in: 0...limit, using: &self)).map { _ in UInt8.random(in: 0 ... .max, using: &self) }
  }
}

/// A blob put together part by part.
func wire(_ parts: [UInt8]...) -> [UInt8] {
  var writer = SSHWireWriter()
  for part in parts { writer.string(part) }
  return writer.bytes
}

func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

/// The public key on the wire of an Ed25519 key made here.
func wire(_ key: Curve25519.Signing.PrivateKey) -> [UInt8] {
  wire(bytes("ssh-ed25519"), Array(key.publicKey.rawRepresentation))
}
