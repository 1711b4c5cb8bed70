import Watch
import WorkflowModel

/// What one round of a watch came to.
package struct WatchReport: Report {
  package static let kind = "watch"
  package let consumers: Int
  package let delivered: Int
  package let failed: Int
  /// Consumers that another watch serves.
  package let elsewhere: Int

  package init(_ round: OneRound) {
    consumers = round.consumers
    delivered = round.delivered
    failed = round.failed
    elsewhere = round.elsewhere
  }

  package var text: String {
    var lines = [delivered == 0 ? "nothing to deliver" : "delivered \(delivered)"]
    if failed > 0 { lines.append("\(failed) could not be delivered and stay: assay watch --explain ID") }
    if elsewhere > 0 { lines.append("\(elsewhere) consumers are served by another watch") }
    return lines.joined(separator: "\n")
  }
}

/// Who was told of an event.
package struct ExplanationReport: Report {
  package static let kind = "explanation"
  let explanation: Explanation

  package init(_ explanation: Explanation) { self.explanation = explanation }

  package func encode(to encoder: any Encoder) throws { try explanation.encode(to: encoder) }

  package var text: String {
    let event = explanation.event
    var lines = ["\(event.kind.rawValue)  \(event.id)  \(event.time)", event.title]
    lines.append(event.wakes.isEmpty ? "wakes nobody" : "wakes \(event.wakes.map(\.rawValue).joined(separator: ", "))")
    let rows = explanation.consumers.map(Self.row)
    lines.append(rows.isEmpty ? "nobody was ever told of anything here" : Table.text(rows))
    return lines.joined(separator: "\n")
  }

  private static func row(_ told: Explanation.Told) -> [String] {
    let words: String
    switch told.outcome {
    case .acknowledged:
      let delay = told.seconds.map { ", \(Duration.seconds($0).rough) after it" } ?? ""
      words = "told \(told.time.map { "\($0)" } ?? "")\(delay)" + (told.attempts > 1 ? ", at try \(told.attempts)" : "")
    case .failing: words = "tried \(told.attempts) times, goes on: \(told.why ?? "")"
    case .setAside: words = "set aside after \(told.attempts) tries: \(told.why ?? "")"
    case .waiting: words = "is to be told"
    case .unwanted: words = "does not want it"
    case .before: words = "was not told: it was over when the watch began"
    }
    return [told.consumer.text, words]
  }
}
