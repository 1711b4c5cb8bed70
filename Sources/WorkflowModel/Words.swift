/// The Adversary's word on a claim.
package enum Ruling: String, Codable, CaseIterable, Sendable {
  case pass = "PASS"
  case fail = "FAIL"
  case conditional = "CONDITIONAL"
}

/// Whether a finding keeps the phase from being done.
package enum Severity: String, Codable, CaseIterable, Sendable { case blocking, minor }

/// Whether an unacknowledged message keeps the phase from being done.
package enum MessageWeight: String, Codable, Sendable { case blocking, note }

/// Whether the Builder's journal was ever in the ruling Adversary's worktree.
package enum JournalExposure: String, Codable, Sendable {
  case leftOut = "left-out"
  case materialised
}

/// What became of a pre-registered probe.
package enum ProbeResult: String, Codable, CaseIterable, Sendable {
  case held, broke
  case notTried = "not-tried"
}

/// Something the Adversary says beforehand that they will try.
package struct Probe: Hashable, Codable, Sendable {
  package let id: ProbeID
  package let text: String

  package init(id: ProbeID, text: String) {
    self.id = id
    self.text = text
  }
}

/// The account a verdict gives of one probe.
package struct ProbeAccount: Hashable, Codable, Sendable {
  package let id: ProbeID
  package let result: ProbeResult
  package let note: String

  package init(id: ProbeID, result: ProbeResult, note: String) {
    self.id = id
    self.result = result
    self.note = note
  }
}

/// The four parts of a claim.
package struct Payload: Hashable, Codable, Sendable {
  package let what: String
  package let how: String
  package let expected: String
  package let place: String

  package init(what: String, how: String, expected: String, place: String) {
    self.what = what
    self.how = how
    self.expected = expected
    self.place = place
  }

  /// The parts under their contract names, in the contract's order.
  package var parts: [(name: String, text: String)] {
    [("WHAT", what), ("HOW", how), ("EXPECTED", expected), ("WHERE", place)]
  }
}
