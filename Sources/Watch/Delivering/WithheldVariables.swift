import Synchronization
import WorkflowModel

/// The variables of the watch's environment that no consumer's program is given: what guards the watch itself, and what
/// the webhook of any consumer signs with, of any workspace that this process watches.
///
/// A name that was withheld once stays withheld for as long as the process lives.
package final class WithheldVariables: Sendable {
  /// What guards `POST /signal` and the metrics.
  package static let token = "ASSAY_WATCH_TOKEN"

  private let names = Mutex<Set<String>>([token])

  package init() {}

  package func withhold(_ more: Set<String>) { names.withLock { $0.formUnion(more) } }

  /// The environment without them.
  package func taken(from environment: [String: String]) -> [String: String] {
    let names = names.withLock(\.self)
    return environment.filter { !names.contains($0.key) }
  }
}

extension Sequence<Consumer> {
  /// The variables that webhooks sign with.
  var secretVariables: Set<String> {
    Set(
      compactMap { consumer -> String? in
        if case .webhook(_, let variable) = consumer.means { variable } else { nil }
      })
  }
}
