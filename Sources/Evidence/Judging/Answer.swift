import WorkflowModel

/// What became of one condition.
enum Answer: Hashable, Sendable {
  case holds
  /// What was found and what was expected.
  case fails(String)
  /// It could not be asked.
  case error(String)
  /// The observation does not say: only when a stored set is judged again.
  case unknown
}

/// A run's status and, unless it is a pass, why.
struct Judgement: Hashable, Sendable {
  let status: CheckStatus
  let reason: String

  static let pass = Judgement(status: .pass, reason: "")
  static func fail(_ reason: String) -> Judgement { Judgement(status: .fail, reason: reason) }
  static func error(_ reason: String) -> Judgement { Judgement(status: .error, reason: reason) }
}

/// What was seen of one run.
struct Observation {
  let ending: Ending
  /// Of a response: its body.
  var stdout: ObservedText
  let stderr: ObservedText
  /// The reports of a junit check.
  var tests: TestCounts?
  /// The head of the response to an http check.
  var response: HTTPHead?
  /// Asks about a file of the workspace as the run left it.
  let file: (FileFact) -> Answer
  /// What the results have to belong to, where they say so.
  let request: RequestIdentity
}

/// How a run ended, as it is stored.
enum Ending: Hashable, Sendable {
  case exit(Int)
  case signal(Int)
}

enum ObservedText {
  case whole([UInt8])
  case tooLarge(bytes: Int)
  /// A stored log that is not all of the output, or not as it was.
  case unknown
}

/// A text from outside, bounded and inert, to stand in a reason.
func shown(_ text: String, limit: Int = 80) -> String {
  let line = InertText.line(String(text.prefix(limit * 2)))
  return line.count > limit ? "\(line.prefix(limit))…" : line
}

func shown(_ bytes: some Collection<UInt8>, limit: Int = 80) -> String {
  shown(String(decoding: bytes.prefix(limit * 4), as: UTF8.self), limit: limit)
}

extension Bounds {
  /// `exactly 3`, `at least 3`, `at most 3`, `between 3 and 5`.
  var words: String {
    switch (min, max) {
    case (let low?, let high?) where low == high: "exactly \(low)"
    case (let low?, let high?): "between \(low) and \(high)"
    case (let low?, nil): "at least \(low)"
    case (nil, let high?): "at most \(high)"
    case (nil, nil): "any number"
    }
  }
}
