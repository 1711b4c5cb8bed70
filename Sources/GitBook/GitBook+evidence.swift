import Coordination
import Evidence
import FoundationEssentials
import GitObjects
import GitStorage
import HostEffects
import Ledgers
import Replay
import WorkflowModel
import WorkflowRules

extension GitBook {
  package func keep(_ files: [EvidenceFile], of set: EvidenceSet) throws -> ObjectID {
    try storing {
      var changes: [(path: String, change: GitStorage.TreeChange)] = []
      for file in files { changes.append((file.path, .put(try repository.writeBlob(file.bytes), .file))) }
      let tree = try repository.updatedTree(base: nil, changes: changes)
      let prefix = "refs/assay/\(set.directory)-"
      let number =
        try repository.references(under: prefix).compactMap { Int($0.name.dropFirst(prefix.count)) }.max() ?? 0
      try repository.setReference("\(prefix)\(number + 1)", to: tree, expecting: .absent)
      return tree
    }
  }

  package func keptEvidence(for claim: ObjectID, gate: GateID, phase: PhaseID) throws -> KeptSets {
    let prefix = "refs/assay/evidence/\(phase)/\(gate)/\(claim.short)/"
    let references = try storing { try repository.references(under: prefix) }
    let numbered = references.map { reference in
      (number: Int(reference.name.split(separator: "-").last ?? "") ?? 0, tree: reference.id)
    }
    var sets = KeptSets()
    for (_, tree) in numbered.sorted(by: { $0.number < $1.number }) {
      switch reading(of: tree) {
      // Two claims may begin alike.
      case .read(let stored) where stored.set.claim != claim: break
      case .read(let stored): sets.whole.append(KeptEvidence(id: tree, set: stored.set))
      case .unreadable(let why): sets.broken.append(BrokenEvidence(id: tree, why: why))
      case .notAsked: sets.broken.append(BrokenEvidence(id: tree, why: "it was not read"))
      }
    }
    return sets
  }

  /// What is wrong with one set in the object database is that set's trouble.
  private func reading(of tree: ObjectID) -> Reading<StoredEvidence> {
    do {
      return try history.evidence(tree)
    } catch {
      return .unreadable("\(error)")
    }
  }

  package func coldWorkspace(
    for subject: ObjectID, of policy: Policy, lasting life: WorkspaceLife
  ) async throws -> Workspace {
    let settings = try settings()
    guard let url = try await asking({ try await git.remoteURL(settings.remote) }) else {
      throw CoordinationError.damaged(
        "this clone has no remote \(settings.remote)", mend: "git remote add \(settings.remote) URL")
    }
    let workspace = try newWorkspace(life)
    do {
      for directory in [workspace.home, workspace.temporary] {
        try FileManager.default.createDirectory(
          atPath: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
      }
      // By its temporary directory the caretaker knows what belongs to the workspace. The remote's address may be
      // relative to the clone.
      let environment = host.environment.merging(["TMPDIR": workspace.temporary]) { $1 }
      let asked = GitCommand(directory: git.directory, environment: environment)
      _ = try await asking {
        try await asked.coldClone(
          url: url, subject: subject, directory: workspace.root, leavingOut: [Self.journalPattern(policy)])
      }
    } catch {
      try discard(workspace)
      throw error
    }
    return workspace
  }

  private func newWorkspace(_ life: WorkspaceLife) throws -> Workspace {
    let place = FileManager.default.temporaryDirectory.path
    let base: String
    switch life {
    case .command:
      let held = try HeldDirectory.make(in: place, prefix: "assay-collect-", for: .owner, host: host)
      heldWorkspaces[held.path] = (held, try Caretaker(of: held.path))
      base = held.path
    case .kept: base = "\(place)/assay-\(Hexadecimal.text(of: host.randomBytes(8)))"
    }
    return Workspace(root: base + "/workspace", home: base + "/home", temporary: base + "/tmp", temperature: .cold)
  }

  package func discard(_ workspace: Workspace) throws {
    guard let slash = workspace.root.lastIndex(of: "/") else { return }
    let base = String(workspace.root[..<slash])
    if FileManager.default.fileExists(atPath: base) { try removeTree(base) }
    heldWorkspaces[base]?.caretaker.dismiss()
    heldWorkspaces[base] = nil
  }

  /// The journals, as a pattern for what stays out of an Adversary's worktrees.
  package static func journalPattern(_ policy: Policy) -> String { "/\(policy.ledgers)/JOURNAL-*.md" }
}
