import Synchronization
import WorkflowModel

/// What a watch counts, for Prometheus. Each method is one thing that happened; the text is what came of all of them.
package final class WatchMetrics: Sendable {
  private let state = Mutex<[Family: [[String]: Value]]>([:])

  package init() {}

  /// The watch looked whether a reference had moved; `source` is what made it look.
  package func looked(at repository: String, because source: String) { add(.looks, [repository, source]) }

  package func fetched() { add(.fetches, []) }

  /// There was an event for a consumer.
  package func noticed(_ kind: EventKind, for consumer: ConsumerName) {
    add(.events, [consumer.text, kind.rawValue])
  }

  /// A consumer was told, or was not, which took so long.
  package func delivered(to consumer: ConsumerName, outcome: String, after time: Duration) {
    add(.deliveries, [consumer.text, outcome])
    state.withLock { state in
      var histogram = Histogram()
      if case .histogram(let so)? = state[.deliverySeconds]?[[consumer.text]] { histogram = so }
      histogram.observe(time)
      state[.deliverySeconds, default: [:]][[consumer.text]] = .histogram(histogram)
    }
  }

  /// How many events a consumer has not acknowledged.
  package func pending(_ count: Int, for consumer: ConsumerName) { set(.pending, [consumer.text], count) }

  package func troubled(by kind: EventKind) { add(.troubles, [kind.rawValue]) }

  /// Whether this watch delivers to the consumer, or stands by.
  package func leads(_ consumer: ConsumerName, _ isLeading: Bool) {
    set(.leader, [consumer.text], isLeading ? 1 : 0)
  }

  private func add(_ family: Family, _ labels: [String]) {
    state.withLock { state in
      var count: UInt64 = 0
      if case .count(let so)? = state[family]?[labels] { count = so }
      state[family, default: [:]][labels] = .count(count &+ 1)
    }
  }

  private func set(_ family: Family, _ labels: [String], _ value: Int) {
    state.withLock { $0[family, default: [:]][labels] = .level(value) }
  }

  /// The text form of Prometheus, version 0.0.4. Equal counts are equal bytes.
  package var text: String {
    let state = state.withLock { $0 }
    var lines: [String] = []
    for family in Family.allCases {
      guard let series = state[family] else { continue }
      lines += ["# HELP \(family.rawValue) \(family.help)", "# TYPE \(family.rawValue) \(family.type)"]
      for (labels, value) in series.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
        lines += value.lines(family.rawValue, Array(zip(family.labels, labels)))
      }
    }
    return lines.map { $0 + "\n" }.joined()
  }
}

private enum Family: String, CaseIterable {
  case looks = "assay_watch_looks_total"
  case fetches = "assay_watch_fetches_total"
  case events = "assay_watch_events_total"
  case deliveries = "assay_watch_deliveries_total"
  case deliverySeconds = "assay_watch_delivery_seconds"
  case pending = "assay_watch_pending"
  case troubles = "assay_watch_troubles_total"
  case leader = "assay_watch_leader"

  var type: String {
    switch self {
    case .looks, .fetches, .events, .deliveries, .troubles: "counter"
    case .pending, .leader: "gauge"
    case .deliverySeconds: "histogram"
    }
  }

  var labels: [String] {
    switch self {
    case .looks: ["repository", "source"]
    case .fetches: []
    case .events: ["consumer", "kind"]
    case .deliveries: ["consumer", "outcome"]
    case .deliverySeconds, .pending, .leader: ["consumer"]
    case .troubles: ["kind"]
    }
  }

  var help: String {
    switch self {
    case .looks: "Looks at whether a branch has moved, by what made the watch look."
    case .fetches: "Fetches from remotes."
    case .events: "Events that a consumer is to be told."
    case .deliveries: "Tries to tell a consumer, by what came of them."
    case .deliverySeconds: "How long it took to tell a consumer."
    case .pending: "Events that a consumer has not acknowledged."
    case .troubles: "What was wrong with remotes and histories."
    case .leader: "Whether this watch delivers to the consumer (1) or stands by (0)."
    }
  }
}

private enum Value {
  case count(UInt64)
  case level(Int)
  case histogram(Histogram)

  func lines(_ name: String, _ labels: [(String, String)]) -> [String] {
    switch self {
    case .count(let count): ["\(name)\(written(labels)) \(count)"]
    case .level(let level): ["\(name)\(written(labels)) \(level)"]
    case .histogram(let histogram):
      histogram.buckets.map { "\(name)_bucket\(written(labels + [("le", $0.bound)])) \($0.count)" } + [
        "\(name)_sum\(written(labels)) \(decimal(histogram.sum))", "\(name)_count\(written(labels)) \(histogram.count)",
      ]
    }
  }
}

private struct Histogram {
  /// In milliseconds: a hand-off beside a local repository takes ten of them, a webhook's retries minutes.
  private static let bounds: [Int64] = [5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 60_000]
  private var counts = [UInt64](repeating: 0, count: bounds.count)
  private(set) var count: UInt64 = 0
  private(set) var sum = Duration.zero

  mutating func observe(_ time: Duration) {
    count &+= 1
    sum += max(.zero, time)
    for (index, bound) in Self.bounds.enumerated() where time <= .milliseconds(bound) { counts[index] &+= 1 }
  }

  var buckets: [(bound: String, count: UInt64)] {
    zip(Self.bounds, counts).map { (decimal(.milliseconds($0)), $1) } + [("+Inf", count)]
  }
}

/// Labels in braces; nothing for none.
private func written(_ labels: [(String, String)]) -> String {
  guard !labels.isEmpty else { return "" }
  let parts = labels.map { name, value in
    let text = InertText.line(value).replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    return "\(name)=\"\(text)\""
  }
  return "{\(parts.joined(separator: ","))}"
}

/// Seconds to the nanosecond, without a rounding of their own.
private func decimal(_ time: Duration) -> String {
  let (seconds, attoseconds) = time.components
  let nanoseconds = String(attoseconds / 1_000_000_000)
  var fraction = String(repeating: "0", count: max(0, 9 - nanoseconds.count)) + nanoseconds
  while fraction.hasSuffix("0") { fraction.removeLast() }
  return fraction.isEmpty ? "\(seconds)" : "\(seconds).\(fraction)"
}
