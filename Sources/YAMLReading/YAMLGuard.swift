/// Looks at a file's text before the YAML parser does, and refuses what is dangerous to expand or easy to misread:
/// anchors, aliases, tags, directives, further documents, explicit keys, deep nesting, control characters, and texts
/// that run over several lines without saying so with `|` or `>`.
///
/// Because a quoted or plain text ends with its line, the guard's reading of every line agrees with the parser's;
/// where it cannot be sure that it does, it refuses. In files that others write (``YAMLDialect/common``), anchors, aliases
/// that are values, and texts over several lines are taken; what remains is what could cost the parser its time.
struct YAMLGuard {
  struct Objection: Hashable {
    let place: Place
    let message: String
  }

  static let maximumDepth = 32
  static let maximumColumn = 128
  static let maximumAliases = 1000

  /// What to refuse, in the file's order. The bytes are UTF-8.
  static func objections(to bytes: [UInt8], in dialect: YAMLDialect = .strict) -> [Objection] {
    var scan = YAMLGuard(dialect: dialect)
    for (index, line) in bytes.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
      scan.number = index + 1
      scan.line = Array(line.last == 0x0D ? line.dropLast() : line)
      scan.scanLine()
      if scan.hasGivenUp { break }
    }
    return scan.objections
  }

  private enum Carry {
    case nothing
    /// A plain text ended the line; its parent's column.
    case plain(parent: Int)
    /// A block text has begun; its indentation once a line of it was seen, and the widest blank line before that.
    case block(parent: Int, indent: Int?, blank: Int)
    /// The document has been closed.
    case closed
  }

  let dialect: YAMLDialect
  private var objections: [Objection] = []
  /// The quote of a text that began on an earlier line.
  private var openQuote: UInt8?
  private var number = 0
  var line: [UInt8] = []
  var position = 0
  private var carry = Carry.nothing
  var depth = 0
  var isInFlowText = false
  /// How many of the open brackets are braces.
  var braces = 0
  var aliases = 0
  private var hasContent = false
  private(set) var hasGivenUp = false

  private mutating func object(_ message: String, at index: Int? = nil) {
    let column = line.prefix(index ?? position).count { $0 & 0xC0 != 0x80 }
    objections.append(Objection(place: Place(line: number, column: column + 1), message: message))
  }

  mutating func giveUp(_ message: String, at index: Int? = nil) {
    object(message, at: index)
    hasGivenUp = true
  }

  func byte(_ index: Int) -> UInt8? { index < line.count ? line[index] : nil }

  func isBlank(_ index: Int) -> Bool { byte(index).map { $0 == .space || $0 == .tab } ?? true }

  mutating func skipSpaces() {
    while byte(position) == .space || byte(position) == .tab { position += 1 }
  }

  private init(dialect: YAMLDialect) { self.dialect = dialect }

  private mutating func scanLine() {
    position = 0
    if let index = unprintable() { return giveUp("a control character or an unusual line end", at: index) }
    if let quote = openQuote {
      guard scanToEnd(of: quote) else { return }
      openQuote = nil
      if depth > 0 { return scanFlow(key: 0) }
      skipSpaces()
      if let next = byte(position), next != .hash { giveUp("something follows a quoted text") }
      return
    }
    let spaces = line.prefix { $0 == .space }.count
    let isBlankLine = line.allSatisfy { $0 == .space || $0 == .tab }
    if case .block(let parent, let indent, let blank) = carry {
      if isBlankLine {
        if indent == nil { carry = .block(parent: parent, indent: nil, blank: max(blank, line.count)) }
        return
      }
      if indent == nil, spaces > parent {
        if blank > spaces { return giveUp("a blank line before this is indented deeper than the text", at: spaces) }
        carry = .block(parent: parent, indent: spaces, blank: blank)
        return
      }
      if let indent, spaces >= indent { return }
      carry = .nothing
    }
    if isBlankLine { return }
    if byte(spaces) == .hash {
      if case .plain = carry, dialect == .common { carry = .nothing }
      return
    }
    position = spaces
    if byte(spaces) == .tab { return giveUp("a tab; YAML is indented with spaces") }
    if spaces == 0, scanMarker() { return }
    hasContent = true
    switch carry {
    case .plain(let parent) where depth == 0 && spaces > parent:
      if dialect == .common { return goOnPlain() }
      return giveUp("a text goes on over several lines; begin it with | or >, or quote it on one line")
    case .closed: return giveUp("only one document is taken")
    default: carry = .nothing
    }
    if depth > 0 { scanFlow(key: 0) } else { scanBlock() }
  }

  /// Document markers and directives; true when the line was one.
  private mutating func scanMarker() -> Bool {
    if byte(0) == UInt8(ascii: "%") {
      giveUp("directives are not taken")
      return true
    }
    let isStart = line.starts(with: Array("---".utf8)) && isBlank(3)
    guard isStart || (line.starts(with: Array("...".utf8)) && isBlank(3)) else { return false }
    position = 3
    skipSpaces()
    if depth > 0 || (isStart && hasContent) || (byte(position) != nil && byte(position) != .hash) {
      giveUp("only one document is taken", at: 0)
    }
    if isStart { hasContent = true } else { carry = .closed }
    return true
  }

  private func unprintable() -> Int? {
    line.indices.first { index in
      switch line[index] {
      case .tab: false
      case 0..<0x20, 0x7F: true
      case 0xC2: byte(index + 1).map { (0x80...0x9F).contains($0) } ?? false
      case 0xE2: byte(index + 1) == 0x80 && (byte(index + 2) == 0xA8 || byte(index + 2) == 0xA9)
      case 0xEF:
        (byte(index + 1) == 0xBB && byte(index + 2) == 0xBF)
          || (byte(index + 1) == 0xBF && byte(index + 2) ?? 0 >= 0xBE)
      default: false
      }
    }
  }
}

// MARK: Block context

extension YAMLGuard {
  private mutating func scanBlock() {
    var parent: Int?
    while byte(position) == .dash, isBlank(position + 1) {
      parent = position
      position += 1
      skipSpaces()
    }
    guard position <= Self.maximumColumn else { return giveUp("nested too deeply", at: position) }
    if let first = byte(position), first == .question || first == .colon, isBlank(position + 1) {
      return giveUp("a key stands on one line, before its colon")
    }
    let start = position
    guard scanProperty() else { return }
    switch byte(position) {
    case nil, .hash?: return
    case .doubleQuote?, .singleQuote?:
      guard scanQuoted() else { return }
      scanValueIfKey(start)
    case .openBracket?, .openBrace?: scanFlow(key: start)
    case .bar?, .angle?:
      guard let parent else { return giveUp("write | and > behind their key") }
      scanBlockHeader(parent: parent)
    default:
      if scanPlain() {
        scanValueIfKey(start)
      } else if let parent {
        endPlain(parent: parent)
      } else if dialect == .common {
        endPlain(parent: start - 1)
      } else {
        giveUp("a text goes on over several lines, or a key lacks its colon", at: start)
      }
    }
  }

  /// Goes on to the value when a colon follows what was a key.
  mutating func scanValueIfKey(_ key: Int) {
    skipSpaces()
    guard byte(position) == .colon, isBlank(position + 1) else { return }
    position += 1
    skipSpaces()
    guard scanProperty() else { return }
    switch byte(position) {
    case nil, .hash?: return
    case .doubleQuote?, .singleQuote?: _ = scanQuoted()
    case .openBracket?, .openBrace?: scanFlow(key: key)
    case .bar?, .angle?: scanBlockHeader(parent: key)
    default:
      _ = scanPlain()
      endPlain(parent: key)
    }
  }

  /// Moves behind a plain text of block context; true when a key's colon ends it.
  private mutating func scanPlain() -> Bool {
    while let next = byte(position) {
      if next == .colon, isBlank(position + 1) { return true }
      if next == .hash, position > 0, isBlank(position - 1) { return false }
      position += 1
    }
    return false
  }

  /// A plain text may go on in the next line, but not behind a comment.
  private mutating func endPlain(parent: Int) {
    carry = dialect == .common && byte(position) == .hash ? .nothing : .plain(parent: parent)
  }

  /// Reads on in a plain text that began on an earlier line.
  private mutating func goOnPlain() {
    if scanPlain() { return giveUp("a key stands on one line, before its colon") }
    if byte(position) == .hash { carry = .nothing }
  }

  private mutating func scanBlockHeader(parent: Int) {
    let start = position
    position += 1
    if byte(position) == .dash || byte(position) == .plus { position += 1 }
    guard isBlank(position) else { return giveUp("behind | and > only - or + may stand", at: start) }
    skipSpaces()
    guard byte(position) == nil || byte(position) == .hash else {
      return giveUp("the text that | and > begin starts on the next line", at: start)
    }
    carry = .block(parent: parent, indent: nil, blank: 0)
  }

  /// Moves behind a quoted text; false when it does not end on this line.
  mutating func scanQuoted() -> Bool {
    let start = position
    let quote = line[position]
    position += 1
    if scanToEnd(of: quote) { return true }
    if dialect == .common {
      openQuote = quote
    } else {
      giveUp("a quoted text ends on the line it begins on", at: start)
    }
    return false
  }

  private mutating func scanToEnd(of quote: UInt8) -> Bool {
    while let next = byte(position) {
      position += 1
      if next == .backslash, quote == .doubleQuote {
        position += 1
      } else if next == quote {
        if quote == .singleQuote, byte(position) == quote { position += 1 } else { return true }
      }
    }
    return false
  }
}
