/// What a record says: everything its commit message holds.
package struct RecordContent: Hashable, Codable, Sendable {
  package let principal: PrincipalName
  package let role: Role
  /// The phase it belongs to; nil for what concerns the whole workspace.
  package let phase: PhaseID?
  package let act: Act
  /// The free part of the subject line: one line, inert.
  package let title: String
  /// Free text, inert; copied into the ledger entry.
  package let body: String

  package init(
    principal: PrincipalName, role: Role, phase: PhaseID?, act: Act, title: String = "", body: String = ""
  ) {
    self.principal = principal
    self.role = role
    self.phase = phase
    self.act = act
    self.title = title
    self.body = body
  }
}

/// One commit on the coordination branch that changes the state of the workflow.
package struct Record: Hashable, Codable, Sendable {
  package let id: ObjectID
  package let time: Timestamp
  package let author: Author
  package let content: RecordContent

  package init(id: ObjectID, time: Timestamp, author: Author, content: RecordContent) {
    self.id = id
    self.time = time
    self.author = author
    self.content = content
  }
}

package struct Author: Hashable, Codable, Sendable {
  package let name: String
  package let address: String

  package init(name: String, address: String) {
    self.name = name
    self.address = address
  }
}
