import Coordination
import Ledgers
import WorkflowModel
import WorkflowRules

/// For one event: who was to be told, when they were, how long that took, and what failed.
package struct Explanation: Hashable, Encodable, Sendable {
  package let event: WatchEvent
  package let consumers: [Told]

  package struct Told: Hashable, Encodable, Sendable {
    package let consumer: ConsumerName
    package let outcome: Outcome
    /// How often it was tried.
    package let attempts: Int
    /// When the last try ended.
    package let time: Timestamp?
    /// From the record's time to then, in seconds.
    package let seconds: Int64?
    /// How long the last try took.
    package let milliseconds: Int?
    /// Why the last failed try failed.
    package let why: String?
  }

  package enum Outcome: String, Codable, Sendable {
    case acknowledged
    /// It was tried, failed, and will be tried again.
    case failing
    case setAside = "set-aside"
    /// It is to be told, and was not tried yet.
    case waiting
    /// The consumer does not want it.
    case unwanted
    /// It was over before the consumer was told of anything.
    case before
  }
}

extension Explanation {
  /// Explains an event by what each consumer's desk has of it.
  static func of(
    _ event: WatchEvent, at position: Int?, consumers: [Consumer], desks directory: String,
    position find: (ObjectID) throws -> Int?
  ) throws -> Explanation {
    let known = try ConsumerDesk.known(in: directory)
    let names = Set(consumers.map(\.name) + known).sorted()
    let told = try names.map { name -> Told in
      let desk = ConsumerDesk(name, in: directory)
      let lines = desk.lines().filter { $0.event == event.id }
      if let line = lines.last { return Told(name, line, of: event, lines) }
      let memory = try desk.read()
      let outcome: Outcome
      if memory?.notices.contains(where: { $0.id == event.id }) == true {
        outcome = .waiting
      } else if let consumer = consumers.first(where: { $0.name == name }), !consumer.wants(event) {
        outcome = .unwanted
      } else if let position, let cursor = try memory?.cursor.flatMap(find), position <= cursor {
        outcome = .before
      } else {
        outcome = position == nil ? .before : .waiting
      }
      return Told(
        consumer: name, outcome: outcome, attempts: 0, time: nil, seconds: nil, milliseconds: nil, why: nil)
    }
    return Explanation(event: event, consumers: told)
  }
}

extension Explanation.Told {
  fileprivate init(_ name: ConsumerName, _ last: DeliveryLine, of event: WatchEvent, _ lines: [DeliveryLine]) {
    let outcome: Explanation.Outcome =
      switch last.outcome {
      case .acknowledged: .acknowledged
      case .failed: .failing
      case .setAside: .setAside
      }
    self.init(
      consumer: name, outcome: outcome, attempts: lines.count, time: last.ended,
      seconds: last.ended.seconds - event.time.seconds, milliseconds: last.milliseconds,
      why: lines.last { !$0.why.isEmpty }?.why)
  }
}

extension WatchedBranch {
  /// Explains a record, named by the beginning of its id, or a notice, by its id. Nil when there is no such event.
  package func explanation(of name: String) async throws -> Explanation? {
    let look = try await look()
    let records = try records(after: nil)
    let consumers = look.state.policy?.consumers ?? []
    let found = records.lastIndex { name.count >= 4 && $0.record.id.description.hasPrefix(name.lowercased()) }
    if let found {
      let event = WatchEvent(records[found])
      return try Explanation.of(event, at: found, consumers: consumers, desks: stateDirectory) { id in
        // A cursor may stand on a commit that is no record: everything before it counts.
        records.lastIndex { $0.record.id == id } ?? records.count
      }
    }
    for consumer in try ConsumerDesk.known(in: stateDirectory) {
      let desk = ConsumerDesk(consumer, in: stateDirectory)
      let kept = try desk.read().map { $0.notices + $0.setAside.map(\.event) } ?? []
      let event =
        kept.first { $0.id == name }
        ?? desk.lines().first { $0.event == name }.map {
          WatchEvent(id: $0.event, kind: $0.kind, title: "a notice of the watch", time: $0.ended)
        }
      if let event {
        return try Explanation.of(event, at: nil, consumers: consumers, desks: stateDirectory) { _ in nil }
      }
    }
    return nil
  }
}
