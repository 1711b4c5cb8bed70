import Coordination
import HostEffects
import Ledgers
import Logging
import WorkflowModel
import WorkflowRules

extension RepositoryWatch {
  /// Tells what is the matter because nothing happened, and sees to the order of the phases. Returns after how long more
  /// would come due.
  func notice() async throws -> Duration? {
    let now = host.now()
    let active = state.activePhases
    var views: [PhaseView] = []
    for phase in active {
      if let view = state.view(of: phase.phase.id, at: now, drift: try branch.drift(of: phase)) { views.append(view) }
    }
    var overdue = Overdue(events: [], next: nil)
    if !active.isEmpty {
      let (seen, waiting) = try await leases(at: now)
      overdue = Overdue(
        WatchedScene(state, views: views, seen: seen, waiting: waiting), at: now)
    }
    let order = Succession(state.policy?.order, in: state)
    let events = overdue.events + (await openNext(order, now))
    for courier in couriers.values { courier.notice(events) }
    return overdue.next.map { max(.seconds(1), $0.since(now)) }
  }

  /// Who was seen when, and who waits, as far as that is asked for.
  private func leases(at now: Timestamp) async throws -> ([Role: Timestamp], Set<Role>) {
    guard state.activePhases.contains(where: { $0.phase.liveness.roleUnseen != nil }) else { return ([:], []) }
    var seen: [Role: Timestamp] = [:]
    var waiting: Set<Role> = []
    for lease in try await branch.leases() {
      // Whoever may push can write one: it says nothing of the future, and nobody waits for longer than a day.
      let since = min(lease.since, now)
      seen[lease.role] = max(since, seen[lease.role] ?? since)
      if now < min(lease.until, since + .seconds(86400)) { waiting.insert(lease.role) }
    }
    return (seen, waiting)
  }

  /// The notices of the order that are left once a phase was opened, where that is this watch's to do. It is tried once
  /// for each occasion: what keeps it from being opened is the operator's to mend.
  private func openNext(_ order: Succession, _ now: Timestamp) async -> [WatchEvent] {
    let events = order.events(at: now)
    guard state.policy?.order?.opening == .open, case .open(let phase, _) = order.step, let event = events.first,
      opened.insert(event.id).inserted
    else { return events }
    do {
      try await plan.open(phase)
      waker.ring()
      return []
    } catch {
      logger.warning("the next phase was not opened", metadata: ["phase": "\(phase)", "why": "\(error)"])
      return events
    }
  }
}
