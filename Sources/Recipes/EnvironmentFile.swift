import YAMLReading

/// A file of variables, `.env` or `.env.sample`, as abra reads it: `NAME=value` lines, comments, quotes, and references
/// to what stands on earlier lines, as in `COMPOSE_FILE="$COMPOSE_FILE:compose.smtp.yml"`.
package struct EnvironmentFile: Hashable, Sendable {
  struct Line: Hashable {
    let name: String
    let value: [Part]
  }

  enum Part: Hashable {
    case text(String)
    /// `$NAME` or `${NAME}`, outside single quotes.
    case reference(String)
  }

  /// In the file's order; a name can stand on several.
  let lines: [Line]

  package init() { lines = [] }

  init(lines: [Line]) { self.lines = lines }

  /// What the lines come to, read from the first to the last. A reference to what no earlier line says is empty.
  package var variables: [String: String] {
    var variables: [String: String] = [:]
    for line in lines {
      variables[line.name] = line.value.map { part in
        switch part {
        case .text(let text): text
        case .reference(let name): variables[name] ?? ""
        }
      }.joined()
    }
    return variables
  }

  /// The file with another after it.
  package func followed(by other: EnvironmentFile) -> EnvironmentFile {
    EnvironmentFile(lines: lines + other.lines)
  }

  /// The file with other values in the place of its own, so that references come to them; new names come last, sorted.
  /// The values stand for themselves.
  package func merging(_ others: [String: String]) -> EnvironmentFile {
    var rest = others
    var merged: [Line] = []
    for line in lines {
      guard others[line.name] != nil else {
        merged.append(line)
        continue
      }
      if let value = rest.removeValue(forKey: line.name) { merged.append(Line(name: line.name, value: [.text(value)])) }
    }
    merged += rest.sorted { $0.key < $1.key }.map { Line(name: $0.key, value: [.text($0.value)]) }
    return EnvironmentFile(lines: merged)
  }

  /// The file that is read back with the same variables.
  package var text: String {
    variables.sorted { $0.key < $1.key }.map { variable in
      let isPlain = variable.value.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"\"'\\$#`".utf8.contains($0) }
      return "\(variable.key)=\(isPlain ? variable.value : Self.quoted(variable.value))\n"
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
