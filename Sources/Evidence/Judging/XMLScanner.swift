/// Why a text is not the XML that is read here.
struct XMLFault: Error, Hashable, CustomStringConvertible {
  let reason: String
  let offset: Int
  var description: String { "\(reason) at byte \(offset)" }
}

/// A small strict scanner for reports from outside: elements and attributes in UTF-8. Document types, and with them
/// entities of one's own, are refused; text content is passed over.
struct XMLScanner {
  enum Event: Hashable {
    case begin(String, attributes: [String: String])
    case end(String)
  }

  private let bytes: [UInt8]
  private var offset = 0
  private var open: [String] = []
  private var hasRoot = false
  private var pendingEnd = false
  private static let depthLimit = 64

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { offset = 3 }
  }

  /// The next element's begin or end; nil at the end of a well-formed document.
  mutating func next() throws(XMLFault) -> Event? {
    if pendingEnd {
      pendingEnd = false
      return .end(open.removeLast())
    }
    while offset < bytes.count {
      guard bytes[offset] == UInt8(ascii: "<") else {
        try text()
        continue
      }
      if starts("<!--") {
        try skip(through: "-->")
      } else if starts("<![CDATA[") {
        guard !open.isEmpty else { throw fault("text outside the document") }
        try skip(through: "]]>")
      } else if starts("<!") {
        throw fault("a document type, which is not read")
      } else if starts("<?") {
        try skip(through: "?>")
      } else if starts("</") {
        return try endTag()
      } else {
        return try beginTag()
      }
    }
    guard open.isEmpty else { throw fault("'\(shown(open.last ?? ""))' has no end") }
    guard hasRoot else { throw fault("there is no element") }
    return nil
  }

  private func fault(_ reason: String) -> XMLFault { XMLFault(reason: reason, offset: offset) }

  private func starts(_ text: String) -> Bool { bytes[offset...].starts(with: text.utf8) }

  private mutating func skip(through mark: String) throws(XMLFault) {
    let sought = Array(mark.utf8)
    guard let found = firstOccurrence(of: sought, in: bytes, from: offset) else { throw fault("'\(mark)' is missing") }
    offset = found + sought.count
  }

  private mutating func text() throws(XMLFault) {
    while offset < bytes.count, bytes[offset] != UInt8(ascii: "<") {
      guard !open.isEmpty || isSpace(bytes[offset]) else { throw fault("text outside the document") }
      offset += 1
    }
  }

  private func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D }

  private mutating func skipSpace() {
    while offset < bytes.count, isSpace(bytes[offset]) { offset += 1 }
  }

  private mutating func name() throws(XMLFault) -> String {
    let start = offset
    while offset < bytes.count, !isSpace(bytes[offset]), !"<>/=\"'&".utf8.contains(bytes[offset]) { offset += 1 }
    guard offset > start, let name = String(validating: bytes[start..<offset], as: UTF8.self) else {
      throw fault("a name is missing")
    }
    return name
  }

  private mutating func endTag() throws(XMLFault) -> Event {
    offset += 2
    let name = try name()
    skipSpace()
    guard offset < bytes.count, bytes[offset] == UInt8(ascii: ">") else { throw fault("'>' is missing") }
    offset += 1
    guard open.last == name else { throw fault("'\(shown(name))' ends but is not open") }
    open.removeLast()
    return .end(name)
  }

  private mutating func beginTag() throws(XMLFault) -> Event {
    offset += 1
    let name = try name()
    guard !(open.isEmpty && hasRoot) else { throw fault("a second document") }
    guard open.count < Self.depthLimit else { throw fault("too many levels") }
    hasRoot = true
    var attributes: [String: String] = [:]
    while true {
      let hadSpace = offset < bytes.count && isSpace(bytes[offset])
      skipSpace()
      if starts(">") {
        offset += 1
        open.append(name)
        return .begin(name, attributes: attributes)
      }
      if starts("/>") {
        offset += 2
        open.append(name)
        pendingEnd = true
        return .begin(name, attributes: attributes)
      }
      guard hadSpace else { throw fault("a tag has no end") }
      let key = try self.name()
      guard attributes.updateValue(try attributeValue(), forKey: key) == nil else { throw fault("an attribute twice") }
    }
  }

  private mutating func attributeValue() throws(XMLFault) -> String {
    skipSpace()
    guard starts("=") else { throw fault("'=' is missing") }
    offset += 1
    skipSpace()
    guard offset < bytes.count, bytes[offset] == UInt8(ascii: "\"") || bytes[offset] == UInt8(ascii: "'") else {
      throw fault("a quote is missing")
    }
    let quote = bytes[offset]
    offset += 1
    var content: [UInt8] = []
    while offset < bytes.count, bytes[offset] != quote {
      switch bytes[offset] {
      case UInt8(ascii: "<"): throw fault("'<' in an attribute")
      case UInt8(ascii: "&"): content += try reference().utf8
      default:
        content.append(bytes[offset])
        offset += 1
      }
    }
    guard offset < bytes.count else { throw fault("a quote is missing") }
    offset += 1
    guard let value = String(validating: content, as: UTF8.self) else { throw fault("not UTF-8") }
    return value
  }

  private mutating func reference() throws(XMLFault) -> String {
    guard let end = bytes[offset...].prefix(12).firstIndex(of: UInt8(ascii: ";")) else {
      throw fault("an unknown entity")
    }
    let name = String(decoding: bytes[(offset + 1)..<end], as: UTF8.self)
    let scalar: Unicode.Scalar?
    switch name {
    case "lt": scalar = "<"
    case "gt": scalar = ">"
    case "amp": scalar = "&"
    case "apos": scalar = "'"
    case "quot": scalar = "\""
    case _ where name.hasPrefix("#x"): scalar = UInt32(name.dropFirst(2), radix: 16).flatMap(Unicode.Scalar.init)
    case _ where name.hasPrefix("#"): scalar = UInt32(name.dropFirst()).flatMap(Unicode.Scalar.init)
    default: scalar = nil
    }
    guard let scalar else { throw fault("an unknown entity") }
    offset = end + 1
    return String(scalar)
  }
}
