import WorkflowModel

/// The names of the trailers. They are stored in history: a name, once given, stays.
package enum TrailerKey: String, CaseIterable, Sendable {
  case record = "Assay-Record"
  case phase = "Assay-Phase"
  case gate = "Assay-Gate"
  case verdict = "Assay-Verdict"
  case claim = "Assay-Claim"
  case subject = "Assay-Subject"
  case plan = "Assay-Plan"
  case checklist = "Assay-Checklist"
  case payload = "Assay-Payload"
  case again = "Assay-Again"
  case evidence = "Assay-Evidence"
  case failing = "Assay-Failing"
  case condition = "Assay-Condition"
  case probe = "Assay-Probe"
  case journal = "Assay-Journal"
  case policy = "Assay-Policy"
  case revokes = "Assay-Revokes"
  case lifts = "Assay-Lifts"
  case check = "Assay-Check"
  case expires = "Assay-Expires"
  case finding = "Assay-Finding"
  case severity = "Assay-Severity"
  case item = "Assay-Item"
  case deferral = "Assay-Deferral"
  case trigger = "Assay-Trigger"
  case pointer = "Assay-Pointer"
  case addressee = "Assay-To"
  case weight = "Assay-Weight"
  case message = "Assay-Message"
  case seal = "Assay-Seal"
  case key = "Assay-Key"
  case head = "Assay-Head"
  case role = "Assay-Role"
  case principal = "Assay-Principal"

  static let named = Dictionary(allCases.map { ($0.rawValue, $0) }) { first, _ in first }
}

/// The last paragraph of a record's message, key by key, in order.
package struct Trailers: Hashable, Sendable {
  package private(set) var lines: [(key: TrailerKey, value: String)] = []

  package init() {}

  package mutating func add(_ key: TrailerKey, _ value: some CustomStringConvertible) {
    lines.append((key, value.description))
  }

  package mutating func add(_ key: TrailerKey, _ value: (some CustomStringConvertible)?) {
    if let value { add(key, value) }
  }

  package var text: String {
    var text = ""
    write(to: &text)
    return text
  }

  func write(to text: inout String) {
    for (key, value) in lines {
      text += key.rawValue
      text += ": "
      text += value
      text += "\n"
    }
  }

  package static func == (left: Trailers, right: Trailers) -> Bool { left.text == right.text }
  package func hash(into hasher: inout Hasher) { hasher.combine(text) }
}

/// Takes trailers one by one; what is not taken in the end is an error, and so is a second value of a single one.
struct TrailerReader {
  private var remaining: [(key: TrailerKey, value: String)]

  init(_ lines: [(key: TrailerKey, value: String)]) { remaining = lines }

  /// Reads lines of the form `Key: value`.
  static func lines(
    in paragraph: Slice<UnsafeBufferPointer<UInt8>>
  ) throws(MalformedRecord) -> [(key: TrailerKey, value: String)] {
    var lines: [(key: TrailerKey, value: String)] = []
    lines.reserveCapacity(12)
    var rest = paragraph
    while true {
      let line = rest.prefix { $0 != 0x0A }
      lines.append(try trailer(in: line))
      guard line.endIndex < rest.endIndex else { return lines }
      rest = rest[(line.endIndex + 1)...]
    }
  }

  private static func trailer(
    in line: Slice<UnsafeBufferPointer<UInt8>>
  ) throws(MalformedRecord) -> (key: TrailerKey, value: String) {
    var colon = line.startIndex
    while colon + 1 < line.endIndex, line[colon] != 0x3A || line[colon + 1] != 0x20 { colon += 1 }
    guard colon + 1 < line.endIndex,
      let key = TrailerKey.named[String(decoding: line[..<colon], as: UTF8.self)]
    else { throw .unknownTrailer(String(decoding: line, as: UTF8.self)) }
    let value = String(decoding: line[(colon + 2)...], as: UTF8.self)
    guard !value.isEmpty else { throw .badValue(key, value) }
    return (key, value)
  }

  mutating func all(_ key: TrailerKey) -> [String] {
    var values: [String] = []
    while let index = remaining.firstIndex(where: { $0.key == key }) {
      values.append(remaining.remove(at: index).value)
    }
    return values
  }

  mutating func text(_ key: TrailerKey) throws(MalformedRecord) -> String? {
    guard let index = remaining.firstIndex(where: { $0.key == key }) else { return nil }
    let value = remaining.remove(at: index).value
    guard !remaining.contains(where: { $0.key == key }) else { throw .repeated(key) }
    return value
  }

  mutating func value<Value: LosslessStringConvertible>(
    _ key: TrailerKey, as type: Value.Type = Value.self
  ) throws(MalformedRecord) -> Value? {
    guard let text = try text(key) else { return nil }
    guard let value = Value(text) else { throw .badValue(key, text) }
    return value
  }

  mutating func need<Value: LosslessStringConvertible>(
    _ key: TrailerKey, as type: Value.Type = Value.self
  ) throws(MalformedRecord) -> Value {
    guard let value = try value(key, as: type) else { throw .missing(key) }
    return value
  }

  mutating func choice<Value: RawRepresentable<String>>(_ key: TrailerKey) throws(MalformedRecord) -> Value {
    let text = try need(key, as: String.self)
    guard let value = Value(rawValue: text) else { throw .badValue(key, text) }
    return value
  }

  mutating func values<Value: LosslessStringConvertible>(
    _ key: TrailerKey, as type: Value.Type = Value.self
  ) throws(MalformedRecord) -> [Value] {
    var values: [Value] = []
    for text in all(key) {
      guard let value = Value(text) else { throw .badValue(key, text) }
      values.append(value)
    }
    return values
  }

  func finish() throws(MalformedRecord) {
    if let left = remaining.first { throw .misplaced(left.key) }
  }
}

/// Why a message that has the look of a record is none.
package enum MalformedRecord: Error, Hashable, Sendable, CustomStringConvertible {
  case unknownTrailer(String)
  case badValue(TrailerKey, String)
  case repeated(TrailerKey)
  case missing(TrailerKey)
  case misplaced(TrailerKey)
  case unknownKind(String)
  case subject(String)
  case body(String)
  case notCanonical
  case notText
  case committer
  case headers
  case encoding(String)

  package var description: String {
    switch self {
    case .unknownTrailer(let line): "the line '\(InertText.line(line))' stands among the trailers and is none of ours"
    case .badValue(let key, let value): "\(key.rawValue) cannot be '\(InertText.line(value))'"
    case .repeated(let key): "\(key.rawValue) is given more than once"
    case .missing(let key): "\(key.rawValue) is missing"
    case .misplaced(let key): "\(key.rawValue) does not belong to this kind of record"
    case .unknownKind(let kind): "there is no kind of record '\(InertText.line(kind))'"
    case .subject(let found): "the subject line '\(InertText.line(found))' is not the one its trailers ask for"
    case .body(let why): "the body \(why)"
    case .notCanonical: "the message is not written as its trailers and body would be written"
    case .notText: "the message is not UTF-8 text"
    case .headers: "the commit has headers that a record does not have, or two signatures"
    case .encoding(let name):
      "git may show another message than is stored, for its encoding is '\(InertText.line(name))'"
    case .committer: "the commit's author and committer, or their times, differ"
    }
  }
}
