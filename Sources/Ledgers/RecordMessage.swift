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

  /// What the message says; nil when it is no record. A message is a record when its last paragraph speaks with our
  /// trailers, in whatever case they are written.
  package static func read(_ message: String) throws(MalformedRecord) -> RecordContent? {
    guard mentionsTrailers(message) else { return nil }
    let trimmed = message.hasSuffix("\n") ? message.dropLast() : message[...]
    let paragraph = lastParagraph(of: trimmed)
    guard paragraph.split(separator: "\n").contains(where: { isOurs($0) }) else { return nil }
    var reader = try TrailerReader(paragraph)
    let beforeTrailers = trimmed[..<paragraph.startIndex]
    guard beforeTrailers.hasSuffix("\n\n") else { throw .notCanonical }
    let head = beforeTrailers.dropLast(2)
    let subjectEnd = head.firstIndex(of: "\n") ?? head.endIndex
    let subject = String(head[..<subjectEnd])
    var body = ""
    if subjectEnd < head.endIndex {
      let rest = head[subjectEnd...]
      guard rest.hasPrefix("\n\n") else { throw .notCanonical }
      body = String(rest.dropFirst(2))
    }
    let content = try RecordContent(reading: &reader, subject: subject, body: body)
    guard text(of: content) == message else { throw .notCanonical }
    return content
  }

  /// Whether a message could be a record at all: cheap, and asked of every commit.
  package static func mentionsTrailers(_ message: String) -> Bool {
    var message = message
    return message.withUTF8 { bytes in
      var index = 0
      while index + 6 <= bytes.count {
        guard let start = bytes[index...].firstIndex(of: 0x2D), start + 1 <= bytes.count else { return false }
        if start >= 5, isAssay(bytes[(start - 5)..<start]) { return true }
        index = start + 1
      }
      return false
    }
  }

  private static func isAssay(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    bytes.map { $0 | 0x20 }.elementsEqual("assay".utf8)
  }

  private static func isOurs(_ line: Substring) -> Bool { line.prefix(6).lowercased() == "assay-" }

  private static func lastParagraph(of text: Substring) -> Substring {
    var start = text.endIndex
    var rest = text
    while let newline = rest.lastIndex(of: "\n") {
      if text[text.index(after: newline)..<start].allSatisfy({ $0 == " " || $0 == "\t" || $0 == "\n" }),
        start != text.endIndex
      {
        return text[start...]
      }
      start = text.index(after: newline)
      rest = text[..<newline]
    }
    return text
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
