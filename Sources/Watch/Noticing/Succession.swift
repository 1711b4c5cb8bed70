import Ledgers
import WorkflowModel
import WorkflowRules

/// Where a workspace stands in the order of its phases. It is derived from the records alone: there is no index that
/// could be lost, reset or believed.
package struct Succession: Hashable, Sendable {
  package enum Step: Hashable, Sendable {
    /// Nothing is due: no order is given, work has not begun, or a phase is being worked on.
    case none
    /// The phase is to be opened, because of that DONE.
    case open(PhaseID, after: ObjectID)
    /// Every phase is done; that was the last DONE. Final, until the order grows or a phase is reopened.
    case complete(after: ObjectID)
  }

  /// The first phase of the order that is being worked on.
  package let current: PhaseID?
  package let step: Step
  private let order: PhaseOrder
  private let isFiled: Bool

  package init(_ order: PhaseOrder?, in state: WorkflowState) {
    let order = order ?? PhaseOrder(phases: [])
    self.order = order
    current = order.phases.first { state.phases.stage(of: $0) == .active }
    let closings = order.phases.map { state.phases.closing(of: $0) }
    guard let first = closings.firstIndex(where: { $0 == nil }) else {
      step = Self.last(of: closings).map { .complete(after: $0) } ?? .none
      isFiled = true
      return
    }
    let id = order.phases[first]
    isFiled = state.phases.contains(id)
    // A phase that was done out of order opens what it left behind only where nothing before that is done.
    let cause = Self.last(of: closings[..<first]) ?? Self.last(of: closings[first...])
    if state.phases.stage(of: id) != .active, let cause {
      step = .open(id, after: cause)
    } else {
      step = .none
    }
  }

  /// The latest DONE; of two at one moment, that of the later phase.
  private static func last(of closings: some Sequence<Closing?>) -> ObjectID? {
    closings.compactMap(\.self).enumerated().max { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }?
      .element.record
  }

  /// What is due, as events. Their ids are those of the occurrence: whoever asks again is told the same.
  package func events(at now: Timestamp) -> [WatchEvent] {
    switch step {
    case .none: return []
    case .open(let phase, let done):
      let opening = "assay phase open \(phase)"
      return [
        WatchEvent(
          id: "\(EventKind.phaseNext.rawValue):\(phase):\(done)", kind: .phaseNext, phase: phase, record: done,
          wakes: order.opening == .open ? [.operator, .builder] : [.operator],
          title: isFiled
            ? "phase(\(phase)): next in the order" : "phase(\(phase)): next in the order, and its file is missing",
          time: now, next: isFiled ? opening : "assay phase add FILE, then: \(opening)")
      ]
    case .complete(let done):
      return [
        WatchEvent(
          id: "\(EventKind.complete.rawValue):\(done)", kind: .complete, record: done, wakes: [.operator],
          title: "every phase of the order is done: \(order.phases.map(\.text).joined(separator: ", "))", time: now)
      ]
    }
  }
}
