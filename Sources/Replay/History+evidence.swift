import Evidence
import GitObjects
import Signatures
import WorkflowModel
import WorkflowRules

extension History {
  /// The set whose tree has that id, read strictly: digests are verified in reading, and with the gate that was asked
  /// every answer that the stored outputs can settle is worked out again.
  package func evidence(_ tree: ObjectID, asked gate: Gate? = nil) throws -> Reading<StoredEvidence> {
    guard try objects.kind(of: tree) == .tree else {
      return .unreadable("there is no evidence tree \(tree.short)")
    }
    do {
      let stored = try EvidenceReader.open(files: try files(of: tree).map { ($0.path, $0.bytes) })
      if let gate, let discrepancy = EvidenceReader.recheck(stored, gate).first {
        return .unreadable(discrepancy.description)
      }
      return .read(stored)
    } catch let error as EvidenceError {
      return .unreadable(error.description)
    } catch let error as UnfitTree {
      return .unreadable(error.why)
    }
  }

  /// The first place that somebody says to have read otherwise than the subject has it; nil where all is as said, or the
  /// subject is not here.
  func misread(in evidence: StoredEvidence) throws -> String? {
    let subject = evidence.set.subject
    guard !evidence.inspected.isEmpty, try objects.kind(of: subject) == .commit else { return nil }
    for read in evidence.inspected {
      guard let entry = try entry(at: read.path, of: subject), entry.id == read.blob,
        entry.mode != .directory, entry.mode != .submodule
      else {
        return
          "it says that '\(InertText.line(read.path))' was read as blob \(read.blob.short), which the subject does not have there"
      }
      if let trouble = read.trouble(in: try objects.blob(entry.id)) { return trouble }
    }
    return nil
  }

  /// Whether what was read is for all times a part of the history that a commit ends: then everybody who reads the history
  /// can read the subject as well, and comes to the same answer.
  func isWithin(_ evidence: StoredEvidence, historyOf commit: ObjectID?) throws -> Bool {
    let subject = evidence.set.subject
    guard let commit, !evidence.inspected.isEmpty, try objects.kind(of: subject) == .commit else { return false }
    return try objects.isAncestor(subject, of: commit)
  }

  /// Whether the set is signed with the key that the policy has for the principal.
  func signature(of evidence: StoredEvidence, by name: PrincipalName, under policy: Policy) -> SignatureReading {
    guard let envelope = evidence.envelope else { return .absent }
    guard let line = policy.principal(named: name)?.key else { return .invalid("assay.yml has no key of \(name)") }
    do {
      let key = try SSHPublicKey(line: line)
      guard envelope.key == key.fingerprint else {
        return .invalid("it is of the key \(InertText.line(envelope.key)), and \(name) has \(key.fingerprint)")
      }
      try EvidenceSignature.verify(envelope.signature, over: evidence.message, by: key)
      return .by(key: key.line)
    } catch {
      return .invalid("\(error)")
    }
  }

  /// The set that a commit carries below the directory, if its tree is the one that the record cites, and the commit is
  /// the one that brings it: a set that lay there before was another record's.
  func carriedEvidence(
    _ tree: ObjectID, in directory: String, of commit: ObjectID, parent: ObjectID?, asked gate: Gate?
  ) throws -> Reading<StoredEvidence> {
    guard let slash = directory.lastIndex(of: "/") else { return .unreadable("no place for evidence") }
    let place = String(directory[..<slash])
    let prefix = directory[directory.index(after: slash)...] + "-"
    let before = Set(try parent.map { try entries(in: place, of: $0) }?.map(\.name) ?? [])
    let brought = try entries(in: place, of: commit).filter { !before.contains($0.name) }
    guard brought.contains(where: { $0.id == tree && $0.name.afterPrefix(String(prefix)) != nil }) else {
      return .unreadable("the record does not carry the evidence tree \(tree.short) that it cites")
    }
    return try evidence(tree, asked: gate)
  }

  private func entries(in directory: String, of commit: ObjectID) throws -> [TreeEntry] {
    guard let entry = try entry(at: directory, of: commit), entry.mode == .directory else { return [] }
    return try objects.tree(entry.id)
  }

  private func files(of tree: ObjectID) throws -> [EvidenceFile] {
    var files: [EvidenceFile] = []
    var bytes = 0
    let changes: [PathChange]
    do {
      changes = try objects.changes(fromTree: nil, toTree: tree, under: [], limit: EvidenceLimits.setFiles * 2)
    } catch StorageError.tooLarge {
      throw UnfitTree(why: "it has more than \(EvidenceLimits.setFiles) files")
    }
    for change in changes {
      guard let entry = change.after, entry.mode == .file else {
        throw UnfitTree(why: "it holds plain files only, and \(InertText.line(change.path)) is none")
      }
      bytes += try objects.blobSize(entry.id)
      guard bytes <= EvidenceLimits.setBytes else {
        throw UnfitTree(why: "it has more than \(EvidenceLimits.setBytes) bytes")
      }
      files.append(EvidenceFile(path: change.path, bytes: try objects.blob(entry.id)))
    }
    return files
  }
}

/// A tree that is there, whole, and can be no evidence set. Whoever wrote it must not be able to end an audit with it.
private struct UnfitTree: Error {
  let why: String
}
