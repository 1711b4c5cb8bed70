extension SSHSignature {
  package static let armorBegin = "-----BEGIN SSH SIGNATURE-----"
  package static let armorEnd = "-----END SSH SIGNATURE-----"
  /// Characters in a full line, as ssh-keygen writes it.
  static let armorWidth = 70
  /// Longest armor that is looked at, in bytes.
  package static let armorLimit = 32 << 10

  /// The signature as git stores it: lines of 70 characters, as ssh-keygen writes them, without a line end at the end.
  package var armored: String {
    "\(Self.armorBegin)\n\(CanonicalBase64.lines(blob, width: Self.armorWidth))\n\(Self.armorEnd)"
  }

  /// Reads an armored signature, with or without one line end at its end. All lines but the last are of one width,
  /// whichever: signers differ in it.
  package init(armored text: String) throws(SignatureTrouble) {
    guard text.utf8.count <= Self.armorLimit else { throw .tooLong(text.utf8.count, limit: Self.armorLimit) }
    // By scalar: CR LF would be one character.
    var lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map { String($0) }
    guard lines.first == Self.armorBegin else { throw .notArmored }
    if lines.last == "" { lines.removeLast() }
    guard lines.count >= 3, lines.last == Self.armorEnd else { throw .armorDamaged }
    let body = lines[1..<(lines.count - 1)]
    let width = lines[1].utf8.count
    guard let last = body.last, !last.isEmpty, last.utf8.count <= width,
      body.dropLast().allSatisfy({ $0.utf8.count == width }),
      let blob = CanonicalBase64.decode(body.joined())
    else { throw .armorDamaged }
    try self.init(blob: blob)
  }
}
