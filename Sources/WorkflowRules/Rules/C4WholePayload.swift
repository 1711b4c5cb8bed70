import WorkflowModel

/// C4 — WHAT, HOW, EXPECTED and WHERE are all present and not placeholders; HOW covers every check of the gate: it
/// names each by its id, or names `assay collect <gate>`, which runs them all.
package enum WholePayload: RefusalReason {
  case missing(part: String)
  case placeholder(part: String, text: String)
  case uncovered([CheckID])

  package var found: String {
    switch self {
    case .missing(let part): "\(part) is missing"
    case .placeholder(let part, let text): "\(part) is a placeholder: '\(InertText.line(text))'"
    case .uncovered(let checks): "HOW does not name the checks \(list(checks))"
    }
  }

  package var mend: String {
    switch self {
    case .missing(let part), .placeholder(let part, _):
      "say it with --\(part.lowercased()) TEXT, or in --file PAYLOAD.md"
    case .uncovered: "name each check in HOW, or write there: assay collect GATE"
    }
  }
}

enum C4WholePayload: Rule {
  static func refusals(of candidate: Candidate, in state: WorkflowState) -> [Refusal] {
    guard case .claim(let claim) = candidate.content.act, let id = candidate.content.phase,
      let gate = state.phases[id]?.phase.gate(claim.gate)
    else { return [] }
    var refusals: [Refusal] = []
    for part in claim.payload.parts {
      let text = PlainWords.trimmed(part.text)
      if text.isEmpty {
        refusals.append(.c4(.missing(part: part.name)))
      } else if PlainWords.isPlaceholder(text) {
        refusals.append(.c4(.placeholder(part: part.name, text: text)))
      }
    }
    guard refusals.isEmpty else { return refusals }
    let words = PlainWords.tokens(of: claim.payload.how)
    let call = ["assay", "collect", gate.id.text]
    guard !words.indices.contains(where: { words[$0...].starts(with: call) }) else { return [] }
    let uncovered = gate.checks.map(\.id).filter { !words.contains($0.text) }
    return uncovered.isEmpty ? [] : [.c4(.uncovered(uncovered))]
  }
}
