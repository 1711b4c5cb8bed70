/// A unit of work, as its phase file declares it.
package struct Phase: Hashable, Codable, Sendable {
  package let id: PhaseID
  package let title: String
  /// Path of the plan document on the coordination branch.
  package let plan: String?
  package let freshness: Duration
  package let adversaries: Int
  package let rounds: Int
  package let waivers: WaiverAuthority
  /// What the file says of the journal; nil means: as the policy says.
  package let journal: JournalMode?
  /// The branch whose head the subjects are compared with; nil means the coordination branch.
  package let branch: String?
  package let items: [DoDItem]
  package let gates: [Gate]
  package let protections: [Protection]
  package let liveness: Liveness

  package init(
    id: PhaseID, title: String, plan: String? = nil, freshness: Duration = .seconds(86400), adversaries: Int = 1,
    rounds: Int = 5, waivers: WaiverAuthority = .operator, journal: JournalMode? = nil, branch: String? = nil,
    items: [DoDItem], gates: [Gate], protections: [Protection] = [], liveness: Liveness = Liveness()
  ) {
    self.id = id
    self.title = title
    self.plan = plan
    self.freshness = freshness
    self.adversaries = adversaries
    self.rounds = rounds
    self.waivers = waivers
    self.journal = journal
    self.branch = branch
    self.items = items
    self.gates = gates
    self.protections = protections
    self.liveness = liveness
  }

  /// Sealed unless the file says otherwise, where signatures are required.
  package func journalMode(under policy: Policy) -> JournalMode {
    journal ?? (policy.signatures == .required ? .sealed : .open)
  }

  package func gate(_ id: GateID) -> Gate? { gates.first { $0.id == id } }
}

/// Paths of a branch that do not change until a gate has passed.
package struct Protection: Hashable, Codable, Sendable {
  package let paths: [String]
  package let until: GateID
  /// Nil means the coordination branch.
  package let branch: String?

  package init(paths: [String], until: GateID, branch: String? = nil) {
    self.paths = paths
    self.until = until
    self.branch = branch
  }
}

package enum WaiverAuthority: String, Codable, Sendable { case adversary, `operator` }

/// Whether the Builder's journal can be read by everyone at once, or by others only after the gate's ruling.
package enum JournalMode: String, Codable, Sendable { case open, sealed }

/// A condition of the phase being done.
package struct DoDItem: Hashable, Codable, Sendable {
  package let id: DoDItemID
  package let title: String

  package init(id: DoDItemID, title: String) {
    self.id = id
    self.title = title
  }
}

/// A point that is passed or not.
package struct Gate: Hashable, Codable, Sendable {
  package let id: GateID
  package let title: String
  package let covers: [DoDItemID]
  package let needs: [GateID]
  /// Patterns of the paths whose change makes a pass stale.
  package let paths: [String]
  /// How many distinct principals have to rule PASS; nil means the phase's number.
  package let adversaries: Int?
  package let checks: [Check]
  /// Clauses of the checklist that this version of the tool cannot ask yet. Shown, never counted.
  package let unasked: [UnaskedCheck]
  /// What a claim is bound to (C6): the digest of the gate's checks in canonical form.
  package let checklist: Digest

  package init(
    id: GateID, title: String, covers: [DoDItemID], needs: [GateID] = [], paths: [String] = [],
    adversaries: Int? = nil, checks: [Check], unasked: [UnaskedCheck] = [], checklist: Digest
  ) {
    self.id = id
    self.title = title
    self.covers = covers
    self.needs = needs
    self.paths = paths
    self.adversaries = adversaries
    self.checks = checks
    self.unasked = unasked
    self.checklist = checklist
  }

  package func check(_ id: CheckID) -> Check? { checks.first { $0.id == id } }
}

/// A clause that the checklist names but that is not asked, and why.
package struct UnaskedCheck: Hashable, Codable, Sendable {
  package let id: CheckID
  package let reason: String

  package init(id: CheckID, reason: String) {
    self.id = id
    self.reason = reason
  }
}

/// A SHA-256 digest, written as 64 lower-case hexadecimal digits.
package struct Digest: Hashable, Sendable, LosslessStringConvertible, Codable {
  package let hex: String

  package init?(_ description: String) {
    guard description.utf8.count == 64, Hexadecimal.bytes(of: description) != nil else { return nil }
    hex = description
  }

  package var description: String { hex }

  package init(from decoder: any Decoder) throws { self = try decodeText(from: decoder, as: "a SHA-256 digest") }
  package func encode(to encoder: any Encoder) throws { try encodeText(to: encoder) }
}
