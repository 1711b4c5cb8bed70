import Evidence
import WorkflowModel

/// A collection's progress: a line for each check that begins and ends and, on a terminal, one that is written over, with
/// what runs, for how long, and how much is left.
struct ProgressLine {
  let isTerminal: Bool

  func text(_ progress: CollectionProgress) -> String {
    switch progress {
    case .began(let check, let instance, let number, let count):
      return line("[\(number)/\(count)] \(Self.name(check, instance))")
    case .ran(let check, let run, let count, let status, let length):
      // The last one is told by the end.
      return run < count ? line("  \(check) run \(run) of \(count): \(status.rawValue), \(Self.words(length))") : ""
    case .finished(let check, let instance, let status, let reason, let length):
      return line(
        "  \(Self.name(check, instance)): \(status.rawValue), \(Self.words(length))\(reason.isEmpty ? "" : ": \(reason)")"
      )
    case .running(let checks, let left):
      guard isTerminal else { return "" }
      let names = checks.prefix(3).map { "\($0.name) \(Self.words($0.since))" } + (checks.count > 3 ? ["…"] : [])
      return "\(Self.fresh)  \(names.joined(separator: ", "))\(left > 0 ? "; \(left) to come" : "")"
    }
  }

  private static let fresh = "\r\u{1B}[K"

  private func line(_ text: String) -> String { (isTerminal ? Self.fresh : "") + text + "\n" }

  private static func name(_ check: CheckID, _ instance: [MatrixValue]) -> String {
    ([check.text] + instance.map(\.description)).joined(separator: " ")
  }

  /// `0.3s`, `12s`, `3m05s`
  static func words(_ length: Duration) -> String {
    let (seconds, rest) = length.components
    if seconds < 10 { return "\(seconds).\(rest / 100_000_000_000_000_000)s" }
    let minutes = seconds / 60
    return minutes == 0 ? "\(seconds)s" : "\(minutes)m\(seconds % 60 < 10 ? "0" : "")\(seconds % 60)s"
  }
}
