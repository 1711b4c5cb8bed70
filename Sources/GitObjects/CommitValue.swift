import WorkflowModel

/// What a walk needs of a commit.
package struct CommitHeader: Hashable, Sendable {
  package let id: ObjectID
  package let tree: ObjectID
  package let parents: [ObjectID]
  /// The committer's time.
  package let time: Timestamp

  package init(id: ObjectID, tree: ObjectID, parents: [ObjectID], time: Timestamp) {
    self.id = id
    self.tree = tree
    self.parents = parents
    self.time = time
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
  package var parents: [ObjectID] { header.parents }
  /// The committer's time.
  package var time: Timestamp { header.time }
  package var hasSignature: Bool { fields.contains { $0.name.hasPrefix("gpgsig") } }

  /// The message with every line end it has; bytes that are not UTF-8 are shown as replacement characters.
  package var message: String { String(decoding: messageBytes, as: UTF8.self) }

  /// Whether ``message`` holds exactly the stored bytes.
  package var isValidUTF8: Bool { Array(message.utf8) == messageBytes }
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
