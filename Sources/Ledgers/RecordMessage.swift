import WorkflowModel

/// A record as a commit message: subject, body, trailers. Writing and reading are inverse, and only what writing
/// would produce is read as a record.
package enum RecordMessage {
  /// The whole message, with the newline at its end.
  package static func text(of content: RecordContent) -> String {
    var text = RecordSubject.line(of: content)
    let (body, trailers) = (content.messageBody, content.trailers)
    text.reserveCapacity(text.utf8.count + body.utf8.count + 4 + trailers.lines.count * 64)
    text += "\n\n"
    if !body.isEmpty {
      text += body
      text += "\n\n"
    }
    trailers.write(to: &text)
    return text
  }

  /// The first line of the message.
  package static func subject(of content: RecordContent) -> String { RecordSubject.line(of: content) }

  /// What the message says; nil when it is no record. A message is a record when git shows one of our trailers in it,
  /// in whatever case it is written: whoever reads trailers with git must not see one that is none.
  package static func read(_ message: String) throws(MalformedRecord) -> RecordContent? {
    var message = message
    let parts: Parts?
    do {
      parts = try message.withUTF8 { bytes in try Parts(of: bytes) }
    } catch let malformed as MalformedRecord {
      throw malformed
    } catch {
      throw .notCanonical
    }
    guard let parts else { return nil }
    var reader = TrailerReader(parts.trailers)
    let content = try RecordContent(reading: &reader, subject: parts.subject, body: parts.body)
    guard text(of: content).hasSameBytes(as: message) else { throw .notCanonical }
    return content
  }

  /// A message taken apart at its blank lines, by bytes: for Swift a carriage return changes the newline after it.
  private struct Parts {
    let subject: String
    let body: String
    let trailers: [(key: TrailerKey, value: String)]

    /// Nil for a message in which git shows no trailer of ours.
    init?(of bytes: UnsafeBufferPointer<UInt8>) throws(MalformedRecord) {
      guard RecordMark.isIn(UnsafeRawBufferPointer(bytes)), TrailerParagraph.isOurs(in: bytes) else { return nil }
      let newline = UInt8(ascii: "\n")
      let end = bytes.count - 1
      guard bytes.last == newline, end > 0, bytes[end - 1] != newline else { throw .notCanonical }
      var blank = end - 1
      while blank > 0, bytes[blank] != newline || bytes[blank - 1] != newline { blank -= 1 }
      guard blank > 0 else { throw .notCanonical }
      let head = bytes[..<(blank - 1)]
      let subject = head.prefix { $0 != newline }
      var body = head[subject.endIndex...]
      if !body.isEmpty {
        guard body.starts(with: [newline, newline]) else { throw .notCanonical }
        body = body.dropFirst(2)
      }
      self.subject = String(decoding: subject, as: UTF8.self)
      self.body = String(decoding: body, as: UTF8.self)
      trailers = try TrailerReader.lines(in: bytes[(blank + 1)..<end])
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
    guard title.isEmpty || (RecordText.line(title) == title && RecordText.isShort(title)) else {
      throw .subject(subject)
    }
    self.init(principal: principal, role: role, phase: phase, act: act, title: title, body: text)
  }
}
