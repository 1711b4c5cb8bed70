import Coordination
import FoundationEssentials
import HostEffects
import Ledgers
import Logging
import WorkflowModel
import WorkflowRules

/// The watch over one coordination branch: it looks, turns what is new into events, and hands them to the couriers of
/// the consumers.
///
/// It decides nothing by a text, a screen or a file: an event is a record that the remote's branch holds, or the lack of
/// one. Whatever goes wrong with a look is told as an event, once (S3), and the next look comes all the same.
@MainActor
package final class RepositoryWatch: EventSource {
  let branch: any WatchedBranch
  let plan: WatchPlan
  let host: Host
  let logger: Logger
  let metrics: WatchMetrics
  package let waker = Waker()
  var couriers: [ConsumerName: Courier] = [:]
  var tasks: [ConsumerName: Task<Void, Never>] = [:]
  package private(set) var tip: ObjectID?
  private(set) var state = WorkflowState()
  private var hasLooked = false
  /// Whether everybody whom the policy in force names has a courier.
  private var isSettled = false
  /// Looks in a row that found nothing new, or failed.
  private var quiet = 0
  private var failures = 0
  var last: Subscriptions?
  /// Until when nothing can be the matter that was not before, unless a record comes; nil when that is not known.
  private var calm: ContinuousClock.Instant?
  /// What kept a consumer from being served, in a round that is the only one.
  var unserved: [ConsumerName: any Error] = [:]
  /// Phases whose opening was tried, by the notice that asked for it.
  var opened: Set<String> = []

  package init(
    _ branch: any WatchedBranch, plan: WatchPlan, host: Host, logger: Logger, metrics: WatchMetrics = WatchMetrics()
  ) {
    self.metrics = metrics
    self.branch = branch
    self.plan = plan
    self.host = host
    self.logger = logger
  }

  package var directory: String { branch.directory }
  package var source: WatchSource { branch.source }

  // MARK: Running

  /// Watches until the task is cancelled.
  package func run() async {
    var reason = "start"
    while !Task.isCancelled {
      metrics.looked(at: directory, because: reason)
      let pause = await round()
      if Task.isCancelled { break }
      reason = await waker.wait(atMost: pause) ? "ring" : "interval"
    }
    for task in tasks.values { task.cancel() }
    for task in tasks.values { await task.value }
  }

  /// Looks once, and delivers what is there. Throws what kept it from looking, or from serving one of the consumers once
  /// the others were served.
  package func once() async throws -> OneRound {
    var trouble: (any Error)?
    do {
      try await look()
    } catch {
      trouble = error
      await settle(try kept())
      tell(error)
    }
    for courier in couriers.values.sorted(by: { $0.consumer.name < $1.consumer.name }) {
      try await courier.deliverAll(giveUp: .untilNextTime)
    }
    if let trouble = trouble ?? unserved.min(by: { $0.key < $1.key })?.value { throw trouble }
    return OneRound(
      consumers: couriers.values.filter(\.isServing).count, elsewhere: couriers.values.count { !$0.isServing },
      delivered: couriers.values.reduce(0) { $0 + $1.delivered }, failed: couriers.values.reduce(0) { $0 + $1.failed })
  }

  // MARK: Looking

  /// One look, and what follows from it. Returns for how long there is nothing to do unless somebody rings.
  private func round() async -> Duration {
    do {
      let due = try await look()
      failures = 0
      return min(due ?? .seconds(3600), interval)
    } catch {
      failures += 1
      logger.warning("the look failed", metadata: ["repository": "\(directory)", "why": "\(error)"])
      do { await settle(try kept()) } catch { logger.error("\(error)") }
      tell(error)
      return pauseAfterFailure
    }
  }

  /// Returns when the next notice would come due.
  @discardableResult
  private func look() async throws -> Duration? {
    if !hasLooked { try recall() }
    let found = try await branch.look()
    if found.isFetched { metrics.fetched() }
    quiet = found.tip == tip ? quiet + 1 : 0
    tip = found.tip
    state = found.state
    hasLooked = true
    // Before anything that may fail, or that lets others run: no look finds these records again.
    let events = found.records.map(WatchEvent.init)
    for courier in couriers.values { courier.hear(events, upTo: tip) }
    if quiet == 0 { isSettled = false }
    if !isSettled {
      await settle(try chosen())
      isSettled = true
    }
    try catchUp()
    for courier in couriers.values { courier.trouble(nil, recovered: recovery) }
    // By a clock that nobody sets.
    let now = ContinuousClock.now
    if quiet > 0, let calm, now < calm { return calm - now }
    // Whoever is told of a record does not wait for what is only computed.
    await Task.yield()
    let rest = min(try await notice() ?? Self.longestCalm, Self.longestCalm)
    calm = now + rest
    return rest
  }

  /// Where the remote is listened to, the looks between rings are for what was not heard.
  private var interval: Duration {
    if case .place = source { return plan.longestInterval }
    var length = plan.interval
    for _ in 0..<min(quiet, 16) { length = min(length * 3 / 2, plan.longestInterval) }
    return length
  }

  /// Doubled each time, and never twice the same: many watches lose one server at once.
  private var pauseAfterFailure: Duration {
    let length = min(plan.interval * (1 << min(failures, 16)), plan.longestBackOff)
    let random = host.randomBytes(2).reduce(0) { $0 << 8 | Int($1) }
    return length * 3 / 4 + length * random / (4 * 65536)
  }

  /// Has what is the matter looked at anew with the next look.
  func stir() { calm = nil }

  /// What other branches or leases say is looked at as often.
  private static let longestCalm = Duration.seconds(300)

  // MARK: History

  package func events(after known: ObjectID?) throws -> [WatchEvent] {
    try branch.records(after: known).map(WatchEvent.init)
  }

  package func start() throws -> (cursor: ObjectID?, open: [WatchEvent]) {
    switch plan.start {
    case .beginning: return (nil, [])
    case .open: return (tip, try branch.records(after: nil).filter(state.isOpen).map(WatchEvent.init))
    }
  }
}

/// What one look came to.
package struct OneRound: Hashable, Sendable {
  package let consumers: Int
  /// Consumers whom another watch serves.
  package let elsewhere: Int
  package let delivered: Int
  package let failed: Int

  package init(consumers: Int = 0, elsewhere: Int = 0, delivered: Int = 0, failed: Int = 0) {
    self.consumers = consumers
    self.elsewhere = elsewhere
    self.delivered = delivered
    self.failed = failed
  }

  package static func + (one: OneRound, other: OneRound) -> OneRound {
    OneRound(
      consumers: one.consumers + other.consumers, elsewhere: one.elsewhere + other.elsewhere,
      delivered: one.delivered + other.delivered, failed: one.failed + other.failed)
  }
}
