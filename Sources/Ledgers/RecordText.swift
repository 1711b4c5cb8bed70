import WorkflowModel

/// The forms that free text takes in a record. Applying one twice changes nothing.
package enum RecordText {
  /// Bytes that a record's body may have.
  package static let bodyLimit = 256 * 1024
  /// Characters that a title or a one-line value may have.
  package static let lineLimit = 500

  /// A body: inert, and without a line that git would take for the end of the message: the start of a patch, or
  /// scissors. A space before such a line leaves its meaning in Markdown alone.
  package static func body(_ text: String) -> String {
    let inert = InertText.block(text)
    guard mayEndMessage(inert) else { return inert }
    return inert.split(separator: "\n", omittingEmptySubsequences: false)
      .map { endsMessage($0) ? " " + $0 : String($0) }
      .joined(separator: "\n")
  }

  /// Whether any line could: both marks begin with three dashes or hold them.
  private static func mayEndMessage(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { bytes in
      var dashes = 0
      for byte in bytes {
        dashes = byte == UInt8(ascii: "-") ? dashes + 1 : 0
        if dashes == 3 { return true }
      }
      return false
    }
  }

  private static func endsMessage(_ line: Substring) -> Bool {
    line.utf8.starts(with: "---".utf8)
      || line.utf8.first != UInt8(ascii: " ") && line.utf8.dropFirst(2).elementsEqual(TrailerParagraph.scissors.utf8)
  }

  /// A title or one-line value.
  package static func line(_ text: String) -> String { InertText.line(text) }

  static func check(body text: String) throws(MalformedRecord) {
    guard text.utf8.count <= bodyLimit else { throw .body("is longer than \(bodyLimit) bytes") }
    guard body(text).hasSameBytes(as: text) else {
      throw .body("has control characters, stray white space or a patch marker")
    }
  }

  static func check(line text: String, of key: TrailerKey) throws(MalformedRecord) {
    guard line(text).hasSameBytes(as: text), !text.isEmpty, isShort(text) else { throw .badValue(key, text) }
  }

  /// Whether a line keeps to the limit. Characters are counted only where bytes do not say it.
  static func isShort(_ text: String) -> Bool { text.utf8.count <= lineLimit || text.count <= lineLimit }
}

extension Payload {
  /// The claim's body: each part under its name.
  var text: String { parts.map { "\($0.name)\n\($0.text)" }.joined(separator: "\n\n") }

  /// How many lines each part has: with it the body is taken apart again without reading prose.
  var lineCounts: String { parts.map { "\(lineCount($0.text))" }.joined(separator: " ") }

  init(text: String, lineCounts: String) throws(MalformedRecord) {
    let counts = lineCounts.split(separator: " ", omittingEmptySubsequences: false).map { Int($0) ?? 0 }
    guard counts.count == 4, counts.allSatisfy({ $0 > 0 }) else { throw .badValue(.payload, lineCounts) }
    var lines = Self.lines(of: text)[...]
    var parts: [String] = []
    for count in counts {
      guard lines.count > count else { throw .badValue(.payload, lineCounts) }
      parts.append(lines.dropFirst().prefix(count).joined(separator: "\n"))
      lines = lines.dropFirst(count + 2)
    }
    self.init(what: parts[0], how: parts[1], expected: parts[2], place: parts[3])
    guard self.text == text else { throw .body("is not the four parts that its line counts announce") }
  }
}

extension Payload {
  /// A carriage return takes the line end after it along, as one character; where there is none, bytes say the same.
  private static func lines(of text: String) -> [Substring] {
    guard !text.utf8.contains(0x0D) else { return text.split(separator: "\n", omittingEmptySubsequences: false) }
    return text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false).map { Substring($0) }
  }
}

private func lineCount(_ text: String) -> Int { text.utf8.count { $0 == 0x0A } + 1 }
