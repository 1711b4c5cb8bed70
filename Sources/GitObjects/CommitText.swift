import GitObjects
import WorkflowModel

/// The stored form of commits, read.
///
/// The tree and the parents must be as git writes them, or the commit is damaged. Names and times are read as leniently
/// as git does, since history holds many odd ones.
struct CommitText {
  let id: ObjectID
  let bytes: UnsafeRawBufferPointer
  private var position: Int

  init(id: ObjectID, _ bytes: UnsafeRawBufferPointer) {
    self.id = id
    self.bytes = bytes
    position = bytes.startIndex
  }

  mutating func header() throws(StorageError) -> CommitHeader {
    let (tree, parents) = try links()
    var committer: Slice<UnsafeRawBufferPointer>?
    while let line = try nextLine() {
      if let value = value(of: "committer", in: line) {
        committer = value
        break
      }
    }
    let time = committer.map { Self.time(in: $0) } ?? Timestamp(seconds: 0)
    return CommitHeader(id: id, tree: tree, parents: parents, time: time)
  }

  mutating func commit() throws(StorageError) -> CommitValue {
    let (tree, parents) = try links()
    var author: Slice<UnsafeRawBufferPointer>?
    var committer: Slice<UnsafeRawBufferPointer>?
    var fields: [CommitField] = []
    while let line = try nextLine() {
      if let value = value(of: "author", in: line), author == nil {
        author = value
      } else if let value = value(of: "committer", in: line), committer == nil {
        committer = value
      } else if line.first == 0x20, let last = fields.popLast() {
        fields.append(CommitField(name: last.name, value: last.value + [0x0A] + line.dropFirst()))
      } else {
        let name = line.prefix { $0 != 0x20 }
        let field = CommitField(
          name: String(decoding: name, as: UTF8.self), value: Array(line[name.endIndex...].dropFirst()))
        fields.append(field)
      }
    }
    guard let author, let committer else { throw .damaged(id, why: "the commit lacks an author or a committer") }
    return CommitValue(
      header: CommitHeader(id: id, tree: tree, parents: parents, time: Self.time(in: committer)),
      author: Self.author(in: author), authorTime: Self.time(in: author), committer: Self.author(in: committer),
      messageBytes: Array(bytes[position...]), fields: fields)
  }

  /// The signature under `gpgsig` and what it signs; nil if there is none.
  mutating func signature() throws(StorageError) -> CommitSignature? {
    var signature: [UInt8]?
    var payload: [UInt8] = []
    var isInSignature = false
    var end = position
    while let line = try nextLine() {
      end = position
      if isInSignature, line.first == 0x20 {
        signature?.append(contentsOf: line.dropFirst() + [0x0A])
        continue
      }
      isInSignature = false
      if let value = value(of: "gpgsig", in: line) {
        // Verifiers disagree about which of two counts.
        guard signature == nil else { throw .damaged(id, why: "the commit has two signatures") }
        signature = Array(value) + [0x0A]
        isInSignature = true
      } else {
        payload.append(contentsOf: line + [0x0A])
      }
    }
    // With the empty line, if there is one: a commit without a message may end with its headers.
    payload.append(contentsOf: bytes[end...])
    return signature.map { CommitSignature(signature: $0, payload: payload) }
  }

  private mutating func links() throws(StorageError) -> (tree: ObjectID, parents: [ObjectID]) {
    guard let first = try nextLine(), let tree = identifier(of: "tree", in: first) else {
      throw .damaged(id, why: "the commit does not begin with its tree")
    }
    var parents: [ObjectID] = []
    var start = position
    while let line = try nextLine(), value(of: "parent", in: line) != nil {
      guard let parent = identifier(of: "parent", in: line) else {
        throw .damaged(id, why: "a parent of the commit is malformed")
      }
      parents.append(parent)
      start = position
    }
    position = start
    return (tree, parents)
  }

  /// The next header line; nil once the empty line before the message has been passed.
  private mutating func nextLine() throws(StorageError) -> Slice<UnsafeRawBufferPointer>? {
    guard position < bytes.endIndex else { return nil }
    let start = position
    var end = start
    while end < bytes.endIndex, bytes[end] != 0x0A { end += 1 }
    guard end < bytes.endIndex else { throw .damaged(id, why: "a header of the commit has no end") }
    position = end + 1
    return end == start ? nil : bytes[start..<end]
  }

  private func value(of name: StaticString, in line: Slice<UnsafeRawBufferPointer>) -> Slice<UnsafeRawBufferPointer>? {
    let count = name.utf8CodeUnitCount
    guard line.count > count, line[line.startIndex + count] == 0x20,
      name.withUTF8Buffer({ $0.elementsEqual(line.prefix(count)) })
    else { return nil }
    return line.dropFirst(count + 1)
  }

  private func identifier(of name: StaticString, in line: Slice<UnsafeRawBufferPointer>) -> ObjectID? {
    value(of: name, in: line).flatMap { ObjectID(hexadecimal: UnsafeRawBufferPointer(rebasing: $0)) }
  }

  /// `Name <address> …`: the name is what stands before the first `<`, the address what follows it up to `>`.
  private static func author(in line: Slice<UnsafeRawBufferPointer>) -> Author {
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
  private static func time(in line: Slice<UnsafeRawBufferPointer>) -> Timestamp {
    guard let end = line.lastIndex(of: 0x3E) else { return Timestamp(seconds: 0) }
    let digits = line[(end + 1)...].drop { $0 == 0x20 }.prefix { $0 != 0x20 }
    return Timestamp(seconds: Int64(String(decoding: digits, as: UTF8.self)) ?? 0)
  }
}
