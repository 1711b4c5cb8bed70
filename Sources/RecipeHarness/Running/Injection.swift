/// A fault put in on purpose, for a control: the run has to turn red, and for this fault's own reason.
package enum Injection: Hashable, Sendable {
  /// Stamps another commit on the head's deployment: this one, or the base's.
  case stamp(String?)
  /// The head's app ends as soon as it starts.
  case crash
  /// The head's app never becomes healthy.
  case sick
  /// The head's image does not exist.
  case noImage
  /// The first of the recipe's named tests is left out of their report.
  case dropTest
  /// A secret's value is printed into a log.
  case leakSecret
  /// A volume stays behind.
  case leaveVolume

  /// `stamp` alone, or with the commit to be stamped: `stamp=eb96de94`.
  package init?(_ text: String) {
    let commit = text.hasPrefix("stamp=") ? text.dropFirst("stamp=".count) : nil
    if let commit {
      guard (4...64).contains(commit.utf8.count), commit.allSatisfy({ $0.isHexDigit && !$0.isUppercase }) else {
        return nil
      }
      self = .stamp(String(commit))
      return
    }
    guard let known = Self.named.first(where: { $0.text == text }) else { return nil }
    self = known
  }

  package static let named: [Injection] = [
    .stamp(nil), .crash, .sick, .noImage, .dropTest, .leakSecret, .leaveVolume,
  ]

  package var text: String {
    switch self {
    case .stamp(let commit): commit.map { "stamp=\($0)" } ?? "stamp"
    case .crash: "crash"
    case .sick: "sick"
    case .noImage: "no-image"
    case .dropTest: "drop-test"
    case .leakSecret: "leak-secret"
    case .leaveVolume: "leave-volume"
    }
  }

  /// The reason that the run has to give.
  package var reason: ReasonCode {
    switch self {
    case .stamp: .wrongCheckout
    case .crash, .sick: .rolledBack
    case .noImage: .imageMissing
    case .dropTest: .testMissing
    case .leakSecret: .secretLeak
    case .leaveVolume: .teardownLeak
    }
  }
}
