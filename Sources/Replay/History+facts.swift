import Evidence
import GitObjects
import Ledgers
import PhaseFiles
import Sealing
import WorkflowModel
import WorkflowRules

extension History {
  /// The facts that history itself holds, for a record that would follow the parent. `evidence` reads a set, with the
  /// gate that was asked; `carrier` is the commit that carries the record, where there is one.
  package func facts(
    for content: RecordContent, in state: WorkflowState, parent: ObjectID?, carrier: ObjectID? = nil,
    evidence: (ObjectID, Gate?) throws -> Reading<StoredEvidence>
  ) throws -> Facts {
    var facts = Facts()
    func asked(_ gate: GateID) -> Gate? {
      content.phase.flatMap { state.phases[$0]?.gate(gate).standing.answerable?.gate }
    }
    func cite(_ id: ObjectID, _ gate: Gate?) throws {
      switch try evidence(id, gate) {
      case .notAsked: facts.evidence = .notAsked
      case .unreadable(let why): facts.evidence = .unreadable(why)
      case .read(let stored):
        // Where subjects lie is not history's to say, unless they are part of it; what is on its way, and what a command is
        // about to write, has one.
        let isNew = carrier.map { carrier in remote?.isNew(carrier) ?? false } ?? true
        if try isNew || isWithin(stored, historyOf: carrier), let misread = try misread(in: stored) {
          facts.evidence = .unreadable(misread)
          return
        }
        facts.evidence = .read(stored.set)
        facts.evidencePrograms = gate.map(stored.programs) ?? []
        guard let policy = state.policy, policy.signatures == .required else { break }
        facts.evidenceSignature = signature(of: stored, by: content.principal, under: policy)
      }
    }
    switch content.act {
    case .foundWorkspace(let file), .changePolicy(let file):
      facts.policy = try reading(file, at: Policy.fileName, in: carrier) { bytes throws(PhaseFileError) in
        try PolicyFile.read(bytes)
      }
    case .filePhase(let plan):
      let name = content.phase.flatMap { state.policy?.path(ofPhase: $0) } ?? "phase file"
      facts.phaseFile = try reading(plan, at: name, in: carrier) { bytes throws(PhaseFileError) in
        try PhaseFile.read(bytes, file: name)
      }
    case .claim(let claim):
      if let id = claim.evidence { try cite(id, nil) }
    case .rule(let verdict):
      if let id = verdict.evidence { try cite(id, asked(verdict.gate)) }
    case .liftCondition(let gate, _, let id): try cite(id, asked(gate))
    case .done(let head):
      guard let phase = content.phase.flatMap({ state.phases[$0] }) else { break }
      facts.drift = try drift(of: phase, head: head, coordination: parent)
      if phase.phase.branch == nil { facts.expectedHead = parent }
    case .publishKey(_, let key, let head):
      facts.keyDigest = key.commitment
      facts.sealedEntries = try sealedEntries(of: content, in: state, with: key)
      guard let head, let phase = content.phase.flatMap({ state.phases[$0] }) else { break }
      facts.drift = try drift(of: phase, head: head, coordination: parent)
      if phase.phase.branch == nil { facts.expectedHead = parent }
    default: break
    }
    return facts
  }

  /// The facts for a record that a commit carries.
  func facts(for content: RecordContent, in state: WorkflowState, carriedBy read: ReadCommit) throws -> Facts {
    let (commit, parent) = (read.commit.id, read.commit.parents.first)
    let ledgers = state.policy?.ledgers ?? ""
    var facts = try facts(for: content, in: state, parent: parent, carrier: commit) { tree, asked in
      guard let phase = content.phase, let gate = content.act.gate else { return .unreadable("no gate") }
      let directory = Rendering.evidenceDirectory(phase, gate, claim: content.act.answeredClaim, role: content.role)
      return try carriedEvidence(tree, in: "\(ledgers)/\(directory)", of: commit, parent: parent, asked: asked)
    }
    // Whether a subject still lies on a branch of the remote is not for history to say: branches come and go. It was
    // asked when the record was written, and again by the guard that let it in.
    facts.subject = .present
    var policy = state.policy
    if policy == nil, case .read(let brought) = facts.policy { policy = brought }
    if policy?.signatures == .required { facts.signature = try read.signature ?? signature(of: commit) }
    guard let remote, remote.isNew(commit) else { return facts }
    if let subject = content.act.subject { facts.subject = try remote.holds(subject) ? .present : .missing }
    if content.act.isComputedOnHead, let branch = content.phase.flatMap({ state.phases[$0]?.phase.branch }) {
      facts.expectedHead = try remote.head(branch) ?? ObjectID.none
    }
    facts.now = remote.now
    return facts
  }

  /// What differs between each passed or claimed gate's subject and the head. A gate whose subject cannot be compared
  /// has no entry, and is not taken for unchanged.
  package func drift(of phase: PhaseState, head: ObjectID?, coordination: ObjectID?) throws -> [GateID: Drift] {
    var drift: [GateID: Drift] = [:]
    for gate in phase.phase.gates {
      guard let standing = phase.gate(gate.id).standing.claim else { continue }
      var found = Drift()
      if !gate.paths.isEmpty {
        let patterns = gate.paths.map(PathPattern.init)
        let under = gate.paths.map { Self.fixedPart(of: $0) }
        guard let head, let changed = try changed(from: standing.claim.subject, to: head, under: under) else {
          continue
        }
        found.paths = changed.filter { path in patterns.contains { $0.matches(path) } }
      }
      if let plan = phase.phase.plan, let coordination {
        let then = try entry(at: plan, of: standing.record)?.id
        found.planChanged = try entry(at: plan, of: coordination)?.id != then
      }
      drift[gate.id] = found
    }
    return drift
  }

  /// The directories that every match of the pattern lies below: what has to be compared.
  private static func fixedPart(of pattern: String) -> String {
    let names = pattern.utf8.split(separator: UInt8(ascii: "/"))
    let fixed = names.prefix { !$0.contains(UInt8(ascii: "*")) && !$0.contains(UInt8(ascii: "?")) }
    return fixed.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "/")
  }

  /// The paths below some directories that differ between two commits; nil when one of the commits is not here.
  private func changed(from: ObjectID, to: ObjectID, under: [String]) throws -> [String]? {
    for commit in [from, to] where try !objects.exists(commit) { return nil }
    guard from != to else { return [] }
    let before = try objects.commitHeader(from).tree
    let after = try objects.commitHeader(to).tree
    return try objects.changes(fromTree: before, toTree: after, under: under, limit: comparisonLimit).map(\.path)
  }
}

extension Act {
  /// Whether it says that on its head the phase is complete.
  fileprivate var isComputedOnHead: Bool {
    switch self {
    case .done: true
    case .publishKey(_, _, let head): head != nil
    default: false
    }
  }
}
