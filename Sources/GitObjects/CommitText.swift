import WorkflowModel

/// The stored form of commits, read.
///
/// The tree and the parents must be as git writes them, or the commit is damaged. Names and times are read as leniently
/// as git does, since history holds many odd ones.
package struct CommitText {
  package let id: ObjectID
  package let bytes: UnsafeRawBufferPointer
  private var position: Int

  package init(id: ObjectID, _ bytes: UnsafeRawBufferPointer) {
    self.id = id
    self.bytes = bytes
    position = bytes.startIndex
  }

  package mutating func header() throws(StorageError) -> CommitHeader {
    let (tree, parents) = try links()
    var author = false
    var committer: UnsafeRawBufferPointer?
    var isOdd = false
    do {
      while let line = try nextLine() {
        if value(of: "author", in: line) != nil {
          author = true
        } else if committer == nil, let value = value(of: "committer", in: line) {
          committer = value
        } else if Self.namesEncoding(line) {
          isOdd = true
        }
      }
    } catch {
      if committer == nil { throw error }
      isOdd = true
    }
    return CommitHeader(
      id: id, tree: tree, parents: parents, time: committer.map { Self.time(in: $0) } ?? Timestamp(seconds: 0),
      mayBeRecord: isOdd || !author || committer == nil || hasMark)
  }

  /// Whether the message holds the mark of records.
  private var hasMark: Bool { RecordMark.isIn(UnsafeRawBufferPointer(rebasing: bytes[position...])) }

  package mutating func commit() throws(StorageError) -> CommitValue {
    let (tree, parents) = try links()
    var author: UnsafeRawBufferPointer?
    var committer: UnsafeRawBufferPointer?
    var fields: [(name: UnsafeRawBufferPointer, value: [UInt8])] = []
    while let line = try nextLine() {
      if author == nil, let value = value(of: "author", in: line) {
        author = value
      } else if committer == nil, let value = value(of: "committer", in: line) {
        committer = value
      } else if line.first == 0x20, !fields.isEmpty {
        fields[fields.count - 1].value.append(0x0A)
        fields[fields.count - 1].value.append(contentsOf: line.dropFirst())
      } else {
        let name = line.prefix { $0 != 0x20 }
        fields.append((UnsafeRawBufferPointer(rebasing: name), Array(line[name.endIndex...].dropFirst())))
      }
    }
    guard let author, let committer else { throw .damaged(id, why: "the commit lacks an author or a committer") }
    let isOdd = fields.contains { Self.namesEncoding($0.name) }
    return CommitValue(
      header: CommitHeader(
        id: id, tree: tree, parents: parents, time: Self.time(in: committer), mayBeRecord: isOdd || hasMark),
      author: Self.author(in: author), authorTime: Self.time(in: author), committer: Self.author(in: committer),
      messageBytes: Array(bytes[position...]),
      fields: fields.map { CommitField(name: String(decoding: $0.name, as: UTF8.self), value: $0.value) })
  }

  /// The signature under `gpgsig` and what it signs; nil if there is none.
  package mutating func signature() throws(StorageError) -> CommitSignature? {
    var signature: [UInt8]?
    var payload: [UInt8] = []
    var isInSignature = false
    var end = position
    while let line = try nextLine() {
      end = position
      if isInSignature, line.first == 0x20 {
        signature?.append(contentsOf: line.dropFirst())
        signature?.append(0x0A)
        continue
      }
      isInSignature = false
      if let value = value(of: "gpgsig", in: line) {
        // Verifiers disagree about which of two counts.
        guard signature == nil else { throw .damaged(id, why: "the commit has two signatures") }
        signature = Array(value) + [0x0A]
        isInSignature = true
      } else {
        payload.append(contentsOf: line)
        payload.append(0x0A)
      }
    }
    // With the empty line, if there is one: a commit without a message may end with its headers.
    payload.append(contentsOf: bytes[end...])
    return signature.map { CommitSignature(signature: $0, payload: payload) }
  }

  private mutating func links() throws(StorageError) -> (tree: ObjectID, parents: CommitParents) {
    guard let line = try nextLine(), let tree = identifier(of: "tree", in: line) else {
      throw .damaged(id, why: "the commit does not begin with its tree")
    }
    var first: ObjectID?
    var others: [ObjectID] = []
    var start = position
    while let line = try nextLine(), value(of: "parent", in: line) != nil {
      guard let parent = identifier(of: "parent", in: line) else {
        throw .damaged(id, why: "a parent of the commit is malformed")
      }
      if first == nil { first = parent } else { others.append(parent) }
      start = position
    }
    position = start
    return (tree, CommitParents(first, others))
  }

  /// The next header line; nil once the empty line before the message has been passed.
  private mutating func nextLine() throws(StorageError) -> UnsafeRawBufferPointer? {
    guard position < bytes.endIndex else { return nil }
    let start = position
    var end = start
    while end < bytes.endIndex, bytes[end] != 0x0A { end += 1 }
    guard end < bytes.endIndex else { throw .damaged(id, why: "a header of the commit has no end") }
    position = end + 1
    return end == start ? nil : UnsafeRawBufferPointer(rebasing: bytes[start..<end])
  }

  private func value(of name: StaticString, in line: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer? {
    let count = name.utf8CodeUnitCount
    guard line.count > count, line[count] == 0x20,
      name.withUTF8Buffer({ name in (0..<count).allSatisfy { line[$0] == name[$0] } })
    else { return nil }
    return UnsafeRawBufferPointer(rebasing: line[(count + 1)...])
  }

  private static func namesEncoding(_ line: UnsafeRawBufferPointer) -> Bool {
    line.starts(with: "encoding".utf8) && (line.count == 8 || line[8] == 0x20)
  }

  private func identifier(of name: StaticString, in line: UnsafeRawBufferPointer) -> ObjectID? {
    value(of: name, in: line).flatMap { ObjectID(hexadecimal: $0) }
  }

  /// `Name <address> …`: the name is what stands before the first `<`, the address what follows it up to `>`.
  private static func author(in line: UnsafeRawBufferPointer) -> Author {
    let name = line.prefix { $0 != 0x3C }
    let address = line[name.endIndex...].dropFirst().prefix { $0 != 0x3E }
    return Author(name: trimmed(name), address: trimmed(address))
  }

  private static func trimmed(_ bytes: Slice<UnsafeRawBufferPointer>) -> String {
    var bytes = bytes.drop { $0 <= 0x20 }
    while let last = bytes.last, last <= 0x20 { bytes = bytes.dropLast() }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The seconds that follow the last `>`; zero where there is no such number.
  private static func time(in line: UnsafeRawBufferPointer) -> Timestamp {
    guard let end = line.lastIndex(of: 0x3E) else { return Timestamp(seconds: 0) }
    let digits = line[(end + 1)...].drop { $0 == 0x20 }.prefix { $0 != 0x20 }
    if digits.count <= 18, digits.allSatisfy({ (0x30...0x39).contains($0) }) {
      return Timestamp(seconds: digits.reduce(0) { $0 * 10 + Int64($1 - 0x30) })
    }
    return Timestamp(seconds: Int64(String(decoding: digits, as: UTF8.self)) ?? 0)
  }
}
