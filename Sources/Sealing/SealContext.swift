import WorkflowModel

/// What a sealed entry belongs to. Bound into its key and into its ciphertext, so that neither can be taken for another's.
package struct SealContext: Hashable, Sendable {
  package let founding: ObjectID
  package let phase: PhaseID
  /// Nil for entries that are about no gate.
  package let gate: GateID?
  package let principal: PrincipalName

  package init(founding: ObjectID, phase: PhaseID, gate: GateID?, principal: PrincipalName) {
    self.founding = founding
    self.phase = phase
    self.gate = gate
    self.principal = principal
  }

  /// Names hold no bar and do not begin with a dash, so that two contexts are never the same text.
  func bytes(ending end: String) -> [UInt8] {
    let parts = ["assay-journal-v1", founding.description, phase.text, gate?.text ?? "-", principal.text, end]
    return Array(parts.joined(separator: "|").utf8)
  }
}

/// Why something could not be sealed or opened.
package enum SealingTrouble: Error, Hashable, Sendable, CustomStringConvertible {
  case secretCount(Int)
  case nonceCount(Int)
  case tooLong(Int)
  /// The text is no sealed entry.
  case form(String)
  /// The key is not the one the entry is sealed with.
  case otherKey
  /// The key is right, and the ciphertext is not what was sealed with it here.
  case damaged

  package var description: String {
    switch self {
    case .secretCount(let count): "the seal's secret has \(count) bytes, and it has to have \(SealKey.count)"
    case .nonceCount(let count): "the nonce has \(count) bytes, and it has to have \(SealedText.nonceCount)"
    case .tooLong(let count):
      "a sealed entry holds at most \(SealedEntry.limit) bytes, and this one has \(count)"
    case .form(let why): "the ciphertext is damaged: \(why)"
    case .otherKey: "it is sealed with another key"
    case .damaged: "the ciphertext is damaged, or was sealed for another place: it does not open with its key"
    }
  }
}
