import Coordination
import Ledgers
import WorkflowModel
import WorkflowRules

/// The records that a command wrote.
package struct SubmissionReport: Report {
  package static let kind = "written"
  package let records: [RecordLine]
  package let attempts: Int
  package let followed: Bool
  /// Why the working tree did not follow; empty when it did.
  package let note: String
  /// Lines that say what is next; may be empty.
  package let next: [String]

  package init(_ submission: Submission, next: [String] = []) {
    records = submission.records.map { RecordLine($0, refusals: []) }
    attempts = submission.attempts
    self.next = next
    switch submission.follow {
    case .followed: (followed, note) = (true, "")
    case .leftAlone(let why): (followed, note) = (false, InertText.line(why))
    }
  }

  package var text: String {
    var lines = records.map { "\($0.id.short)  \($0.subject)" }
    if !note.isEmpty { lines.append("working tree left alone: \(note)") }
    return (lines + next).joined(separator: "\n")
  }
}

/// A record in one line.
package struct RecordLine: Encodable, Sendable {
  package let id: ObjectID
  package let kind: String
  package let subject: String
  package let time: Timestamp
  package let phase: PhaseID?
  package let gate: GateID?
  package let principal: PrincipalName
  package let role: Role
  /// The numbered item it is about: `F-dstamp-1`.
  package let item: String?
  /// Why it does not count; empty when it does.
  package let refused: [String]
  /// The record that it answers, and how long that took; nil for what answers none, and where nobody asked.
  package let answer: Answer?

  package init(_ record: Record, refusals: [String], answer: Answer? = nil) {
    id = record.id
    kind = record.content.act.kind.rawValue
    subject = RecordMessage.subject(of: record.content)
    time = record.time
    phase = record.content.phase
    gate = record.content.act.gate
    principal = record.content.principal
    role = record.content.role
    item = record.content.act.item
    refused = refusals
    self.answer = answer
  }

  var wait: String? { answer.map(\.after.rough) }

  private enum CodingKeys: String, CodingKey {
    case id, kind = "record", subject, time, phase, gate, principal, role, item, refused, answers, seconds
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(id, forKey: .id)
    try container.encode(kind, forKey: .kind)
    try container.encode(subject, forKey: .subject)
    try container.encode(time.description, forKey: .time)
    try container.encodeIfPresent(phase, forKey: .phase)
    try container.encodeIfPresent(gate, forKey: .gate)
    try container.encode(principal, forKey: .principal)
    try container.encode(role, forKey: .role)
    try container.encodeIfPresent(item, forKey: .item)
    try container.encodeIfPresent(answer?.to, forKey: .answers)
    try container.encodeIfPresent(answer?.after.components.seconds, forKey: .seconds)
    if !refused.isEmpty { try container.encode(refused, forKey: .refused) }
  }
}
