import GitObjects
import WorkflowModel

extension Repository {
  /// A commit with all that it says.
  package func commit(_ id: ObjectID) throws(StorageError) -> CommitValue {
    try withObject(id, .commit) { bytes throws(StorageError) in
      var text = CommitText(id: id, bytes)
      return try text.commit()
    }
  }

  /// The part of a commit that walks need. Read from the object itself, never from a commit-graph file, grafts or
  /// replacements.
  package func commitHeader(_ id: ObjectID) throws(StorageError) -> CommitHeader {
    // First the place: the list may have to grow for it.
    let place = try place(of: id)
    return commits[place]
  }

  /// Where a commit's header is kept, once it has been read.
  func place(of id: ObjectID) throws(StorageError) -> Int {
    if let known = commits.place(of: id) {
      if known >= firstReadAhead { ahead.wasUseful() }
      return known
    }
    let place = try withObject(id, .commit) { bytes throws(StorageError) in
      var text = CommitText(id: id, bytes)
      let header = try text.header()
      return commits.add(header, Array(bytes))
    }
    let beside = ahead.next(after: commits[place])
    if !beside.isEmpty { firstReadAhead = commits.count }
    for read in beside { commits.add(read) }
    return place
  }

  /// A commit as it is stored.
  package func commitBytes(_ id: ObjectID) throws(StorageError) -> [UInt8] {
    try withObject(id, .commit) { Array($0) }
  }

  package func storedCommits() -> any CommitSource { StoredCommits(self) }

  /// The signature of a commit and the bytes it was made over; nil if it has none.
  package func signature(of id: ObjectID) throws(StorageError) -> CommitSignature? {
    try withObject(id, .commit) { bytes throws(StorageError) in
      var text = CommitText(id: id, bytes)
      return try text.signature()
    }
  }

  /// The bytes of an unsigned commit, in UTC: what a signature is made over. Names lose the characters that git
  /// strips from them.
  package static func commitBuffer(
    tree: ObjectID, parents: [ObjectID], author: Author, committer: Author, time: Timestamp, message: String
  ) -> [UInt8] {
    var text = "tree \(tree)\n"
    for parent in parents { text += "parent \(parent)\n" }
    for (role, person) in [("author", author), ("committer", committer)] {
      text += "\(role) \(withoutCrud(person.name)) <\(withoutCrud(person.address))> \(time.seconds) +0000\n"
    }
    return Array((text + "\n" + message).utf8)
  }

  /// Stores a commit made by ``commitBuffer(tree:parents:author:committer:time:message:)``, with an armoured signature
  /// if there is one, and returns its id. No reference is moved.
  package func writeCommit(buffer: [UInt8], signature: String? = nil) throws(StorageError) -> ObjectID {
    guard !buffer.contains(0) else { throw .invalidName("commit message", why: "git stores no zero bytes in it") }
    try requireLinks(of: buffer)
    guard let signature else { return try write(buffer, as: .commit) }
    guard let end = Self.endOfHeaders(in: buffer) else { throw .invalidName("commit", why: "it has no message") }
    // No empty line at the end: git writes none, and the id depends on it.
    var lines = signature.split(separator: "\n", omittingEmptySubsequences: false)
    while lines.last?.isEmpty == true { lines.removeLast() }
    let field = "gpgsig " + lines.joined(separator: "\n ") + "\n"
    return try write(Array(buffer[..<end]) + Array(field.utf8) + Array(buffer[end...]), as: .commit)
  }

  /// Refuses a commit whose tree or parents are not here: nobody could read it.
  private func requireLinks(of buffer: [UInt8]) throws(StorageError) {
    let unwritten = try Self.id(of: buffer, as: .commit)
    let header = try buffer.withUnsafeBytes { bytes in
      Result { () throws(StorageError) in
        var text = CommitText(id: unwritten, bytes)
        return try text.header()
      }
    }.get()
    guard try kind(of: header.tree) == .tree else { throw .missing(header.tree, what: "tree") }
    for parent in header.parents {
      guard try kind(of: parent) == .commit else { throw .missing(parent, what: "parent") }
    }
  }

  /// Where the empty line before the message begins.
  private static func endOfHeaders(in buffer: [UInt8]) -> Int? {
    zip(buffer.indices, zip(buffer, buffer.dropFirst())).first { $0.1 == (0x0A, 0x0A) }.map { $0.0 + 1 }
  }

  /// What git does to names and addresses before it writes them.
  private static func withoutCrud(_ text: String) -> String {
    let crud = Set(".,:;<>\"\\'".utf8)
    func isCrud(_ byte: UInt8) -> Bool { byte <= 0x20 || crud.contains(byte) }
    var bytes = Array(text.utf8)[...].drop(while: isCrud)
    while let last = bytes.last, isCrud(last) { bytes = bytes.dropLast() }
    return String(decoding: bytes.filter { $0 != 0x0A && $0 != 0x3C && $0 != 0x3E }, as: UTF8.self)
  }
}
