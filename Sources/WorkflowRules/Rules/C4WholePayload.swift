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
  private static let placeholders: Set<String> = [
    "-", "--", "…", "...", "?", "??", "???", "none", "n/a", "na", "todo", "tbd", "tba", "fixme", "xxx", "pending",
    "placeholder", "not yet", "later", "unknown", "fill in", "to do", "to be done", "wip", "what", "how", "expected",
    "where",
  ]

  static func refusals(of candidate: Candidate, in state: WorkflowState) -> [Refusal] {
    guard case .claim(let claim) = candidate.content.act, let id = candidate.content.phase,
      let gate = state.phases[id]?.phase.gate(claim.gate)
    else { return [] }
    var refusals: [Refusal] = []
    for part in claim.payload.parts {
      let text = part.text.trimmed
      if text.isEmpty {
        refusals.append(.c4(.missing(part: part.name)))
      } else if isPlaceholder(text) {
        refusals.append(.c4(.placeholder(part: part.name, text: text)))
      }
    }
    guard refusals.isEmpty else { return refusals }
    let words = claim.payload.how.tokens
    let named = Set(words)
    let collects = zip(words, zip(words.dropFirst(), words.dropFirst(2)))
      .contains { $0 == "assay" && $1.0 == "collect" && $1.1 == gate.id.text }
    guard !collects else { return [] }
    let uncovered = gate.checks.map(\.id).filter { !named.contains($0.text) }
    return uncovered.isEmpty ? [] : [.c4(.uncovered(uncovered))]
  }

  /// The longest placeholder is shorter by far.
  private static let longest = 64

  private static func isPlaceholder(_ text: String) -> Bool {
    // In capitals and first, they announce that something is missing; elsewhere they may be the matter itself.
    if let first = text.firstToken, ["TODO", "TBD", "TBA", "FIXME", "XXX"].contains(first) { return true }
    var core = text[...]
    while let last = core.last, ".!:;".contains(last), core.dropLast().first != nil { core.removeLast() }
    if (core.first == "<" && core.last == ">") || (core.first == "[" && core.last == "]") { return true }
    if core.utf8.count <= longest {
      let small = text.lowercased()
      if placeholders.contains(core.lowercased()) || placeholders.contains(small) { return true }
    }
    return !core.unicodeScalars.contains { $0.properties.isAlphabetic || $0.properties.numericType != nil }
  }
}

extension String {
  fileprivate var trimmed: String {
    let isSpace: (Character) -> Bool = { $0.isWhitespace }
    guard let first, let last, isSpace(first) || isSpace(last) else { return self }
    return String(drop(while: isSpace).reversed().drop(while: isSpace).reversed())
  }

  /// Runs of the characters that ids are made of, without the punctuation that ends a sentence.
  fileprivate var tokens: [String] { split { !$0.isOfToken }.map { $0.withoutFullStops } }

  fileprivate var firstToken: String? {
    let rest = drop { !$0.isOfToken }
    return rest.isEmpty ? nil : rest.prefix { $0.isOfToken }.withoutFullStops
  }
}

extension Substring {
  fileprivate var withoutFullStops: String {
    var token = self
    while token.last == "." { token.removeLast() }
    return String(token)
  }
}

extension Character {
  fileprivate var isOfToken: Bool {
    guard let value = asciiValue else { return false }
    return isASCIILetterOrDigit(value) || self == "-" || self == "_" || self == "."
  }

  private func isASCIILetterOrDigit(_ value: UInt8) -> Bool {
    (0x30...0x39).contains(value) || (0x61...0x7A).contains(value | 0x20) && value >= 0x41
  }
}
