import Coordination
import WorkflowModel

/// A claim's payload as people write it.
enum PayloadTarget {
  @Sendable static func run(_ bytes: [UInt8]) {
    let text = String(decoding: bytes, as: UTF8.self)
    do {
      let payload = try PayloadText.read(text)
      // Only its own parts can look like headings; none is left within one.
      let written = payload.parts.map { "\($0.name)\n\($0.text)" }.joined(separator: "\n")
      // But for a carriage return that is no line end, until a newline is put after it.
      guard !text.utf8.contains(0x0D) else { return }
      promise(try PayloadText.read(written) == payload, "what was read is read the same again")
      let other = text.replacing("\n", with: "\r\n")
      promise(try PayloadText.read(other) == payload, "line ends of other systems are line ends")
    } catch {
      promise(!"\(error)".isEmpty, "a refusal has words")
    }
  }
}

/// The small forms: names, ids, moments, lengths, serial numbers, patterns, inert text.
enum WordsTarget {
  @Sendable static func run(_ bytes: [UInt8]) {
    let text = String(decoding: bytes, as: UTF8.self)
    if let name = PhaseID(text) { promise(name.text == text && !text.contains("/"), "a name is its text") }
    if let id = ObjectID(text) { promise("\(id)".utf8.elementsEqual(text.utf8), "an id is its text") }
    if let digest = Digest(text) { promise(digest.hex.utf8.elementsEqual(text.utf8), "a digest is its text") }
    if let moment = Timestamp(text) {
      promise(text == moment.description || text == moment.minutes, "a moment is its text")
      promise(Timestamp(moment.description) == moment, "a moment is read again")
    }
    if let length = Duration(shorthand: text) {
      promise(Duration(shorthand: length.shorthand) == length, "a length is read again")
    }
    if let finding = FindingID(text) { promise("\(finding)".utf8.elementsEqual(text.utf8), "a number is its text") }
    let line = InertText.line(text)
    promise(InertText.line(line).utf8.elementsEqual(line.utf8), "a line is inert at once")
    promise(!line.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F }, "a line has no control characters")
    let block = InertText.block(text)
    promise(InertText.block(block).utf8.elementsEqual(block.utf8), "a block is inert at once")
    if let cut = bytes.firstIndex(of: 0x0A) {
      let pattern = String(decoding: bytes[..<cut].prefix(64), as: UTF8.self)
      _ = PathPattern(pattern).matches(String(decoding: bytes[(cut + 1)...].prefix(256), as: UTF8.self))
    }
  }
}
