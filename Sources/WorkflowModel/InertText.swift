/// Text from outside, made harmless to show and to store (V9): control characters, bidirectional overrides and
/// invisible format characters become visible, line ends become `\n`. Applying it twice changes nothing.
package enum InertText {
  /// Several lines: no blank line at either end, no white space at a line's end.
  package static func block(_ text: String) -> String {
    if isPlain(text, separator: 0x0A) { return text }
    var lines = shown(text, keepingTabs: true).split(separator: "\n", omittingEmptySubsequences: false).map {
      trimmingEnd($0)
    }
    while lines.first?.isEmpty == true { lines.removeFirst() }
    while lines.last?.isEmpty == true { lines.removeLast() }
    return lines.joined(separator: "\n")
  }

  /// One line: line ends and tabs become spaces, runs of spaces one, none at either end.
  package static func line(_ text: String) -> String {
    if isPlain(text, separator: 0x20) { return text }
    let spaced = String(
      String.UnicodeScalarView(text.unicodeScalars.map { isLineEnd($0) || $0 == "\t" ? " " : $0 }))
    return shown(spaced, keepingTabs: false).split(separator: " ").joined(separator: " ")
  }

  /// Whether a text is inert as it stands: printable ASCII, with separators between its parts alone. Most text is, and
  /// histories have much of it.
  private static func isPlain(_ text: String, separator: UInt8) -> Bool {
    var text = text
    return text.withUTF8 { bytes in
      // As if a separator came before the text and one after it.
      var previous = separator
      for byte in bytes {
        if byte == separator {
          guard previous != 0x20, previous != separator || separator == 0x0A && bytes[0] != separator else {
            return false
          }
        } else if !(0x20..<0x7F).contains(byte) {
          return false
        }
        previous = byte
      }
      return previous != separator && previous != 0x20 && bytes[0] != separator
    }
  }

  private static func isLineEnd(_ scalar: Unicode.Scalar) -> Bool { scalar == "\n" || scalar == "\r" }

  private static func shown(_ text: String, keepingTabs: Bool) -> String {
    var result = String.UnicodeScalarView()
    var previous: Unicode.Scalar = " "
    for scalar in text.unicodeScalars {
      defer { previous = scalar }
      switch scalar {
      case "\n" where previous == "\r": continue
      case "\n", "\r": result.append("\n")
      case "\t" where keepingTabs: result.append(scalar)
      default:
        if let visible = picture(of: scalar) {
          result.append(contentsOf: visible.unicodeScalars)
        } else {
          result.append(scalar)
        }
      }
    }
    return String(result)
  }

  private static func picture(of scalar: Unicode.Scalar) -> String? {
    switch scalar.value {
    case 0x20..<0x7F: return nil
    // The pictures that Unicode has for the C0 set and for delete.
    case 0..<0x20: return Unicode.Scalar(0x2400 + scalar.value).map { String($0) }
    case 0x7F: return "\u{2421}"
    default: break
    }
    switch scalar.properties.generalCategory {
    // Not the unassigned: what is inert must not depend on the age of a Unicode table.
    case .control, .format, .lineSeparator, .paragraphSeparator:
      // Joiners inside words and emoji are harmless and needed.
      if scalar.value == 0x200D || scalar.value == 0x200C { return nil }
      return "<U+\(String(scalar.value, radix: 16, uppercase: true))>"
    default: return nil
    }
  }

  private static func trimmingEnd(_ line: Substring) -> Substring {
    var line = line
    while let last = line.last, last == " " || last == "\t" { line.removeLast() }
    return line
  }
}
