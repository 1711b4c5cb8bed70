import Logging
import WorkflowModel
import WorkflowRules

/// What a clone keeps of the evidence for a claim: the sets that can be read, oldest first, and those that cannot.
package struct KeptSets: Sendable {
  package var whole: [KeptEvidence] = []
  package var broken: [BrokenEvidence] = []

  package init(whole: [KeptEvidence] = [], broken: [BrokenEvidence] = []) {
    self.whole = whole
    self.broken = broken
  }
}

package struct KeptEvidence: Sendable {
  package let id: ObjectID
  package let set: EvidenceSet

  package init(id: ObjectID, set: EvidenceSet) {
    self.id = id
    self.set = set
  }
}

/// A set that was kept and cannot be read any more.
package struct BrokenEvidence: Hashable, Sendable, CustomStringConvertible {
  package let id: ObjectID
  /// In one line, inert.
  package let why: String

  package init(id: ObjectID, why: String) {
    self.id = id
    self.why = InertText.line(why)
  }

  package var description: String { "the evidence set \(id.short) that this clone keeps cannot be read: \(why)" }
}

extension Coordinator {
  /// The sets that can be read, oldest first. One that cannot is told of, and keeps no other from being used.
  func wholeEvidence(for claim: ObjectID, gate: GateID, phase: PhaseID) throws -> [KeptEvidence] {
    let kept = try branch.keptEvidence(for: claim, gate: gate, phase: phase)
    warn(of: kept.broken, gate)
    return kept.whole
  }

  /// Whether a ruling can be given without a set.
  enum EvidenceNeed { case needed, welcome }

  /// The set that was asked for by its id or an abbreviation, or else the newest that can be read; nil where this clone
  /// has collected none. Where one is needed and there are only others, whoever rules is told so.
  func keptEvidence(
    _ asked: String?, for claim: StandingClaim, gate: GateID, phase: PhaseID, _ need: EvidenceNeed
  ) throws -> KeptEvidence? {
    let kept = try branch.keptEvidence(for: claim.record, gate: gate, phase: phase)
    if let asked { return try Self.only(asked, of: kept, gate: gate) }
    if need == .needed, kept.whole.isEmpty, let broken = kept.broken.last { throw Self.unusable(broken, gate) }
    warn(of: kept.broken, gate)
    return kept.whole.last
  }

  /// A set that the Builder collected before claiming.
  package func ownEvidence(_ asked: String, gate: GateID) throws -> ObjectID {
    var state = try branch.state(at: try branch.knownTip())
    if let phase { try branch.wake([phase], in: &state) }
    let phase = try phaseState(in: state).phase.id
    return try Self.only(asked, of: try branch.keptEvidence(for: .none, gate: gate, phase: phase), gate: gate).id
  }

  private static func only(_ asked: String, of kept: KeptSets, gate: GateID) throws -> KeptEvidence {
    func isMeant(_ id: ObjectID) -> Bool { id.description.hasPrefix(asked.lowercased()) && asked.count >= 4 }
    let whole = kept.whole.filter { isMeant($0.id) }
    let broken = kept.broken.filter { isMeant($0.id) }
    if whole.isEmpty, broken.count == 1 { throw unusable(broken[0], gate) }
    guard let match = whole.first, whole.count + broken.count == 1 else {
      throw CoordinationError.malformed(
        whole.isEmpty && broken.isEmpty
          ? "this clone has collected no evidence set \(InertText.line(asked)) that belongs here"
          : "evidence id \(InertText.line(asked)) is ambiguous",
        mend: "assay collect \(gate)")
    }
    return match
  }

  private static func unusable(_ broken: BrokenEvidence, _ gate: GateID) -> CoordinationError {
    .damaged("\(broken)", mend: "assay collect \(gate)")
  }

  private func warn(of broken: [BrokenEvidence], _ gate: GateID) {
    for set in broken { logger.warning("\(set); collect anew if you need it: assay collect \(gate)") }
  }
}
