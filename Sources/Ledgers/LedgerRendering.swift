import WorkflowModel

/// What a record must change in the tree: the rendering of its trailers and body, nothing more (R3).
package struct Rendering: Hashable, Sendable {
  package var appends: [LedgerAppend] = []
  /// Whole files outside the ledgers, by what they hold: `assay.yml`, phase files.
  package var files: [String: ObjectID] = [:]
  /// The evidence set it carries: the directory below the ledgers that its number is added to, and the set's tree.
  package var evidence: CarriedEvidence?
}

package struct CarriedEvidence: Hashable, Sendable {
  /// `evidence/dstamp/M1/3f2a…/adversary`; the set lies in `<directory>-<n>`.
  package let directory: String
  package let tree: ObjectID
}

extension Rendering {
  /// The change of a record made at that time under that policy.
  package init(_ content: RecordContent, at time: Timestamp, under policy: Policy) {
    self.init()
    switch content.act {
    case .foundWorkspace(let file), .changePolicy(let file): files[Policy.fileName] = file
    case .filePhase(let plan): if let phase = content.phase { files[policy.path(ofPhase: phase)] = plan }
    case .openPhase: appends = LedgerSkeleton.creations(for: content)
    default: appends = LedgerEntry(content, at: time).map { [$0.append] } ?? []
    }
    guard let phase = content.phase, let gate = content.act.gate, let tree = content.act.evidence else { return }
    evidence = CarriedEvidence(
      directory: Self.evidenceDirectory(phase, gate, claim: content.act.answeredClaim, role: content.role), tree: tree)
  }

  /// Where the sets of a claim lie; a set that the Builder collected before claiming has no claim yet.
  package static func evidenceDirectory(_ phase: PhaseID, _ gate: GateID, claim: ObjectID?, role: Role) -> String {
    let claim = claim?.short ?? String(repeating: "0", count: 12)
    return "evidence/\(phase)/\(gate)/\(claim)/\(role.rawValue)"
  }
}

extension Act {
  /// The claim that a ruling answers.
  package var answeredClaim: ObjectID? {
    if case .rule(let verdict) = self { return verdict.claim }
    if case .liftCondition(_, let claim, _) = self { return claim }
    return nil
  }
}

/// The ledgers that opening a phase creates.
enum LedgerSkeleton {
  static func creations(for content: RecordContent) -> [LedgerAppend] {
    guard let phase = content.phase else { return [] }
    func create(_ file: LedgerFile, _ what: String, _ rest: String = "") -> LedgerAppend {
      LedgerAppend(
        file: file, mode: .create,
        text: "# \(file.name) — \(what) of phase \(phase)\n\nPhase: \(content.title)\n\(rest)")
    }
    return [
      create(.status(phase), "claims and status", "Appended by assay for the Builder. Nothing here is ever parsed.\n"),
      create(.review(phase), "verdicts", "Appended by assay for the Adversary. Verdicts are never edited.\n"),
      create(
        .backlog(phase), "work and findings",
        "\n\(LedgerSections.backlogHeading)\n\n\(LedgerSections.findingsHeading)\n"),
      create(.journal(phase), "the Builder's reasoning", "The Adversary does not read this before ruling.\n"),
    ]
  }
}
