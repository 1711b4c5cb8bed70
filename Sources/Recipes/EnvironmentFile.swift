import WorkflowModel
import YAMLReading

/// A file of variables, `.env` or `.env.sample`, as abra reads it: `NAME=value` lines, comments, quotes. Nothing in it is
/// expanded.
package struct EnvironmentFile: Hashable, Sendable {
  package struct Entry: Hashable, Sendable {
    package let name: String
    package let value: String
    /// Counted from 1; 0 for what did not come from the file.
    package let line: Int
  }

  /// In the file's order, each name once: of several lines with one name the last says its value.
  package private(set) var entries: [Entry]

  package init(entries: [Entry] = []) { self.entries = entries }

  package var variables: [String: String] {
    Dictionary(entries.map { ($0.name, $0.value) }, uniquingKeysWith: { _, last in last })
  }

  /// The file with other values put over its own; new names come last, sorted.
  package func merging(_ others: [String: String]) -> EnvironmentFile {
    let known = Set(entries.map(\.name))
    let kept = entries.map { Entry(name: $0.name, value: others[$0.name] ?? $0.value, line: $0.line) }
    let added = others.filter { !known.contains($0.key) }.sorted { $0.key < $1.key }
    return EnvironmentFile(entries: kept + added.map { Entry(name: $0.key, value: $0.value, line: 0) })
  }

  /// Reads a file whole, or says everything that is wrong with it.
  package static func read(_ bytes: [UInt8], file: String) throws(FileProblems) -> EnvironmentFile {
    guard bytes.count <= YAMLDocument.maximumSize, let text = String(validating: bytes, as: UTF8.self) else {
      throw FileProblems(problems: [
        Problem(file: file, line: 1, column: 1, key: "", message: "the file is not UTF-8 text of at most 1 MiB")
      ])
    }
    var found: [Entry] = []
    var places: [String: Int] = [:]
    var problems: [Problem] = []
    for (index, line) in text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let (line, number) = (line.trimmed, index + 1)
      guard let first = line.first, first != "#" else { continue }
      do {
        let (name, value) = try assignment(line)
        let entry = Entry(name: name, value: value, line: number)
        if let place = places[name] {
          found[place] = entry
        } else {
          places[name] = found.count
          found.append(entry)
        }
      } catch {
        problems.append(Problem(file: file, line: number, column: 1, key: "", message: error.message))
      }
    }
    guard problems.isEmpty else { throw FileProblems(problems: problems) }
    return EnvironmentFile(entries: found)
  }

  private struct Fault: Error { let message: String }

  private static func assignment(_ line: Line) throws(Fault) -> (String, String) {
    let line = line.starts(with: "export ".unicodeScalars) ? line.dropFirst(7).trimmed : line
    guard let equals = line.firstIndex(of: "=") else { throw Fault(message: "a line is 'NAME=value' or a comment") }
    let name = String(line[..<equals].trimmed)
    guard PathRules.isVariable(name) else {
      throw Fault(message: "'\(KeyPath.shown(name))' is no name for a variable")
    }
    let value = line[line.index(after: equals)...].trimmed
    guard let quote = value.first, quote == "\"" || quote == "'" else { return (name, String(uncommented(value))) }
    return (name, try quoted(value.dropFirst(), quote))
  }

  private static func quoted(_ value: Line, _ quote: Unicode.Scalar) throws(Fault) -> String {
    var text = String.UnicodeScalarView()
    var rest = value
    while let scalar = rest.popFirst() {
      if scalar == quote {
        guard rest.trimmed.first ?? "#" == "#" else { throw Fault(message: "something follows the quoted value") }
        return String(text)
      }
      if scalar == "\\", quote == "\"", let next = rest.popFirst() {
        switch next {
        case "n": text.append("\n")
        case "r": text.append("\r")
        case "\\", "\"", "$": text.append(next)
        default: text.append(contentsOf: [scalar, next])
        }
      } else {
        text.append(scalar)
      }
    }
    throw Fault(message: "the quote is not closed on its line")
  }

  /// A comment begins at `#` behind a blank.
  private static func uncommented(_ value: Line) -> Line {
    var previous: Unicode.Scalar = " "
    for index in value.indices {
      if value[index] == "#", previous == " " || previous == "\t" { return value[..<index].trimmed }
      previous = value[index]
    }
    return value
  }

  /// The file that is read back as these entries.
  package var text: String {
    entries.map { entry in
      let isPlain = entry.value.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"\"'\\$#`".utf8.contains($0) }
      return "\(entry.name)=\(isPlain ? entry.value : Self.quoted(entry.value))\n"
    }.joined()
  }

  private static func quoted(_ value: String) -> String {
    var text = String.UnicodeScalarView(["\""])
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\n": text.append(contentsOf: ["\\", "n"])
      case "\r": text.append(contentsOf: ["\\", "r"])
      case "\\", "\"", "$": text.append(contentsOf: ["\\", scalar])
      default: text.append(scalar)
      }
    }
    text.append("\"")
    return String(text)
  }
}

/// A part of a line. Scalars are looked at, not characters: a mark that combines with a quote does not hide it.
private typealias Line = Substring.UnicodeScalarView

extension Substring.UnicodeScalarView {
  fileprivate var trimmed: Substring.UnicodeScalarView {
    func isBlank(_ scalar: Unicode.Scalar) -> Bool { scalar == " " || scalar == "\t" || scalar == "\r" }
    var line = drop(while: isBlank)
    while let last = line.last, isBlank(last) { line.removeLast() }
    return line
  }
}
