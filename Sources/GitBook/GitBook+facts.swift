import Coordination
import Evidence
import GitStorage
import Ledgers
import PhaseFiles
import WorkflowModel
import WorkflowRules

/// How the answers to the rules' questions are found. What only a command can know, it finds out itself; what history
/// holds is found the same way for a command and for the fold, so that both come to the same answer.
extension GitBook {
  package func facts(
    for content: RecordContent, in state: WorkflowState, on tip: ObjectID?
  ) async throws -> Facts {
    var facts = try heldFacts(for: content, in: state, parent: tip, evidence: { try self.evidence($0, asked: $1) })
    if let subject = content.act.subject { facts.subject = try presence(of: subject) }
    if case .claim = content.act { facts.workingTree = try await workingTree() }
    return facts
  }

  /// The facts that history itself holds, at a record's parent. With the commit that carries the record, a file that it
  /// brings has to stand in that commit's tree: an object that lies about in one clone is nothing.
  func heldFacts(
    for content: RecordContent, in state: WorkflowState, parent: ObjectID?, carrier: ObjectID? = nil,
    evidence: (ObjectID, Gate?) throws -> Reading<EvidenceSet>
  ) throws -> Facts {
    var facts = Facts()
    func asked(_ gate: GateID) -> Gate? {
      content.phase.flatMap { state.phases[$0]?.gate(gate).standing.answerable?.gate }
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
      if let id = claim.evidence { facts.evidence = try evidence(id, nil) }
    case .rule(let verdict):
      if let id = verdict.evidence { facts.evidence = try evidence(id, asked(verdict.gate)) }
    case .liftCondition(let gate, _, let id): facts.evidence = try evidence(id, asked(gate))
    case .done(let head):
      guard let phase = content.phase.flatMap({ state.phases[$0] }) else { break }
      facts.drift = try drift(of: phase, head: head, coordination: parent)
      if phase.phase.branch == nil { facts.expectedHead = parent }
    default: break
    }
    return facts
  }

  package func drift(of phase: PhaseState, at tip: ObjectID?) throws -> [GateID: Drift] {
    let head = try phase.phase.branch.map { try remoteHead(of: $0) } ?? tip
    return try drift(of: phase, head: head, coordination: tip)
  }

  /// What differs between each passed or claimed gate's subject and the head. A gate whose subject cannot be compared
  /// has no entry, and is not taken for unchanged.
  private func drift(of phase: PhaseState, head: ObjectID?, coordination: ObjectID?) throws -> [GateID: Drift] {
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
    pattern.split(separator: "/").prefix { !$0.contains("*") && !$0.contains("?") }.joined(separator: "/")
  }

  /// The paths below some directories that differ between two commits; nil when one of the commits is not in this
  /// clone.
  private func changed(from: ObjectID, to: ObjectID, under: [String]) throws -> [String]? {
    for commit in [from, to] where !(try storing({ () throws(StorageError) in try repository.exists(commit) })) {
      return nil
    }
    guard from != to else { return [] }
    return try storing { () throws(StorageError) in
      let before = try repository.commitHeader(from).tree
      let after = try repository.commitHeader(to).tree
      return try repository.changes(fromTree: before, toTree: after, under: under).map(\.path)
    }
  }

  /// Whether a branch or tag of the remote, as fetched, holds the commit.
  private func presence(of commit: ObjectID) throws -> ObjectPresence {
    let own = try ownReferences
    return try storing { () throws(StorageError) in
      guard try repository.kind(of: commit) == .commit else { return .missing }
      for reference in try repository.references(under: own + "/") {
        guard let head = try repository.peeled(reference.id) else { continue }
        if try repository.isAncestor(commit, of: head) { return .present }
      }
      return .missing
    }
  }
}
