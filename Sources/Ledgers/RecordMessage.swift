import WorkflowModel

/// A record as a commit message: subject, body, trailers. Writing and reading are inverse, and only what writing
/// would produce is read as a record.
package enum RecordMessage {
  /// The whole message, with the newline at its end.
  package static func text(of content: RecordContent) -> String {
    var text = RecordSubject.line(of: content) + "\n\n"
    let body = content.messageBody
    if !body.isEmpty { text += body + "\n\n" }
    return text + content.trailers.text
  }

  /// The first line of the message.
  package static func subject(of content: RecordContent) -> String { RecordSubject.line(of: content) }

  /// What the message says; nil when it is no record. A message is a record when git shows one of our trailers in it,
  /// in whatever case it is written: whoever reads trailers with git must not see one that is none.
  package static func read(_ message: String) throws(MalformedRecord) -> RecordContent? {
    guard mentionsTrailers(message), TrailerParagraph.isOurs(in: message) else { return nil }
    let parts = try parts(of: Array(message.utf8))
    var reader = try TrailerReader(parts.trailers)
    let content = try RecordContent(reading: &reader, subject: parts.subject, body: parts.body)
    guard text(of: content).hasSameBytes(as: message) else { throw .notCanonical }
    return content
  }

  /// The message taken apart at its blank lines, by bytes: for Swift a carriage return changes the newline after it.
  private static func parts(
    of message: [UInt8]
  ) throws(MalformedRecord) -> (subject: String, body: String, trailers: String) {
    let newline = UInt8(ascii: "\n")
    let text = message.dropLast()
    guard message.last == newline, text.last != newline,
      let blank = text.indices.last(where: { $0 > 0 && text[$0] == newline && text[$0 - 1] == newline })
    else { throw .notCanonical }
    let head = text[..<(blank - 1)]
    let subject = head.prefix { $0 != newline }
    var body = head[subject.endIndex...]
    if !body.isEmpty {
      guard body.starts(with: [newline, newline]) else { throw .notCanonical }
      body = body.dropFirst(2)
    }
    return (
      String(decoding: subject, as: UTF8.self), String(decoding: body, as: UTF8.self),
      String(decoding: text[(blank + 1)...], as: UTF8.self)
    )
  }

  /// Whether a message could be a record at all: cheap, and asked of every commit.
  package static func mentionsTrailers(_ message: String) -> Bool {
    var message = message
    return message.withUTF8 { bytes in
      func says(_ letter: UInt8, at index: Int) -> Bool { bytes[index] | 0x20 == letter }
      var index = 5
      while index < bytes.count {
        if bytes[index] == 0x2D, says(0x61, at: index - 5), says(0x73, at: index - 4), says(0x73, at: index - 3),
          says(0x61, at: index - 2), says(0x79, at: index - 1)
        {
          return true
        }
        index += 1
      }
      return false
    }
  }
}

extension RecordContent {
  /// The free text as the message holds it: a claim's is its payload.
  package var messageBody: String {
    if case .claim(let claim) = act { claim.payload.text } else { body }
  }

  package var trailers: Trailers {
    var trailers = Trailers()
    trailers.add(.record, act.kind.rawValue)
    trailers.add(.phase, phase)
    act.addTrailers(to: &trailers)
    trailers.add(.role, role.rawValue)
    trailers.add(.principal, principal)
    return trailers
  }

  fileprivate init(reading reader: inout TrailerReader, subject: String, body: String) throws(MalformedRecord) {
    let kindText = try reader.need(.record, as: String.self)
    guard let kind = RecordKind(rawValue: kindText) else { throw .unknownKind(kindText) }
    let phase = try reader.value(.phase, as: PhaseID.self)
    switch kind {
    case .founding, .policy: if phase != nil { throw .misplaced(.phase) }
    default: if phase == nil { throw .missing(.phase) }
    }
    let role: Role = try reader.choice(.role)
    let principal = try reader.need(.principal, as: PrincipalName.self)
    let act = try Act(kind: kind, reading: &reader, body: body)
    try reader.finish()
    try RecordText.check(body: body)
    var text = body
    if case .claim = act { text = "" }
    let untitled = RecordContent(principal: principal, role: role, phase: phase, act: act, body: text)
    let title = try RecordSubject.title(in: subject, of: untitled)
    guard title.isEmpty || (RecordText.line(title) == title && title.count <= RecordText.lineLimit) else {
      throw .subject(subject)
    }
    self.init(principal: principal, role: role, phase: phase, act: act, title: title, body: text)
  }
}
