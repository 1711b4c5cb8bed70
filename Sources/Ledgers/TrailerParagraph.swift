import WorkflowModel

/// Whether git would show one of our trailers in a message. In doubt the answer is yes: a message that poses as a record
/// and is none is refused, never passed over.
enum TrailerParagraph {
  /// The line from which on git ignores a message, after its comment character.
  static let scissors = "------------------------ >8 ------------------------"

  static func isOurs(in message: UnsafeBufferPointer<UInt8>) -> Bool {
    var lines: [Line] = []
    var start = 0
    for index in message.indices where message[index] == 0x0A {
      lines.append(message[start..<index])
      start = index + 1
    }
    lines.append(message[start...])
    if endsInOurs(lines[...]) { return true }
    // The comment character is a setting, so what git takes for scissors is not known here.
    let cut = lines.firstIndex { isScissors($0) }
    // `git log` reads past where a patch begins, `git interpret-trailers` does not.
    let patch = lines.firstIndex { beginsPatch($0) }
    return [cut, patch].contains { $0.map { endsInOurs(lines[..<$0]) } ?? false }
  }

  private typealias Line = Slice<UnsafeBufferPointer<UInt8>>

  private static func endsInOurs(_ lines: ArraySlice<Line>) -> Bool {
    var lines = lines
    while let last = lines.last, isPassedOver(last) { lines.removeLast() }
    // The first paragraph is the title.
    guard let blank = lines.lastIndex(where: { isBlank($0) }) else { return false }
    return lines[(blank + 1)...].contains { isOurs($0) }
  }

  private static func isScissors(_ line: Line) -> Bool {
    line.dropFirst(2).elementsEqual(scissors.utf8) && line.dropFirst().first == UInt8(ascii: " ")
  }

  private static func beginsPatch(_ line: Line) -> Bool {
    line.starts(with: "---".utf8) && (line.count == 3 || isBlank(line.dropFirst(3).prefix(1)))
  }

  /// Blank lines, comments with any character that git takes for one, and the old list of conflicts.
  private static func isPassedOver(_ line: Line) -> Bool {
    guard let first = line.first else { return true }
    return "#;@!$%^&|:\t".utf8.contains(first) || isBlank(line) || line.elementsEqual("Conflicts:".utf8)
  }

  private static func isBlank(_ line: Line) -> Bool {
    line.allSatisfy { $0 == 0x20 || (0x09...0x0D).contains($0) }
  }

  private static func isOurs(_ line: Line) -> Bool {
    guard line.count > 6, RecordMark.isIn(UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: line.prefix(6)))) else {
      return false
    }
    let rest = line.drop { byte in
      (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20) || byte == UInt8(ascii: "-")
    }
    return rest.first { $0 != 0x20 && $0 != 0x09 } == UInt8(ascii: ":")
  }
}
