import WorkflowModel

/// Puts matrix values where `${axis}` stands.
struct MatrixSubstitution {
  let values: [MatrixValue]

  func text(_ text: String) -> String {
    values.reduce(text) { $0.replacing("${\($1.axis)}", with: $1.value) }
  }

  /// Into shell source nothing is put: the shell reads the axis as a variable.
  func command(_ command: Command) -> Command {
    if case .arguments(let list) = command { .arguments(list.map(text)) } else { command }
  }

  func request(_ request: HTTPRequest) -> HTTPRequest {
    HTTPRequest(
      method: request.method, url: text(request.url), headers: request.headers.mapValues(text),
      body: request.body.map(text))
  }

  func trial(_ trial: RecipeTrial) -> RecipeTrial {
    RecipeTrial(
      recipe: text(trial.recipe), source: text(trial.source), head: text(trial.head), base: trial.base.map(text),
      stages: trial.stages, metadata: trial.metadata.map(text), injection: trial.injection)
  }

  func conditions(_ conditions: Conditions) -> Conditions {
    guard !values.isEmpty else { return conditions }
    var result = conditions
    result.stdout = conditions.stdout.map(condition)
    result.stderr = conditions.stderr.map(condition)
    result.json = conditions.json.map(json)
    result.passed = conditions.passed.map(text)
    result.files = conditions.files.map(fact)
    result.headers = conditions.headers.map { HeaderCondition(name: $0.name, value: condition($0.value)) }
    return result
  }

  func fact(_ fact: FileFact) -> FileFact {
    switch fact {
    case .present(let path): .present(path: text(path))
    case .absent(let path): .absent(path: text(path))
    case .text(let path, let wanted): .text(path: text(path), condition(wanted))
    case .json(let path, let wanted): .json(path: text(path), wanted.map(json))
    case .digest(let path, let digest): .digest(path: text(path), digest)
    }
  }

  func fact(_ fact: GitFact) -> GitFact {
    switch fact {
    case .blob(let commit, let path, let wanted):
      .blob(commit: text(commit), path: text(path), condition(wanted))
    case .unchanged(let path, let from, let to): .unchanged(path: text(path), from: text(from), to: text(to))
    case .unchangedLines(let path, let first, let last, let from, let to):
      .unchangedLines(path: text(path), first: first, last: last, from: text(from), to: text(to))
    case .tag(let name, let target, let annotated): .tag(text(name), pointsAt: text(target), annotated: annotated)
    case .ancestor(let older, let newer, let distance):
      .ancestor(text(older), of: text(newer), distance: distance)
    }
  }

  private func condition(_ condition: TextCondition) -> TextCondition {
    TextCondition(
      contains: condition.contains.map(text), lacks: condition.lacks.map(text),
      matches: condition.matches.map(pattern), equals: condition.equals.map(text), lines: condition.lines)
  }

  /// In a regular expression a value stands for itself, whatever characters it has.
  private func pattern(_ pattern: String) -> String {
    values.reduce(pattern) { $0.replacing("${\($1.axis)}", with: Self.quoted($1.value)) }
  }

  private static func quoted(_ value: String) -> String {
    String(value.flatMap { #"\^$.|?*+()[]{}/-"#.contains($0) ? ["\\", $0] : [$0] })
  }

  private func json(_ condition: JSONCondition) -> JSONCondition {
    func scalar(_ scalar: Scalar) -> Scalar {
      if case .text(let value) = scalar { .text(text(value)) } else { scalar }
    }
    let test: JSONTest =
      switch condition.test {
      case .equals(let value): .equals(scalar(value))
      case .oneOf(let choices): .oneOf(choices.map(scalar))
      case .between, .exists: condition.test
      }
    return JSONCondition(pointer: text(condition.pointer), test: test)
  }
}
