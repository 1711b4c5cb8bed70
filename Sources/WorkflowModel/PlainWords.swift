/// What can be told of a text that somebody had to write, without understanding it.
package enum PlainWords {
  private static let placeholders: Set<String> = [
    "-", "--", "…", "...", "?", "??", "???", "none", "n/a", "na", "todo", "tbd", "tba", "fixme", "xxx", "pending",
    "placeholder", "not yet", "later", "unknown", "fill in", "to do", "to be done", "wip", "what", "how", "expected",
    "where",
  ]

  /// The longest placeholder is shorter by far.
  private static let longest = 64

  /// Whether a text stands where something was to be said, and says nothing: a word like TODO, brackets, no letter and no
  /// digit, or none that anybody can see.
  package static func isPlaceholder(_ text: String) -> Bool {
    // In capitals and first, they announce that something is missing; elsewhere they may be the matter itself.
    if let first = text.firstToken, ["TODO", "TBD", "TBA", "FIXME", "XXX"].contains(first) { return true }
    var core = text[...]
    while let last = core.last, ".!:;".contains(last), core.dropLast().first != nil { core.removeLast() }
    if (core.first == "<" && core.last == ">") || (core.first == "[" && core.last == "]") { return true }
    if core.utf8.count <= longest {
      let small = text.lowercased()
      if placeholders.contains(core.lowercased()) || placeholders.contains(small) { return true }
    }
    return !core.unicodeScalars.contains {
      $0.isSeen && ($0.properties.isAlphabetic || $0.properties.numericType != nil)
    }
  }

  /// The text without white space at either end.
  package static func trimmed(_ text: String) -> String {
    let isSpace: (Character) -> Bool = { $0.isWhitespace }
    guard let first = text.first, let last = text.last, isSpace(first) || isSpace(last) else { return text }
    return String(text.drop(while: isSpace).reversed().drop(while: isSpace).reversed())
  }

  /// Runs of the characters that ids are made of, without the punctuation that ends a sentence.
  package static func tokens(of text: String) -> [String] {
    text.split { !$0.isOfToken }.map { $0.withoutFullStops }
  }
}

extension Unicode.Scalar {
  /// Not one of those that are letters by name and blank to the eye, such as the Hangul filler.
  fileprivate var isSeen: Bool { !properties.isDefaultIgnorableCodePoint }
}

extension String {
  fileprivate var firstToken: String? {
    let rest = drop { !$0.isOfToken }
    return rest.isEmpty ? nil : rest.prefix { $0.isOfToken }.withoutFullStops
  }
}

extension Substring {
  fileprivate var withoutFullStops: String {
    var token = self
    while token.last == "." { token.removeLast() }
    return String(token)
  }
}

extension Character {
  fileprivate var isOfToken: Bool {
    guard let value = asciiValue else { return false }
    return isASCIILetterOrDigit(value) || self == "-" || self == "_" || self == "."
  }

  private func isASCIILetterOrDigit(_ value: UInt8) -> Bool {
    (0x30...0x39).contains(value) || (0x61...0x7A).contains(value | 0x20) && value >= 0x41
  }
}
