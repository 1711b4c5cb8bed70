import Yams

/// What of YAML is taken.
package enum YAMLDialect: Hashable, Sendable {
  /// What assay's own files are written in: nothing that expands or is easily misread.
  case strict
  /// What others write: with anchors, aliases, merge keys (`<<`), and texts over several lines.
  case common
}

/// Reads bytes as one YAML document.
///
/// The parser resolves no tags: `yes`, `1.10` and `2026-01-01` arrive as they are written, and each field decides what
/// it takes them for.
package enum YAMLDocument {
  package static let maximumSize = 1 << 20

  package static func read(
    _ bytes: [UInt8], file: String, in dialect: YAMLDialect = .strict
  ) throws(FileProblems) -> YAMLItem {
    func refusal(_ place: Place, _ message: String, key: String = "") -> FileProblems {
      FileProblems(problems: [
        Problem(file: file, line: place.line, column: place.column, key: key, message: message)
      ])
    }
    let start = Place(line: 1, column: 1)
    guard bytes.count <= maximumSize else { throw refusal(start, "the file is larger than 1 MiB") }
    let body = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
    guard let text = String(validating: body, as: UTF8.self) else {
      throw refusal(firstInvalidPlace(in: body), "the file is not UTF-8 text")
    }
    let objections = YAMLGuard.objections(to: body, in: dialect)
    guard objections.isEmpty else {
      throw FileProblems(
        problems: objections.map {
          Problem(file: file, line: $0.place.line, column: $0.place.column, key: "", message: $0.message)
        })
    }
    do {
      let parser = try Parser(yaml: text, resolver: .basic, encoding: .utf8)
      guard let root = try parser.singleRoot() else { throw refusal(start, "the file is empty") }
      var reader = NodeReader(file: file, dialect: dialect)
      return try reader.item(of: root, at: "")
    } catch let error as FileProblems {
      throw error
    } catch YamlError.duplicatedKeysInMapping(let keys, let context) {
      let key = keys.first ?? ""
      let place = secondPlace(of: key, after: context.mark, in: text)
      let message = "the key '\(KeyPath.shown(key))' stands twice in one mapping; the first is in line"
      throw refusal(place, "\(message) \(context.mark.line)", key: KeyPath.child(key, of: ""))
    } catch YamlError.scanner(let context, let problem, let mark, _) {
      throw refusal(Place(mark), notYAML(context, problem))
    } catch YamlError.parser(let context, let problem, let mark, _) {
      throw refusal(Place(mark), notYAML(context, problem))
    } catch YamlError.composer(let context, let problem, let mark, _) {
      throw refusal(Place(mark), notYAML(context, problem))
    } catch {
      throw refusal(start, "the file is not YAML: \(KeyPath.shown("\(error)"))")
    }
  }

  private static func notYAML(_ context: YamlError.Context?, _ problem: String) -> String {
    "not YAML: \(context.map { "\($0.text), " } ?? "")\(problem)"
  }

  /// Where the key stands the second time: further on in its line, or in the same column of a later one.
  private static func secondPlace(of key: String, after mark: Mark, in text: String) -> Place {
    let lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
    let wanted = Array(key.unicodeScalars)
    func stands(in line: [Unicode.Scalar], at index: Int) -> Bool {
      guard index + wanted.count < line.count, line[index..<(index + wanted.count)].elementsEqual(wanted) else {
        return false
      }
      let before = index == 0 ? " " : line[index - 1]
      return [" ", "{", ",", "\"", "'"].contains(before) && [":", " ", "\"", "'"].contains(line[index + wanted.count])
    }
    guard mark.line >= 1, mark.line <= lines.count, !wanted.isEmpty else { return Place(mark) }
    let first = Array(lines[mark.line - 1])
    for index in first.indices.dropFirst(mark.column) where stands(in: first, at: index) {
      return Place(line: mark.line, column: index + 1)
    }
    for number in mark.line..<max(mark.line, lines.count)
    where stands(in: Array(lines[number]), at: mark.column - 1) {
      return Place(line: number + 1, column: mark.column)
    }
    return Place(mark)
  }

  private static func firstInvalidPlace(in bytes: [UInt8]) -> Place {
    var decoder = UTF8()
    var iterator = bytes.makeIterator()
    var place = (line: 1, column: 1)
    while true {
      switch decoder.decode(&iterator) {
      case .scalarValue("\n"): place = (place.line + 1, 1)
      case .scalarValue: place.column += 1
      case .emptyInput, .error: return Place(line: place.line, column: place.column)
      }
    }
  }
}

extension Place {
  init(_ mark: Mark) { self.init(line: max(1, mark.line), column: max(1, mark.column)) }
}
