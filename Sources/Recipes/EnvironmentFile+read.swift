import YAMLReading

extension EnvironmentFile {
  /// How long all values may be together: references to references can make them grow without end.
  static let maximumLength = YAMLDocument.maximumSize

  /// Reads a file whole, or says everything that is wrong with it.
  package static func read(_ bytes: [UInt8], file: String) throws(FileProblems) -> EnvironmentFile {
    guard bytes.count <= YAMLDocument.maximumSize, let text = String(validating: bytes, as: UTF8.self) else {
      throw FileProblems(problems: [
        Problem(file: file, line: 1, column: 1, key: "", message: "the file is not UTF-8 text of at most 1 MiB")
      ])
    }
    var lines: [Line] = []
    var lengths: [String: Int] = [:]
    var total = 0
    var problems: [Problem] = []
    for (index, line) in text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let line = line.trimmed
      guard let first = line.first, first != "#" else { continue }
      do throws(Fault) {
        let line = try assignment(line)
        var length = 0
        for part in line.value {
          switch part {
          case .text(let text): length += text.utf8.count
          case .reference(let name): length += lengths[name] ?? 0
          }
        }
        total += length
        guard total <= maximumLength else { throw Fault(message: "the values are longer than 1 MiB together") }
        lengths[line.name] = length
        lines.append(line)
      } catch {
        problems.append(Problem(file: file, line: index + 1, column: 1, key: "", message: error.message))
      }
    }
    guard problems.isEmpty else { throw FileProblems(problems: problems) }
    return EnvironmentFile(lines: lines)
  }

  private struct Fault: Error { let message: String }

  /// Scalars are looked at, not characters: a mark that combines with a quote does not hide it.
  private typealias Scalars = Substring.UnicodeScalarView

  private static func assignment(_ line: Scalars) throws(Fault) -> Line {
    let line = line.starts(with: "export ".unicodeScalars) ? line.dropFirst(7).trimmed : line
    guard let equals = line.firstIndex(of: "=") else { throw Fault(message: "a line is 'NAME=value' or a comment") }
    let name = String(line[..<equals].trimmed)
    guard PathRules.isVariable(name) else {
      throw Fault(message: "'\(KeyPath.shown(name))' is no name for a variable")
    }
    let value = line[line.index(after: equals)...].trimmed
    guard let quote = value.first, quote == "\"" || quote == "'" else {
      return Line(name: name, value: parts(of: uncommented(value), escapes: false).parts)
    }
    let body = value.dropFirst()
    let (parts, rest) =
      quote == "'" ? literal(body) : Self.parts(of: body, escapes: true)
    guard let rest else { throw Fault(message: "the quote is not closed on its line") }
    guard rest.trimmed.first ?? "#" == "#" else { throw Fault(message: "something follows the quoted value") }
    return Line(name: name, value: parts)
  }

  private static func literal(_ value: Scalars) -> (parts: [Part], rest: Scalars?) {
    guard let end = value.firstIndex(of: "'") else { return ([], nil) }
    return ([.text(String(value[..<end]))], value[value.index(after: end)...])
  }

  /// Text and references; with escapes up to the closing quote, and what follows it, or nil when there is none.
  private static func parts(of value: Scalars, escapes: Bool) -> (parts: [Part], rest: Scalars?) {
    var parts: [Part] = []
    var text = String.UnicodeScalarView()
    var rest = value
    func ended() -> [Part] { parts + (text.isEmpty ? [] : [.text(String(text))]) }
    while let scalar = rest.popFirst() {
      switch scalar {
      case "\"" where escapes: return (ended(), rest)
      case "\\" where escapes:
        guard let next = rest.popFirst() else { return ([], nil) }
        switch next {
        case "n": text.append("\n")
        case "r": text.append("\r")
        case "\\", "\"", "$": text.append(next)
        default: text.append(contentsOf: [scalar, next])
        }
      case "$":
        guard let (name, end) = reference(rest) else {
          text.append(scalar)
          continue
        }
        parts = ended() + [.reference(name)]
        text = String.UnicodeScalarView()
        rest = rest[end...]
      default: text.append(scalar)
      }
    }
    return (ended(), nil)
  }

  /// The name behind a dollar sign, and where it ends; nil when it is none.
  private static func reference(_ value: Scalars) -> (String, Scalars.Index)? {
    let isBraced = value.first == "{"
    let body = isBraced ? value.dropFirst() : value
    let name = body.prefix { $0.isASCII && ($0 == "_" || $0.properties.isAlphabetic || ("0"..."9").contains($0)) }
    guard PathRules.isVariable(String(name)) else { return nil }
    guard isBraced else { return (String(name), name.endIndex) }
    guard body[name.endIndex...].first == "}" else { return nil }
    return (String(name), body.index(after: name.endIndex))
  }

  /// A comment begins at `#` behind a blank.
  private static func uncommented(_ value: Scalars) -> Scalars {
    var previous: Unicode.Scalar = " "
    for index in value.indices {
      if value[index] == "#", previous == " " || previous == "\t" { return value[..<index].trimmed }
      previous = value[index]
    }
    return value
  }
}

extension Substring.UnicodeScalarView {
  fileprivate var trimmed: Substring.UnicodeScalarView {
    func isBlank(_ scalar: Unicode.Scalar) -> Bool { scalar == " " || scalar == "\t" || scalar == "\r" }
    var line = drop(while: isBlank)
    while let last = line.last, isBlank(last) { line.removeLast() }
    return line
  }
}
