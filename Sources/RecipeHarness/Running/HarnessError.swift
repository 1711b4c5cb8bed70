/// Why a run gave no results.
package enum HarnessError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The harness's own files.
  case state(String)
  /// The recipe's repository.
  case source(String)
  /// What was asked.
  case request(String, mend: String)

  package var description: String {
    switch self {
    case .state(let why): "the harness cannot keep its state: \(why)"
    case .source(let why): "the recipe's repository cannot be used: \(why)"
    case .request(let why, _): why
    }
  }
}
