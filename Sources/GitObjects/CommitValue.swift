import WorkflowModel

/// What a walk needs of a commit.
package struct CommitHeader: Hashable, Sendable {
  package let id: ObjectID
  package let tree: ObjectID
  package let parents: CommitParents
  /// The committer's time.
  package let time: Timestamp
  /// Whether the commit has to be read whole to know what it is: its message holds the mark of records, or it has an
  /// encoding of its own, or it is damaged behind its parents. Of any other commit git shows no trailer of ours.
  package let mayBeRecord: Bool

  package init(id: ObjectID, tree: ObjectID, parents: CommitParents, time: Timestamp, mayBeRecord: Bool = true) {
    self.id = id
    self.tree = tree
    self.parents = parents
    self.time = time
    self.mayBeRecord = mayBeRecord
  }
}

/// The parents of a commit, in order. Nearly all commits have one, which is held without memory of its own: histories
/// have a million.
package struct CommitParents: RandomAccessCollection, Hashable, Sendable, ExpressibleByArrayLiteral {
  package let first: ObjectID?
  private let others: [ObjectID]

  package init(_ first: ObjectID?, _ others: [ObjectID] = []) {
    self.first = first
    self.others = others
  }

  package init(arrayLiteral parents: ObjectID...) { self.init(parents.first, Array(parents.dropFirst())) }

  package var startIndex: Int { 0 }
  package var endIndex: Int { first == nil ? 0 : others.count + 1 }
  package subscript(position: Int) -> ObjectID {
    if let first, position == 0 { return first }
    return others[position - 1]
  }
}

/// A header of a commit that git itself does not interpret as tree, parent, author or committer.
package struct CommitField: Hashable, Sendable {
  /// `gpgsig`, `encoding`, `mergetag`…
  package let name: String
  /// The value without the leading spaces of its continuation lines.
  package let value: [UInt8]

  package init(name: String, value: [UInt8]) {
    self.name = name
    self.value = value
  }
}

/// A commit with all that it says.
package struct CommitValue: Hashable, Sendable {
  package let header: CommitHeader
  package let author: Author
  package let authorTime: Timestamp
  package let committer: Author
  /// Everything after the first empty line, byte for byte.
  package let messageBytes: [UInt8]
  /// The other headers, in order; one name may occur several times.
  package let fields: [CommitField]

  package init(
    header: CommitHeader, author: Author, authorTime: Timestamp, committer: Author, messageBytes: [UInt8],
    fields: [CommitField]
  ) {
    self.header = header
    self.author = author
    self.authorTime = authorTime
    self.committer = committer
    self.messageBytes = messageBytes
    self.fields = fields
  }

  package var id: ObjectID { header.id }
  package var tree: ObjectID { header.tree }
  package var parents: CommitParents { header.parents }
  /// The committer's time.
  package var time: Timestamp { header.time }
  package var hasSignature: Bool { fields.contains { $0.name.hasPrefix("gpgsig") } }

  /// The message with every line end it has; bytes that are not UTF-8 are shown as replacement characters.
  package var message: String { String(decoding: messageBytes, as: UTF8.self) }
}

/// A signature over a commit, taken apart.
package struct CommitSignature: Hashable, Sendable {
  /// The armoured signature.
  package let signature: [UInt8]
  /// The bytes it was made over: the commit without its signature.
  package let payload: [UInt8]

  package init(signature: [UInt8], payload: [UInt8]) {
    self.signature = signature
    self.payload = payload
  }
}
