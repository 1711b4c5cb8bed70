/// A fault put in on purpose, for a control: the run has to turn red, and for this fault's own reason.
package enum Injection: String, Hashable, Sendable, CaseIterable {
  /// Stamps the base's commit on the head's deployment.
  case wrongStamp = "wrong-stamp"
  /// The head's app ends as soon as it starts.
  case crash
  /// The head's app never becomes healthy.
  case sick
  /// The head's image does not exist.
  case noImage = "no-image"
  /// The first of the recipe's own tests is left out of their report.
  case dropTest = "drop-test"
  /// A secret's value is printed into a log.
  case leakSecret = "leak-secret"
  /// A volume stays behind.
  case leaveVolume = "leave-volume"

  /// The reason that the run has to give.
  package var reason: ReasonCode {
    switch self {
    case .wrongStamp: .wrongCheckout
    case .crash, .sick: .rolledBack
    case .noImage: .imageMissing
    case .dropTest: .testMissing
    case .leakSecret: .secretLeak
    case .leaveVolume: .teardownLeak
    }
  }
}
