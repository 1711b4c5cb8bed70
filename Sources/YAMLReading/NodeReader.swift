import Yams

/// Turns the parser's nodes into items. Aliases have been put in by the parser; what they make of a document is bounded.
struct NodeReader {
  static let maximumNodes = 1 << 16
  static let maximumDepth = 128

  let file: String
  let dialect: YAMLDialect
  private var nodes = 0
  private var depth = 0

  init(file: String, dialect: YAMLDialect) {
    self.file = file
    self.dialect = dialect
  }

  mutating func item(of node: Node, at path: String) throws(FileProblems) -> YAMLItem {
    let place = node.mark.map { Place($0) } ?? Place(line: 1, column: 1)
    func refusal(_ message: String) -> FileProblems {
      FileProblems(problems: [
        Problem(file: file, line: place.line, column: place.column, key: path, message: message)
      ])
    }
    nodes += 1
    guard nodes <= Self.maximumNodes else { throw refusal("the document has too many values") }
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.maximumDepth else { throw refusal("nested too deeply") }
    switch node {
    case .scalar(let scalar):
      guard !scalar.string.utf8.contains(0) else { throw refusal("a text cannot hold a NUL character") }
      return YAMLItem(place: place, path: path, content: .scalar(scalar.string, plain: scalar.style == .plain))
    case .sequence(let sequence):
      var items: [YAMLItem] = []
      for (index, element) in sequence.enumerated() {
        items.append(try item(of: element, at: KeyPath.element(index, of: path)))
      }
      return YAMLItem(place: place, path: path, content: .list(items))
    case .mapping(let mapping):
      var entries: [YAMLItem.Entry] = []
      for (key, value) in mapping {
        guard case .scalar(let name) = key, !name.string.utf8.contains(0) else {
          throw refusal("a key of this mapping is no text")
        }
        let child = try item(of: value, at: KeyPath.child(name.string, of: path))
        entries.append(.init(key: name.string, place: name.mark.map { Place($0) } ?? place, value: child))
      }
      return YAMLItem(place: place, path: path, content: .mapping(dialect == .common ? try merged(entries) : entries))
    case .alias:
      throw refusal("aliases are not taken here")
    }
  }

  /// A mapping's own entries, and those that its merge key (`<<`) brings and it does not have itself.
  private func merged(_ own: [YAMLItem.Entry]) throws(FileProblems) -> [YAMLItem.Entry] {
    guard let merge = own.first(where: { $0.key == "<<" }) else { return own }
    var entries = own.filter { $0.key != "<<" }
    var known = Set(entries.map(\.key))
    let sources: [YAMLItem] = if case .list(let items) = merge.value.content { items } else { [merge.value] }
    for source in sources {
      guard case .mapping(let brought) = source.content else {
        throw FileProblems(problems: [
          Problem(
            file: file, line: merge.place.line, column: merge.place.column, key: merge.value.path,
            message: "'<<' brings in mappings, not \(source.noun)")
        ])
      }
      entries += brought.filter { known.insert($0.key).inserted }
    }
    return entries
  }
}
