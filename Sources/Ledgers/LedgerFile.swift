import WorkflowModel

/// An append-only Markdown file that people and agents read.
package enum LedgerFile: Hashable, Sendable {
  case status(PhaseID)
  case review(PhaseID)
  case backlog(PhaseID)
  case journal(PhaseID)
  case inbox(Role)
  case deferred
  case decisions

  /// The file's name below the ledger directory.
  package var name: String {
    switch self {
    case .status(let phase): "STATUS-\(phase).md"
    case .review(let phase): "REVIEW-\(phase).md"
    case .backlog(let phase): "BACKLOG-\(phase).md"
    case .journal(let phase): "JOURNAL-\(phase).md"
    case .inbox(let role): "INBOX-\(role.rawValue).md"
    case .deferred: "DEFERRED.md"
    case .decisions: "DECISIONS.md"
    }
  }

  /// What the file begins with when its first entry is written; nil for the files that opening a phase creates.
  var header: String? {
    switch self {
    case .inbox(let role):
      "# \(name) — messages to the \(role.rawValue)\n\nAppended by assay. Acknowledge with `assay ack ID`.\n"
    case .deferred:
      "# DEFERRED.md — work parked on the record\n\nAppended by assay. Every entry has a trigger for its return.\n"
    case .decisions:
      "# DECISIONS.md — choices that outlive their phase\n\nAppended by assay.\n"
    case .status, .review, .backlog, .journal: nil
    }
  }
}

/// A part of a ledger that one role appends to.
package enum LedgerSection: Hashable, Sendable {
  case whole
  case buildBacklog
  case adversaryFindings
}

/// Text that a record adds at the end of a section. A file that opening a phase creates is added whole.
package struct LedgerAppend: Hashable, Sendable {
  package enum Mode: Hashable, Sendable { case create, append(LedgerSection) }
  package let file: LedgerFile
  package let mode: Mode
  package let text: String
}

/// Why an append is impossible: the ledger is not as the tool left it.
package enum LedgerDamage: Error, Hashable, Sendable, CustomStringConvertible {
  case missing(String)
  case alreadyThere(String)
  case sectionMissing(String)

  package var description: String {
    switch self {
    case .missing(let file): "\(file) is missing"
    case .alreadyThere(let file): "\(file) is there already"
    case .sectionMissing(let file): "\(file) has lost its '\(LedgerSections.findingsHeading)' heading"
    }
  }
}

/// The bytes of a ledger, section by section.
package enum LedgerSections {
  static let backlogHeading = "## Build backlog"
  static let findingsHeading = "## Adversary findings"
  private static let boundary = Array("\n\(findingsHeading)\n".utf8)

  /// The new bytes of a ledger after the append.
  package static func appending(_ append: LedgerAppend, to old: [UInt8]?) throws(LedgerDamage) -> [UInt8] {
    let text = Array(append.text.utf8)
    guard let section = append.mode.section else {
      guard old == nil else { throw .alreadyThere(append.file.name) }
      return text
    }
    guard let old = old ?? append.file.header.map({ Array($0.utf8) }) else { throw .missing(append.file.name) }
    guard case .buildBacklog = section else { return old + text }
    guard let cut = boundaryIndex(in: old) else { throw .sectionMissing(append.file.name) }
    return Array(old[..<cut]) + text + Array(old[cut...])
  }

  /// The sections of a ledger's bytes, in order. Only the backlog has two; without its heading it has one.
  package static func split(_ bytes: [UInt8], of name: String) -> [ArraySlice<UInt8>] {
    guard name.hasPrefix("BACKLOG-"), let cut = boundaryIndex(in: bytes) else { return [bytes[...]] }
    return [bytes[..<cut], bytes[cut...]]
  }

  private static func boundaryIndex(in bytes: [UInt8]) -> Int? {
    guard bytes.count >= boundary.count else { return nil }
    return (0...(bytes.count - boundary.count)).first { start in
      bytes[start] == 0x0A && bytes[(start + 1)..<(start + boundary.count)].elementsEqual(boundary.dropFirst())
    }
  }
}

extension LedgerAppend.Mode {
  fileprivate var section: LedgerSection? {
    if case .append(let section) = self { section } else { nil }
  }
}
