/// The characters that mean something to YAML.
extension UInt8 {
  static let space = UInt8(ascii: " ")
  static let tab: UInt8 = 0x09
  static let hash = UInt8(ascii: "#")
  static let dash = UInt8(ascii: "-")
  static let plus = UInt8(ascii: "+")
  static let question = UInt8(ascii: "?")
  static let colon = UInt8(ascii: ":")
  static let comma = UInt8(ascii: ",")
  static let bar = UInt8(ascii: "|")
  static let angle = UInt8(ascii: ">")
  static let ampersand = UInt8(ascii: "&")
  static let star = UInt8(ascii: "*")
  static let bang = UInt8(ascii: "!")
  static let backslash = UInt8(ascii: "\\")
  static let doubleQuote = UInt8(ascii: "\"")
  static let singleQuote = UInt8(ascii: "'")
  static let openBracket = UInt8(ascii: "[")
  static let closeBracket = UInt8(ascii: "]")
  static let openBrace = UInt8(ascii: "{")
  static let closeBrace = UInt8(ascii: "}")
}
