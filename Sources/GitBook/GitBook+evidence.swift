import Coordination
import Evidence
import FoundationEssentials
import GitStorage
import HostEffects
import Ledgers
import WorkflowModel
import WorkflowRules

extension GitBook {
  /// The set whose tree has that id, read strictly: digests are verified in reading, and with the gate that was asked
  /// every answer that the stored outputs can settle is worked out again.
  func evidence(_ tree: ObjectID, asked gate: Gate? = nil) throws -> Reading<EvidenceSet> {
    guard try storing({ () throws(StorageError) in try repository.kind(of: tree) }) == .tree else {
      return .unreadable("there is no evidence tree \(tree.short)")
    }
    do {
      let stored = try EvidenceReader.open(files: try files(of: tree).map { ($0.path, $0.bytes) })
      if let gate, let discrepancy = EvidenceReader.recheck(stored, gate).first {
        return .unreadable(discrepancy.description)
      }
      return .read(stored.set)
    } catch let error as EvidenceError {
      return .unreadable(error.description)
    }
  }

  /// The set that a commit carries below the directory, if its tree is the one that the record cites.
  func carriedEvidence(
    _ tree: ObjectID, in directory: String, of commit: ObjectID, asked gate: Gate?
  ) throws -> Reading<EvidenceSet> {
    guard let slash = directory.lastIndex(of: "/") else { return .unreadable("no place for evidence") }
    let parent = String(directory[..<slash])
    let prefix = directory[directory.index(after: slash)...] + "-"
    let held = try entry(at: parent, of: commit).map { entry in
      try storing { () throws(StorageError) in try repository.tree(entry.id) }
    }
    guard (held ?? []).contains(where: { $0.id == tree && $0.name.hasPrefix(prefix) }) else {
      return .unreadable("the record does not carry the evidence tree \(tree.short) that it cites")
    }
    return try evidence(tree, asked: gate)
  }

  private func files(of tree: ObjectID) throws -> [EvidenceFile] {
    try storing { () throws(StorageError) in
      var files: [EvidenceFile] = []
      var bytes = 0
      for change in try repository.changes(fromTree: nil, toTree: tree, limit: EvidenceLimits.setFiles * 2) {
        guard let entry = change.after, entry.mode == .file else {
          throw .damaged(tree, why: "an evidence set holds plain files only, and \(change.path) is none")
        }
        bytes += try repository.blobSize(entry.id)
        guard bytes <= EvidenceLimits.setBytes else {
          throw .tooLarge(what: "the evidence set", limit: EvidenceLimits.setBytes)
        }
        files.append(EvidenceFile(path: change.path, bytes: try repository.blob(entry.id)))
      }
      return files
    }
  }

  package func keep(_ files: [EvidenceFile], of set: EvidenceSet) throws -> ObjectID {
    try storing { () throws(StorageError) in
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

  package func keptEvidence(for claim: ObjectID, gate: GateID, phase: PhaseID) throws -> [KeptEvidence] {
    let prefix = "refs/assay/evidence/\(phase)/\(gate)/\(claim.short)/"
    let references = try storing { () throws(StorageError) in try repository.references(under: prefix) }
    let numbered = references.map { reference in
      (number: Int(reference.name.split(separator: "-").last ?? "") ?? 0, tree: reference.id)
    }
    return try numbered.sorted { $0.number < $1.number }.compactMap { kept in
      guard case .read(let set) = try evidence(kept.tree), set.claim == claim else { return nil }
      return KeptEvidence(id: kept.tree, set: set)
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
      _ = try await asking {
        try await git.coldClone(
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
      heldWorkspaces[held.path] = held
      base = held.path
    case .kept: base = "\(place)/assay-\(Hexadecimal.text(of: host.randomBytes(8)))"
    }
    return Workspace(root: base + "/workspace", home: base + "/home", temporary: base + "/tmp", temperature: .cold)
  }

  package func discard(_ workspace: Workspace) throws {
    guard let slash = workspace.root.lastIndex(of: "/") else { return }
    let base = String(workspace.root[..<slash])
    if FileManager.default.fileExists(atPath: base) { try removeTree(base) }
    heldWorkspaces[base] = nil
  }

  /// The journals, as a pattern for what stays out of an Adversary's worktrees.
  package static func journalPattern(_ policy: Policy) -> String { "/\(policy.ledgers)/JOURNAL-*.md" }
}
