import Ledgers
import WorkflowModel

/// R6 — Policy is taken from the base, never from the candidate: phase file, `assay.yml` and every checklist are read
/// as they were at the record's parent. A record brings a new file only if it is the record of that file.
package enum BasePolicy: RefusalReason {
  case otherPlan(found: ObjectID, inForce: ObjectID)
  case unreadableFile(String)
  case unreadablePolicy(String)
  case otherPhase(found: PhaseID, expected: PhaseID)
  case ledgersMoved(from: String, to: String)

  package var found: String {
    switch self {
    case .otherPlan(let found, let inForce):
      "the record names phase file \(found.short), and \(inForce.short) is in force"
    case .unreadableFile(let why), .unreadablePolicy(let why): "the file that the record brings cannot be used: \(why)"
    case .otherPhase(let found, let expected): "the file declares phase \(found), and the record is about \(expected)"
    case .ledgersMoved(let from, let to): "the ledgers cannot move from \(from) to \(to) once there are records"
    }
  }

  package var mend: String {
    switch self {
    case .otherPlan: "run the command again: it takes the file in force"
    case .unreadableFile, .otherPhase: "assay phase lint FILE"
    case .unreadablePolicy: "assay policy lint FILE"
    case .ledgersMoved: "keep ledgers, phases and branch as they are"
    }
  }
}

enum R6BasePolicy: Rule {
  static func refusals(of candidate: Candidate, in state: WorkflowState) -> [Refusal] {
    switch candidate.content.act {
    case .foundWorkspace, .changePolicy: policyRefusals(candidate.facts.policy, in: state)
    case .filePhase: phaseRefusals(candidate.facts.phaseFile, of: candidate.content.phase)
    case .openPhase(let plan):
      candidate.content.phase.flatMap { state.phases[$0] }.flatMap { phase in
        phase.plan == plan ? nil : [.r6(.otherPlan(found: plan, inForce: phase.plan))]
      } ?? []
    default: []
    }
  }

  private static func policyRefusals(_ reading: Reading<Policy>, in state: WorkflowState) -> [Refusal] {
    switch reading {
    case .notAsked: return [.r6(.unreadablePolicy("it was not read"))]
    case .unreadable(let why): return [.r6(.unreadablePolicy(why))]
    case .read(let policy):
      guard let old = state.policy else { return [] }
      if old.ledgers != policy.ledgers { return [.r6(.ledgersMoved(from: old.ledgers, to: policy.ledgers))] }
      if old.phases != policy.phases { return [.r6(.ledgersMoved(from: old.phases, to: policy.phases))] }
      if old.branch != policy.branch { return [.r6(.ledgersMoved(from: old.branch, to: policy.branch))] }
      return []
    }
  }

  private static func phaseRefusals(_ reading: Reading<Phase>, of id: PhaseID?) -> [Refusal] {
    switch reading {
    case .notAsked: return [.r6(.unreadableFile("it was not read"))]
    case .unreadable(let why): return [.r6(.unreadableFile(why))]
    case .read(let phase):
      guard let id, phase.id != id else { return [] }
      return [.r6(.otherPhase(found: phase.id, expected: id))]
    }
  }
}

/// R7 — The founding record names the first principals and is authorised by the operator it names; clones pin its id
/// when they join, and what came before it is plain history.
package enum FoundingRecord: RefusalReason {
  case notFounded
  case alreadyFounded(ObjectID)
  case otherFounding(found: ObjectID?, pinned: ObjectID)
  case otherBranch(found: String, expected: String)

  package var found: String {
    switch self {
    case .notFounded: "the coordination branch has no founding record"
    case .alreadyFounded(let record): "the workspace was founded by \(record.short)"
    case .otherBranch(let found, let expected):
      "assay.yml names branch \(InertText.line(found)), and the server guards \(InertText.line(expected))"
    case .otherFounding(let found, let pinned):
      "the founding record is \(found.map(\.description) ?? "missing"), and this clone joined \(pinned)"
    }
  }

  package var mend: String {
    switch self {
    case .notFounded: "assay init"
    case .alreadyFounded: "change the policy with: assay policy change FILE, or: assay principal add NAME ROLE KEY"
    case .otherBranch(let found, let expected):
      "assay init --branch \(expected); or on the server: assay guard install REPOSITORY --branch \(found)"
    case .otherFounding: "this is not the workspace that was joined; if that is meant: assay join ROLE REMOTE DIR"
    }
  }
}

enum R7Founding: Rule {
  static func refusals(of candidate: Candidate, in state: WorkflowState) -> [Refusal] {
    if case .foundWorkspace = candidate.content.act {
      return state.founding.map { [.r7(.alreadyFounded($0))] } ?? []
    }
    return state.founding == nil ? [.r7(.notFounded)] : []
  }

  /// Whether the state's founding record is the one this clone has pinned.
  static func refusals(pinned: ObjectID, in state: WorkflowState) -> [Refusal] {
    state.founding == pinned ? [] : [.r7(.otherFounding(found: state.founding, pinned: pinned))]
  }
}
