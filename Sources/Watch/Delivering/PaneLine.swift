import WorkflowModel

extension Delivery {
  /// What is typed into a pane, such as `assay: claim M1 of dstamp, event 3f2a41c0b7d2, run: assay brief`.
  ///
  /// An agent takes what is typed for its user's words, and a shell for a command. So nothing that a party wrote stands
  /// in it, no title and no reason: only words of this tool and declared names, of characters that mean nothing to a
  /// shell. What happened is for `assay` to tell, as data.
  var paneLine: String {
    var words = "assay: \(event.kind.rawValue)"
    if let gate = event.gate { words += " \(gate)" }
    if let phase = event.phase { words += " of \(phase)" }
    words += ", event \(event.record?.short ?? Self.harmless(event.id))"
    let next = event.next ?? ""
    return words + ", run: \(!next.isEmpty && Self.harmless(next) == next ? next : "assay brief")"
  }

  /// Bounded, with a minus in the place of everything that could mean something somewhere.
  private static func harmless(_ text: String) -> String {
    String(text.prefix(100).map { isHarmless($0) ? $0 : "-" })
  }

  private static func isHarmless(_ character: Character) -> Bool {
    character.isASCII && (character.isLetter || character.isNumber || " ._-:/,+".contains(character))
  }
}
