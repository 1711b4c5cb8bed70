import WorkflowModel

/// The bytes that a checklist's digest is made of, version 1. Digests live in histories: a change to this form is a new
/// version beside it, never an edit.
///
/// Every value is a letter for its shape and its length or count before its content, so that no two checklists
/// share a form: `t<bytes>:<text>`, `l<count>:<elements>`, `-` for what is absent.
struct CanonicalForm {
  private(set) var bytes: [UInt8] = []

  static func bytes(gate: GateID, checks: [Check]) -> [UInt8] {
    var form = CanonicalForm()
    form.text("assay checklist 1")
    form.text(gate.text)
    form.list(checks.sorted { $0.id < $1.id }) { $0.check($1) }
    return form.bytes
  }

  private mutating func text(_ text: String) {
    bytes += Array("t\(text.utf8.count):".utf8) + Array(text.utf8)
  }

  private mutating func list<Element>(_ elements: [Element], _ write: (inout CanonicalForm, Element) -> Void) {
    bytes += Array("l\(elements.count):".utf8)
    for element in elements { write(&self, element) }
  }

  private mutating func optional<Value>(_ value: Value?, _ write: (inout CanonicalForm, Value) -> Void) {
    if let value { write(&self, value) } else { bytes.append(UInt8(ascii: "-")) }
  }

  private mutating func texts(_ texts: [String]) { list(texts) { $0.text($1) } }
  private mutating func sortedTexts(_ texts: [String]) {
    self.texts(texts.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
  }
  private mutating func integer(_ number: Int) { text(String(number)) }

  private mutating func number(_ number: Double) {
    // -0 and 0 are one number.
    text(String((number == 0 ? 0 : number).bitPattern, radix: 16))
  }

  private mutating func check(_ check: Check) {
    text(check.id.text)
    kind(check.asks)
    switch check.expects {
    case .success(let conditions):
      text("success")
      self.conditions(conditions)
    case .failure(let conditions):
      text("failure")
      self.conditions(conditions)
    }
    if case .http = check.asks { response(check.expects.conditions) }
    integer(check.repeats)
    list(check.matrix.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }) { form, axis in
      form.text(axis.name)
      form.texts(axis.values)
    }
    let time = check.timeout.components
    text("\(time.seconds).\(time.attoseconds)")
    list(check.environment.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) { form, variable in
      form.text(variable.key)
      form.text(variable.value)
    }
    sortedTexts(check.needs.map(\.text))
    // Of checks that name none there is no trace: the form of older phase files stays as it was. What follows a check
    // begins with another letter.
    let options = [check.network == .shared ? "network" : nil, check.company == .independent ? "independent" : nil]
    if options.contains(where: { $0 != nil }) { sortedTexts(options.compactMap(\.self)) }
  }

  /// What only checks of kind http ask.
  private mutating func response(_ conditions: Conditions) {
    optional(conditions.status) { $0.bounds($1) }
    list(conditions.headers.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }) { form, header in
      form.text(header.name)
      form.textCondition(header.value)
    }
  }

  private mutating func kind(_ kind: CheckKind) {
    switch kind {
    case .run(let command):
      text("run")
      self.command(command)
    case .junit(let command, let reports):
      text("junit")
      self.command(command)
      text(reports)
    case .git(let facts):
      text("git")
      list(facts) { $0.gitFact($1) }
    case .file(let facts):
      text("file")
      list(facts) { $0.fileFact($1) }
    case .http(let request):
      texts(["http", request.method, request.url])
      list(request.headers.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) { form, header in
        form.texts([header.key, header.value])
      }
      optional(request.body) { $0.text($1) }
    case .inspect(let inspection):
      texts(["inspect", inspection.path, inspection.question])
      optional(inspection.lines) { $0.texts([String($1.first), String($1.last)]) }
    case .harness(let trial):
      texts(["harness", trial.recipe, trial.source, trial.head])
      optional(trial.base) { $0.text($1) }
      sortedTexts(trial.stages)
      optional(trial.metadata) { $0.text($1) }
      optional(trial.injection) { $0.text($1) }
    }
  }

  private mutating func command(_ command: Command) {
    switch command {
    case .shell(let script):
      text("shell")
      text(script)
    case .arguments(let arguments):
      text("arguments")
      texts(arguments)
    }
  }

  private mutating func gitFact(_ fact: GitFact) {
    switch fact {
    case .blob(let commit, let path, let condition):
      texts(["blob", commit, path])
      textCondition(condition)
    case .unchanged(let path, let from, let to): texts(["unchanged", path, from, to])
    case .unchangedLines(let path, let first, let last, let from, let to):
      texts(["unchanged lines", path, String(first), String(last), from, to])
    case .tag(let name, let target, let annotated): texts(["tag", name, target, annotated ? "annotated" : "any"])
    case .ancestor(let commit, let descendant, let distance):
      texts(["ancestor", commit, descendant])
      optional(distance) { $0.integer($1) }
    }
  }

  private mutating func fileFact(_ fact: FileFact) {
    switch fact {
    case .present(let path): texts(["present", path])
    case .absent(let path): texts(["absent", path])
    case .text(let path, let condition):
      texts(["text", path])
      textCondition(condition)
    case .json(let path, let conditions):
      texts(["json", path])
      json(conditions)
    case .digest(let path, let digest): texts(["digest", path, digest.hex])
    }
  }

  private mutating func conditions(_ conditions: Conditions) {
    optional(conditions.exit) { $0.integer($1) }
    optional(conditions.stdout) { $0.textCondition($1) }
    optional(conditions.stderr) { $0.textCondition($1) }
    json(conditions.json)
    optional(conditions.collected) { $0.bounds($1) }
    optional(conditions.failed) { $0.bounds($1) }
    sortedTexts(conditions.passed)
    list(conditions.files) { $0.fileFact($1) }
  }

  private mutating func textCondition(_ condition: TextCondition) {
    sortedTexts(condition.contains)
    sortedTexts(condition.lacks)
    sortedTexts(condition.matches)
    optional(condition.equals) { $0.text($1) }
    optional(condition.lines) { $0.bounds($1) }
  }

  private mutating func bounds(_ bounds: Bounds) {
    optional(bounds.min) { $0.integer($1) }
    optional(bounds.max) { $0.integer($1) }
  }

  private mutating func json(_ conditions: [JSONCondition]) {
    // Keys of a mapping have no order; several tests of one key keep theirs, which the reader fixes.
    let ordered = conditions.enumerated().sorted { left, right in
      left.element.pointer == right.element.pointer
        ? left.offset < right.offset
        : left.element.pointer.utf8.lexicographicallyPrecedes(right.element.pointer.utf8)
    }
    list(ordered.map(\.element)) { form, condition in
      form.text(condition.pointer)
      switch condition.test {
      case .equals(let value):
        form.text("equals")
        form.scalar(value)
      case .oneOf(let values):
        form.text("one of")
        form.list(values) { $0.scalar($1) }
      case .between(let least, let most):
        form.text("between")
        form.optional(least) { $0.number($1) }
        form.optional(most) { $0.number($1) }
      case .exists: form.text("exists")
      }
    }
  }

  private mutating func scalar(_ scalar: Scalar) {
    switch scalar {
    case .text(let text): texts(["text", text])
    case .number(let number):
      text("number")
      self.number(number)
    case .boolean(let value): text(value ? "true" : "false")
    case .null: text("null")
    }
  }
}
