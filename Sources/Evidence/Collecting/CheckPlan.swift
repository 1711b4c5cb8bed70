import WorkflowModel

/// One instance of a check, ready to be asked: matrix values put in.
struct CheckInstance: Sendable {
  let check: Check
  let values: [MatrixValue]
  /// Counted from 1; nil when the check has no matrix.
  let number: Int?

  init(_ check: Check, _ values: [MatrixValue], number: Int?) {
    self.check = check
    self.values = values
    self.number = number
  }

  /// As it is named in the statement's lists: `blast-radius (recipe=n8n)`.
  var name: String { checkName(check.id, values) }

  /// The stored log's path. `+` stands in no check id, so no two logs can share a name.
  func logPath(run: Int, _ stream: String) -> String {
    let instance = number.map { "+i\($0)" } ?? ""
    let repetition = check.repeats > 1 ? "+r\(run)" : ""
    return "logs/\(check.id)\(instance)\(repetition).\(stream)"
  }
}

/// The name of a check's instance in lists.
func checkName(_ check: CheckID, _ values: [MatrixValue]) -> String {
  values.isEmpty ? "\(check)" : "\(check) (\(values.map(\.description).joined(separator: ", ")))"
}

/// The checks in the file's order, but each after those it needs. Checks of a circle, which a linted phase file does not
/// have, come last in the file's order.
func inOrder(_ checks: [Check]) -> [Check] {
  var waiting = checks
  var ordered: [Check] = []
  var placed: Set<CheckID> = []
  let known = Set(checks.map(\.id))
  while let index = waiting.firstIndex(where: { $0.needs.allSatisfy { placed.contains($0) || !known.contains($0) } }) {
    let check = waiting.remove(at: index)
    placed.insert(check.id)
    ordered.append(check)
  }
  return ordered + waiting
}

/// The instances of a check.
func instances(of check: Check) -> [CheckInstance] {
  check.instances.enumerated().map { index, values in
    CheckInstance(check, values, number: check.matrix.isEmpty ? nil : index + 1)
  }
}
