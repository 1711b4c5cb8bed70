import Ledgers
import WorkflowModel

/// A claim on a gate, and what came of it: who waited how long for whom can be told from these.
package struct ClaimRound: Hashable, Codable, Sendable {
  package let claim: RecordedMoment
  /// When the first collection that a ruling on the claim cites began; nil where no ruling cites one.
  package internal(set) var collected: Timestamp?
  /// When the claim was withdrawn, before it was ruled on.
  package internal(set) var withdrawn: Timestamp?
  package internal(set) var ruling: Ruling?
  /// The verdict that settled the claim: the last one, where several Adversaries rule.
  package internal(set) var verdict: RecordedMoment?
  /// What asks the Builder for another claim: a FAIL, a CONDITIONAL, or the revocation of a PASS.
  package internal(set) var asking: RecordedMoment?

  init(claim: RecordedMoment) { self.claim = claim }
}

/// A record and its time.
package struct RecordedMoment: Hashable, Codable, Sendable {
  package let record: ObjectID
  package let time: Timestamp

  package init(record: ObjectID, time: Timestamp) {
    self.record = record
    self.time = time
  }
}

/// A ruling that asks the Builder for something, as long as they have written nothing since.
package struct UnansweredRuling: Hashable, Codable, Sendable {
  package let record: ObjectID
  package let time: Timestamp
  package let by: PrincipalName
  package let title: String
  /// FAIL or CONDITIONAL; nil for the revocation of a PASS.
  package let ruling: Ruling?
}

extension [ClaimRound] {
  /// Takes in a record about the gate that is permitted. Returns what it answers: a verdict its claim, a claim what asked
  /// for it, a lifted condition its CONDITIONAL.
  mutating func take(_ act: Act, _ moment: RecordedMoment, collected: Timestamp?) -> RecordedMoment? {
    let last = count - 1
    if case .claim = act {
      let asking = self.last?.asking
      append(ClaimRound(claim: moment))
      return asking
    }
    guard last >= 0 else { return nil }
    switch act {
    case .rule(let verdict):
      guard self[last].claim.record == verdict.claim else { return nil }
      self[last].collected = [self[last].collected, collected].compactMap(\.self).min()
      self[last].ruling = verdict.ruling
      self[last].verdict = moment
      self[last].asking = verdict.ruling == .pass ? nil : moment
      return self[last].claim
    case .withdraw: self[last].withdrawn = moment.time
    case .liftCondition:
      let lifted = self[last].asking
      self[last].asking = nil
      return lifted
    case .revoke: self[last].asking = moment
    default: break
    }
    return nil
  }
}

extension ClaimRound: PackedRow {
  package static var columns: Int { 9 }

  package var fields: [String] {
    [
      claim.record.description, "\(claim.time.seconds)", collected.packed, withdrawn.packed, ruling?.rawValue ?? "",
      verdict?.record.description ?? "", (verdict?.time).packed,
      // Nearly always it is the verdict.
      asking == nil ? "" : asking == verdict ? "=" : asking?.record.description ?? "",
      asking == verdict ? "" : (asking?.time).packed,
    ]
  }

  package init?(fields: ArraySlice<Substring>) {
    var reader = FieldReader(fields)
    guard let claim = reader.value(ObjectID.self), let time = reader.time(),
      let collected = reader.optional({ $0.time() }), let withdrawn = reader.optional({ $0.time() }),
      let ruling = reader.optional({ $0.text().flatMap(Ruling.init) }), let verdict = reader.moment(),
      let asking = reader.moment(or: verdict)
    else { return nil }
    self.init(claim: RecordedMoment(record: claim, time: time))
    self.collected = collected
    self.withdrawn = withdrawn
    self.ruling = ruling
    self.verdict = verdict
    self.asking = asking
  }
}

extension Timestamp? {
  fileprivate var packed: String { map { "\($0.seconds)" } ?? "" }
}

extension FieldReader {
  /// A record and its time in two fields, both empty for none; `=` stands for another one.
  fileprivate mutating func moment(or other: RecordedMoment? = nil) -> RecordedMoment?? {
    guard let word = text(), let time = optional({ $0.time() }) else { return nil }
    if word.isEmpty { return time == nil ? .some(nil) : nil }
    if word == "=" { return other.map { .some($0) } }
    guard let record = ObjectID(word), let time else { return nil }
    return RecordedMoment(record: record, time: time)
  }
}
