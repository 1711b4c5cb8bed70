import WorkflowModel

extension [JSONCondition] {
  /// Asks the conditions of a text that has to be JSON; `what` names it in the answer.
  func answer(_ what: String, _ bytes: [UInt8], for request: RequestIdentity) -> Answer {
    guard !isEmpty else { return .holds }
    let document: JSONValue
    do { document = try JSONReader.read(bytes) } catch { return .error("\(what) is not JSON: \(error)") }
    if let staleness = document.identity.staleness(of: what, for: request) { return .error(staleness) }
    for condition in self {
      let answer = condition.answer(what, document)
      guard answer == .holds else { return answer }
    }
    return .holds
  }
}

extension JSONCondition {
  fileprivate func answer(_ what: String, _ document: JSONValue) -> Answer {
    let place = "\(shown(pointer)) in \(what)"
    guard let found = document.value(at: pointer) else { return .fails("there is no \(place)") }
    func verdict(_ holds: Bool, _ wanted: String) -> Answer {
      holds ? .holds : .fails("\(place) is \(found.words), expected \(wanted)")
    }
    switch test {
    case .exists: return .holds
    case .equals(let scalar): return verdict(found == JSONValue(scalar), JSONValue(scalar).words)
    case .oneOf(let scalars):
      let choices = scalars.map { JSONValue($0) }
      return verdict(choices.contains(found), "one of " + choices.map(\.words).joined(separator: ", "))
    case .between(let low, let high):
      let wanted = [low.map { "at least \(numberWords($0))" }, high.map { "at most \(numberWords($0))" }]
      let words = wanted.compactMap { $0 }.joined(separator: ", ")
      guard case .number(let number) = found else { return verdict(false, "a number, \(words)") }
      return verdict((low.map { number >= $0 } ?? true) && (high.map { number <= $0 } ?? true), words)
    }
  }
}

extension JSONValue {
  fileprivate init(_ scalar: Scalar) {
    switch scalar {
    case .text(let value): self = .text(value)
    case .number(let value): self = .number(value)
    case .boolean(let value): self = .boolean(value)
    case .null: self = .null
    }
  }
}
