import FoundationEssentials
import Signatures
import Testing

struct ArmorTests {
  @Test(arguments: KeyRecipe.all)
  func `writes what it read, byte for byte as ssh-keygen`(_ recipe: KeyRecipe) async throws {
    let sample = try await SignedSample(recipe)
    let signature = try SSHSignature(armored: sample.armored)
    #expect(signature.armored == sample.armored)
    #expect(try SSHSignature(armored: sample.armored + "\n") == signature)
    #expect(try SSHSignature(blob: signature.blob) == signature)
    #expect(signature.key == sample.key)
  }

  @Test func `takes lines of another width, as other signers write them`() async throws {
    let sample = try await SignedSample(KeyRecipe.all[0])
    let signature = try SSHSignature(armored: sample.armored)
    for width in [1, 64, 76, 10_000] {
      let body = CanonicalBase64.lines(signature.blob, width: width)
      let text = "\(SSHSignature.armorBegin)\n\(body)\n\(SSHSignature.armorEnd)"
      #expect(try SSHSignature(armored: text) == signature)
    }
  }

  @Test func `refuses armor with anything before, between or after`() async throws {
    let sample = try await SignedSample(KeyRecipe.all[0])
    let armored = sample.armored
    let body = armored.split(separator: "\n").dropFirst().dropLast().joined()
    let uneven = "\(SSHSignature.armorBegin)\n\(body.prefix(8))\n\(body.dropFirst(8))\n\(SSHSignature.armorEnd)"
    let cases: [(String, SignatureTrouble)] = [
      ("", .notArmored),
      ("-----BEGIN PGP SIGNATURE-----\n\nAAAA\n-----END PGP SIGNATURE-----", .notArmored),
      (" " + armored, .notArmored),
      ("\n" + armored, .notArmored),
      (armored.replacing("\n", with: "\r\n"), .notArmored),
      (armored + "\n\n", .armorDamaged),
      (armored + "\nmore", .armorDamaged),
      (armored.replacing("\n-----END", with: "\n\n-----END"), .armorDamaged),
      (armored.replacing("\n-----END", with: "=\n-----END"), .armorDamaged),
      (armored.replacing("\nU1NIU0lH", with: "\n U1NIU0lH"), .armorDamaged),
      (armored.replacing("\nU1NIU0lH", with: "\nU1NI\nU0lH"), .armorDamaged),
      (armored.replacing("U1NIU0lH", with: "U1NIU0lI"), .notSSHSIG),
      (uneven, .armorDamaged),
      ("\(SSHSignature.armorBegin)\n\(SSHSignature.armorEnd)", .armorDamaged),
      ("\(SSHSignature.armorBegin)\n\n\(SSHSignature.armorEnd)", .armorDamaged),
      (
        armored + String(repeating: "\n", count: SSHSignature.armorLimit),
        .tooLong(armored.utf8.count + 32768, limit: 32768)
      ),
    ]
    for (text, trouble) in cases {
      #expect(throws: trouble) { try SSHSignature(armored: text) }
    }
  }

  @Test(arguments: KeyRecipe.all)
  func `a signature cut anywhere is refused`(_ recipe: KeyRecipe) async throws {
    let sample = try await SignedSample(recipe)
    let blob = try SSHSignature(armored: sample.armored).blob
    for length in 0..<sample.armored.utf8.count {
      let cut = String(decoding: Array(sample.armored.utf8.prefix(length)), as: UTF8.self)
      #expect(throws: SignatureTrouble.self) { try SSHSignature(armored: cut) }
    }
    for length in 0..<blob.count {
      #expect(throws: SignatureTrouble.self) { try SSHSignature(blob: Array(blob.prefix(length))) }
    }
    #expect(throws: SignatureTrouble.malformed(.trailing(1))) { try SSHSignature(blob: blob + [0]) }
  }

  @Test func `random bytes are refused, never a crash`() async throws {
    let sample = try await SignedSample(KeyRecipe.all[0])
    let blob = try SSHSignature(armored: sample.armored).blob
    var random = SeededBytes(seed: 11)
    for _ in 0..<2000 {
      let noise = random.bytes(upTo: 300)
      let half = Array(blob.prefix(Int.random(in: 0..<blob.count, using: &random)))
      for bytes in [noise, bytes("SSHSIG") + noise, bytes("SSHSIG\0\0\0\u{1}") + noise, half + noise] {
        // Noise can have the form of a signature, but holds for nothing.
        #expect(throws: SignatureTrouble.self) { try SSHSignature(blob: bytes).verify(payload: sample.payload) }
        let body = CanonicalBase64.lines(bytes, width: 70)
        let armored = "\(SSHSignature.armorBegin)\n\(body)\n\(SSHSignature.armorEnd)"
        #expect(throws: SignatureTrouble.self) { try SSHSignature.verify(armored, payload: sample.payload) }
      }
      #expect(throws: SignatureTrouble.self) {
        try SSHSignature(armored: SSHSignature.armorBegin + "\n" + String(decoding: noise, as: UTF8.self))
      }
    }
  }
}
