import Ledgers
import WorkflowModel

/// A record that wants to be: what it says, who says it and when, and the facts that a rule needs and the records
/// alone do not give. The command judges one before it writes, the audit judges every one that history holds.
package struct Candidate: Sendable {
  package let content: RecordContent
  package let author: Author
  package let time: Timestamp
  package var facts: Facts

  package init(content: RecordContent, author: Author, time: Timestamp, facts: Facts = Facts()) {
    self.content = content
    self.author = author
    self.time = time
    self.facts = facts
  }
}

/// What was found out for a candidate. Every answer has a case for not having been asked, and no rule takes that for
/// a yes where it needs one.
package struct Facts: Sendable {
  package var subject = ObjectPresence.notAsked
  package var workingTree = WorkingTree.notAsked
  package var evidence = Reading<EvidenceSet>.notAsked
  /// Whose signature the evidence set bears.
  package var evidenceSignature = SignatureReading.notAsked
  /// The programs that ran outside the sandbox for the checks of the evidence set that passed.
  package var evidencePrograms: [ProgramUse] = []
  package var phaseFile = Reading<Phase>.notAsked
  package var policy = Reading<Policy>.notAsked
  /// For each gate with a pass: what differs between what was passed and the head.
  package var drift: [GateID: Drift] = [:]
  /// The time by the clock of whoever judges; nil where there is no clock, as in history.
  package var now: Timestamp?
  /// The head that DONE has to be computed on, where history says it.
  package var expectedHead: ObjectID?
  /// The digest of the key that the record publishes: what a seal says of its key beforehand.
  package var keyDigest: Digest?
  /// What became of each entry under that seal when the key was tried on it.
  package var sealedEntries: [ObjectID: EntryReading] = [:]
  /// Whose signature the commit bears.
  package var signature = SignatureReading.notAsked
  /// What the commit changes in the tree; nil where only the message is judged.
  package var change: TreeChange?

  package init() {}
}

package enum ObjectPresence: Hashable, Sendable { case notAsked, present, missing }

package enum WorkingTree: Hashable, Sendable {
  /// No working tree takes part: the guard and the audit have none.
  case notAsked
  case clean
  case dirty([String])
}

/// The result of reading something from outside.
package enum Reading<Value: Sendable>: Sendable {
  case notAsked
  case read(Value)
  /// Not there, or not well-formed: why, in one line.
  case unreadable(String)
}

/// Whether a sealed entry opens with the key that is published for it.
package enum EntryReading: Hashable, Sendable {
  case opened
  /// Why not, in one line.
  case closed(String)
}

/// Whose key signed a record, or an evidence set. Verifying is cryptography's business; what follows from the answer
/// is for R1 and V3.
package enum SignatureReading: Hashable, Sendable {
  /// Where signatures are off, nobody asks.
  case notAsked
  case absent
  /// No signature that can be verified here: why, in one line.
  case invalid(String)
  /// The public key that verifies it, as `kind base64`.
  case by(key: String)
}

/// What has changed since a gate was passed.
package struct Drift: Hashable, Codable, Sendable {
  /// Guarded paths that differ between the pass's subject and the branch's head.
  package var paths: [String]
  /// Whether the plan document differs from what it was at the claim.
  package var planChanged: Bool

  package init(paths: [String] = [], planChanged: Bool = false) {
    self.paths = paths
    self.planChanged = planChanged
  }
}

/// The change a commit makes to its parent's tree.
package struct TreeChange: Sendable {
  /// Below the ledger directory and the phase directory, and `assay.yml`.
  package var owned: [OwnedChange]
  /// Every other path that differs.
  package var elsewhere: [String]

  package init(owned: [OwnedChange], elsewhere: [String]) {
    self.owned = owned
    self.elsewhere = elsewhere
  }
}

/// One path of the tool's that differs.
package struct OwnedChange: Sendable {
  package let path: String
  package let before: OwnedFile?
  package let after: OwnedFile?

  package init(path: String, before: OwnedFile?, after: OwnedFile?) {
    self.path = path
    self.before = before
    self.after = after
  }
}

package struct OwnedFile: Sendable {
  package let id: ObjectID
  package let isPlainFile: Bool
  package let bytes: [UInt8]

  package init(id: ObjectID, isPlainFile: Bool, bytes: [UInt8]) {
    self.id = id
    self.isPlainFile = isPlainFile
    self.bytes = bytes
  }
}
