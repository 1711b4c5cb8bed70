import WorkflowModel

// Names, numbers and ids as tests write them. A literal is the test's own: a wrong one may stop it.

extension Name: ExpressibleByUnicodeScalarLiteral {}
extension Name: ExpressibleByExtendedGraphemeClusterLiteral {}
extension Name: ExpressibleByStringLiteral {
  /// The name that the literal spells.
  public init(stringLiteral text: String) {
    guard let name = Name(text) else { preconditionFailure("'\(text)' is no name") }
    self = name
  }
}

extension ObjectID: ExpressibleByIntegerLiteral {
  /// The id whose last digits are the number.
  public init(integerLiteral number: Int) { self = .number(number) }

  static func number(_ number: Int) -> ObjectID {
    let bytes =
      [UInt8](repeating: 0, count: 12) + (0..<8).reversed().map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
    guard let id = ObjectID(bytes: bytes) else { preconditionFailure("20 bytes are an id") }
    return id
  }
}

extension Digest {
  static func of(_ digit: Character) -> Digest {
    guard let digest = Digest(String(repeating: digit, count: 64)) else { preconditionFailure("no digit") }
    return digest
  }
}

extension SealKey {
  static func of(_ number: UInt8) -> SealKey {
    guard let key = SealKey(bytes: [UInt8](repeating: number, count: count)) else { preconditionFailure("32 bytes") }
    return key
  }

  /// A digest of its own for each, made without cryptography: the rules are told it and do not ask.
  var digest: Digest { .of(Character(String(bytes[0] & 15, radix: 16))) }
}

extension FindingID { static func f(_ number: Int) -> FindingID { FindingID(phase: "p", number: number) } }
