extension SSHKeyMaterial {
  /// The 32 bytes of an Ed25519 key: y in its one form, little end first, the sign of x in the last bit.
  static func edwardsPoint(_ reader: inout SSHWireReader) throws -> [UInt8] {
    let point = try reader.string("point")
    guard point.count == 32 else { throw SSHWireTrouble.wrongLength("point", point.count) }
    var y = point
    y[31] &= 0x7F
    // At or above 2²⁵⁵ − 19: a second way to write a small y.
    if y[0] >= 0xED, y[31] == 0x7F, y[1..<31].allSatisfy({ $0 == 0xFF }) {
      throw SSHKeyTrouble.notAPoint(.ed25519)
    }
    guard !weak.contains(y) else { throw SSHKeyTrouble.weakPoint }
    return point
  }

  /// y of the eight points whose order divides eight. With such a "key" no secret is needed: one fixed signature
  /// holds for one message in eight, or for all.
  private static let weak: Set<[UInt8]> = [
    [UInt8](repeating: 0, count: 32),
    [1] + [UInt8](repeating: 0, count: 31),
    [0xEC] + [UInt8](repeating: 0xFF, count: 30) + [0x7F],
    [
      0x26, 0xE8, 0x95, 0x8F, 0xC2, 0xB2, 0x27, 0xB0, 0x45, 0xC3, 0xF4, 0x89, 0xF2, 0xEF, 0x98, 0xF0,
      0xD5, 0xDF, 0xAC, 0x05, 0xD3, 0xC6, 0x33, 0x39, 0xB1, 0x38, 0x02, 0x88, 0x6D, 0x53, 0xFC, 0x05,
    ],
    [
      0xC7, 0x17, 0x6A, 0x70, 0x3D, 0x4D, 0xD8, 0x4F, 0xBA, 0x3C, 0x0B, 0x76, 0x0D, 0x10, 0x67, 0x0F,
      0x2A, 0x20, 0x53, 0xFA, 0x2C, 0x39, 0xCC, 0xC6, 0x4E, 0xC7, 0xFD, 0x77, 0x92, 0xAC, 0x03, 0x7A,
    ],
  ]
}
