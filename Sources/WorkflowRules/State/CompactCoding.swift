import WorkflowModel

/// What a long history has most of, coded as one text for a whole table: a kept fold is read at every start, and reading
/// a value of its own for each field of each item takes most of that time.
package protocol PackedRow {
  static var columns: Int { get }
  /// As many as there are columns; none has a control character in it.
  var fields: [String] { get }
  init?(fields: ArraySlice<Substring>)
}

/// A list of items that is stored packed.
@propertyWrapper
package struct PackedList<Item: Hashable & Sendable>: Hashable, Sendable {
  package var wrappedValue: [Item]

  package init(wrappedValue: [Item]) { self.wrappedValue = wrappedValue }
}

/// Items by their id that are stored packed.
@propertyWrapper
package struct PackedTable<ID: Hashable & Sendable, Item: Hashable & Sendable & Identifiable<ID>>: Hashable, Sendable {
  package var wrappedValue: [ID: Item]

  package init(wrappedValue: [ID: Item]) { self.wrappedValue = wrappedValue }
}

extension PackedList: Codable where Item: PackedRow {
  package init(from decoder: any Decoder) throws { wrappedValue = try Packing.rows(from: decoder) }
  package func encode(to encoder: any Encoder) throws { try Packing.encode(wrappedValue, to: encoder) }
}

extension PackedTable: Codable where Item: PackedRow, ID: Comparable {
  package init(from decoder: any Decoder) throws {
    let rows: [Item] = try Packing.rows(from: decoder)
    wrappedValue = Dictionary(rows.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
  }

  package func encode(to encoder: any Encoder) throws {
    try Packing.encode(wrappedValue.values.sorted { $0.id < $1.id }, to: encoder)
  }
}

private enum Packing {
  /// DEL: it stands in no text that is inert, and JSON stores it as it is.
  static let separator = "\u{7F}"

  static func encode(_ rows: [some PackedRow], to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(rows.flatMap(\.fields).joined(separator: separator))
  }

  static func rows<Row: PackedRow>(from decoder: any Decoder) throws -> [Row] {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard !text.isEmpty else { return [] }
    let fields = text.utf8.split(separator: 0x7F, omittingEmptySubsequences: false).map { Substring($0) }
    var rows: [Row] = []
    rows.reserveCapacity(fields.count / Row.columns)
    for start in stride(from: 0, to: fields.count, by: Row.columns) {
      guard start + Row.columns <= fields.count, let row = Row(fields: fields[start..<(start + Row.columns)]) else {
        throw DecodingError.dataCorruptedError(in: container, debugDescription: "a packed row cannot be read")
      }
      rows.append(row)
    }
    return rows
  }
}

/// Takes a row's fields one by one; nil once one cannot be read.
struct FieldReader {
  private var rest: ArraySlice<Substring>

  init(_ fields: ArraySlice<Substring>) { rest = fields }

  mutating func text() -> String? { rest.popFirst().map { String($0) } }
  mutating func value<Value: LosslessStringConvertible>(_: Value.Type = Value.self) -> Value? {
    text().flatMap(Value.init)
  }
  mutating func time() -> Timestamp? { value(Int64.self).map { Timestamp(seconds: $0) } }

  /// An empty field is no value.
  mutating func optional<Value>(_ read: (inout FieldReader) -> Value?) -> Value?? {
    guard rest.first?.isEmpty == true else { return read(&self).map { .some($0) } }
    rest = rest.dropFirst()
    return .some(nil)
  }
}

extension FindingState: PackedRow, Identifiable {
  package static var columns: Int { 9 }

  package var fields: [String] {
    [
      id.description, gate?.text ?? "", severity.rawValue, title, by.text, "\(time.seconds)", "\(corrections)",
      closedBy?.description ?? "", closedAt.map { "\($0.seconds)" } ?? "",
    ]
  }

  package init?(fields: ArraySlice<Substring>) {
    var reader = FieldReader(fields)
    guard let id = reader.value(FindingID.self), let gate = reader.optional({ $0.value(GateID.self) }),
      let severity = reader.text().flatMap(Severity.init), let title = reader.text(),
      let by = reader.value(PrincipalName.self), let time = reader.time(), let corrections = reader.value(Int.self),
      let closedBy = reader.optional({ $0.value(ObjectID.self) }), let closedAt = reader.optional({ $0.time() })
    else { return nil }
    self.init(
      id: id, gate: gate, severity: severity, title: title, by: by, time: time, corrections: corrections,
      closedBy: closedBy, closedAt: closedAt)
  }
}

extension BacklogState: PackedRow, Identifiable {
  package static var columns: Int { 3 }

  package var fields: [String] { [id.description, title, done ? "x" : ""] }

  package init?(fields: ArraySlice<Substring>) {
    var reader = FieldReader(fields)
    guard let id = reader.value(BacklogID.self), let title = reader.text(), let done = reader.text() else { return nil }
    self.init(id: id, title: title, done: done == "x")
  }
}

extension FailedRound: PackedRow {
  package static var columns: Int { 5 }

  package var fields: [String] {
    [verdict.description, subject.description, "\(time.seconds)", "\(raised)", "\(closed)"]
  }

  package init?(fields: ArraySlice<Substring>) {
    var reader = FieldReader(fields)
    guard let verdict = reader.value(ObjectID.self), let subject = reader.value(ObjectID.self),
      let time = reader.time(), let raised = reader.value(Int.self), let closed = reader.value(Int.self)
    else { return nil }
    self.init(verdict: verdict, subject: subject, time: time, raised: raised, closed: closed)
  }
}
