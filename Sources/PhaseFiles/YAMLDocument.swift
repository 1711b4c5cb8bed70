import Yams

/// Reads bytes as one YAML document.
///
/// The parser resolves no tags: `yes`, `1.10` and `2026-01-01` arrive as they are written, and each field decides what
/// it takes them for.
enum YAMLDocument {
  static let maximumSize = 1 << 20

  static func read(_ bytes: [UInt8], file: String) throws(PhaseFileError) -> YAMLItem {
    func refusal(_ place: Place, _ message: String, key: String = "") -> PhaseFileError {
      PhaseFileError(problems: [
        Problem(file: file, line: place.line, column: place.column, key: key, message: message)
      ])
    }
    let start = Place(line: 1, column: 1)
    guard bytes.count <= maximumSize else { throw refusal(start, "the file is larger than 1 MiB") }
    let body = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
    guard let text = String(validating: body, as: UTF8.self) else {
      throw refusal(firstInvalidPlace(in: body), "the file is not UTF-8 text")
    }
    let objections = YAMLGuard.objections(to: body)
    guard objections.isEmpty else {
      throw PhaseFileError(
        problems: objections.map {
          Problem(file: file, line: $0.place.line, column: $0.place.column, key: "", message: $0.message)
        })
    }
    do {
      let parser = try Parser(yaml: text, resolver: .basic, encoding: .utf8)
      guard let root = try parser.singleRoot() else { throw refusal(start, "the file is empty") }
      return try item(of: root, at: "", file: file)
    } catch let error as PhaseFileError {
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

  private static func item(of node: Node, at path: String, file: String) throws(PhaseFileError) -> YAMLItem {
    let place = node.mark.map { Place($0) } ?? Place(line: 1, column: 1)
    func refusal(_ message: String) -> PhaseFileError {
      PhaseFileError(problems: [
        Problem(file: file, line: place.line, column: place.column, key: path, message: message)
      ])
    }
    switch node {
    case .scalar(let scalar):
      guard !scalar.string.utf8.contains(0) else { throw refusal("a text cannot hold a NUL character") }
      return YAMLItem(place: place, path: path, content: .scalar(scalar.string, plain: scalar.style == .plain))
    case .sequence(let sequence):
      var items: [YAMLItem] = []
      for (index, element) in sequence.enumerated() {
        items.append(try item(of: element, at: KeyPath.element(index, of: path), file: file))
      }
      return YAMLItem(place: place, path: path, content: .list(items))
    case .mapping(let mapping):
      var entries: [YAMLItem.Entry] = []
      for (key, value) in mapping {
        guard case .scalar(let name) = key, !name.string.utf8.contains(0) else {
          throw refusal("a key of this mapping is no text")
        }
        let child = try item(of: value, at: KeyPath.child(name.string, of: path), file: file)
        entries.append(.init(key: name.string, place: name.mark.map { Place($0) } ?? place, value: child))
      }
      return YAMLItem(place: place, path: path, content: .mapping(entries))
    case .alias:
      throw refusal("aliases are not taken here")
    }
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
  fileprivate init(_ mark: Mark) { self.init(line: max(1, mark.line), column: max(1, mark.column)) }
}
