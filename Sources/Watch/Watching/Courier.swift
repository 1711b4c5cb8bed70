import FoundationEssentials
import HostEffects
import Logging
import WorkflowModel

/// Brings events to one consumer, one after the other, in the order in which they came, until each is acknowledged or
/// given up. What it has to know after a kill is on disk before it goes on.
///
/// Of several watches that serve one consumer, the one that holds the lock delivers; the others stand by, and one of
/// them takes over when the holder ends, however it ends.
@MainActor
final class Courier {
  let consumer: Consumer
  private let desk: ConsumerDesk
  private let messenger: any Messenger
  private let workspace: Workspace
  private let host: Host
  private let logger: Logger
  private let metrics: WatchMetrics
  private let limits: DeliveryLimits
  private let waker = Waker()
  private var place: FileHold?
  private(set) var memory: ConsumerMemory?
  private var isSaved = true
  /// Nothing was ever remembered of the consumer.
  private var isNew = false
  private(set) var isCaughtUp = false
  /// Records to be told that came after the cursor, oldest first.
  private var queue: [WatchEvent] = []
  private var head = 0
  /// Where the cursor may go once the queue is empty.
  private var horizon: ObjectID?
  private var underWay: WatchEvent?
  private(set) var delivered = 0
  private(set) var failed = 0

  /// What is told of the workspace with every event.
  struct Workspace {
    let name: String
    let directory: String
  }

  init(
    _ consumer: Consumer, desk: ConsumerDesk, messenger: any Messenger, workspace: Workspace, host: Host,
    logger: Logger, metrics: WatchMetrics, limits: DeliveryLimits
  ) {
    self.metrics = metrics
    self.consumer = consumer
    self.desk = desk
    self.messenger = messenger
    self.workspace = workspace
    self.host = host
    self.logger = logger
    self.limits = limits
  }

  var isServing: Bool { memory != nil }
  var pending: Int { queue.count - head + (memory?.notices.count ?? 0) }

  // MARK: Hearing

  /// Takes the consumer's place if nobody holds it. Returns whether it did. What is told of troubles needs no history.
  func takePlace() throws -> Bool {
    guard !isServing else { return true }
    guard let place = try desk.hold() else {
      metrics.leads(consumer.name, false)
      return false
    }
    self.place = place
    let known = try desk.read()
    isNew = known == nil
    memory = known ?? ConsumerMemory(consumer: consumer.name, cursor: nil)
    metrics.leads(consumer.name, true)
    return true
  }

  /// Finds in history what the consumer is still to be told.
  func catchUp(with history: some EventSource) throws {
    guard var known = memory, !isCaughtUp else { return }
    if isNew {
      let start = try history.start()
      known.cursor = start.cursor
      known.notices += start.open.filter(consumer.wants)
      isNew = false
    }
    queue = try history.events(after: known.cursor).filter(consumer.wants)
    head = 0
    horizon = history.tip
    isCaughtUp = true
    isSaved = false
    memory = known
    waker.ring()
  }

  /// Gives the place to whoever waits for it. What is not acknowledged is theirs to deliver.
  func leave() {
    place = nil
    memory = nil
    isCaughtUp = false
    (queue, head, horizon) = ([], 0, nil)
    metrics.leads(consumer.name, false)
  }

  /// New records, up to a tip.
  func hear(_ events: [WatchEvent], upTo tip: ObjectID?) {
    guard isCaughtUp else { return }
    let wanted = events.filter(consumer.wants)
    for event in wanted { metrics.noticed(event.kind, for: consumer.name) }
    queue += wanted
    horizon = tip
    metrics.pending(pending, for: consumer.name)
    waker.ring()
  }

  /// Everything that is the matter now. What is new is told; what is over may be told again when it comes back.
  func notice(_ events: [WatchEvent]) {
    guard var known = memory else { return }
    let wanted = events.filter(consumer.wants)
    let current = Set(wanted.map(\.id))
    // What is over before it was told is not told.
    known.notices.removeAll { $0.kind.lasts && !current.contains($0.id) && $0 != underWay }
    known.notices += wanted.filter { !known.noticed.contains($0.id) }
    known.noticed = current
    remember(known)
  }

  /// That the remote or history is in trouble, or that it is not any more. Told once for as long as it lasts.
  func trouble(_ event: WatchEvent?, recovered: WatchEvent) {
    guard var known = memory, known.trouble != event?.kind else { return }
    known.trouble = event?.kind
    let told = event ?? recovered
    if consumer.wants(told) { known.notices.append(told) }
    remember(known)
  }

  private func remember(_ changed: ConsumerMemory) {
    guard changed != memory else { return }
    memory = changed
    isSaved = false
    waker.ring()
  }

  // MARK: Delivering

  /// Delivers until the task is cancelled.
  func run() async throws {
    while !Task.isCancelled {
      try await deliverAll(giveUp: .afterTries)
      await waker.wait(atMost: .seconds(3600))
    }
  }

  /// Delivers what is there; leaves what fails for the next time if it is not to be tried again now.
  func deliverAll(giveUp: GivingUp) async throws {
    while let event = next() {
      // What was not told is not passed over.
      if Task.isCancelled { return }
      try await save()
      guard try await deliver(event, giveUp) else { return }
    }
    guard var known = memory else { return }
    if let horizon, known.cursor != horizon {
      known.cursor = horizon
      known.tip = horizon
      memory = known
      isSaved = false
    }
    try await save()
  }

  enum GivingUp { case afterTries, untilNextTime }

  private func next() -> WatchEvent? {
    if let notice = memory?.notices.first { return notice }
    return head < queue.count ? queue[head] : nil
  }

  /// Returns whether to go on with the next event.
  private func deliver(_ event: WatchEvent, _ giveUp: GivingUp) async throws -> Bool {
    underWay = event
    defer { underWay = nil }
    for attempt in 1... {
      let clock = ContinuousClock()
      let began = clock.now
      let delivery = Delivery(
        event: event, consumer: consumer.name, workspace: workspace.name, repository: workspace.directory,
        attempt: attempt)
      do throws(DeliveryFailure) {
        try await messenger.deliver(delivery)
      } catch {
        failed += 1
        // A try that the end of the watch cut short is none.
        let isLast = attempt >= limits.tries && giveUp == .afterTries && !Task.isCancelled
        let why = error.description
        try await log(delivery, isLast ? .setAside : .failed, why, clock.now - began)
        logger.warning(
          "not delivered", metadata: ["consumer": "\(consumer.name)", "event": "\(event.id)", "why": "\(why)"])
        if isLast {
          try await acknowledge(event, setAside: why, attempts: attempt)
          return true
        }
        if giveUp == .untilNextTime || Task.isCancelled { return false }
        await pause(after: attempt)
        if Task.isCancelled { return false }
        continue
      }
      delivered += 1
      try await log(delivery, .acknowledged, "", clock.now - began)
      try await acknowledge(event)
      return true
    }
    return true
  }

  /// Moves the cursor over the event and has that on disk.
  private func acknowledge(_ event: WatchEvent, setAside why: String? = nil, attempts: Int = 0) async throws {
    guard var known = memory else { return }
    if known.notices.first == event {
      known.notices.removeFirst()
    } else if head < queue.count, queue[head] == event {
      head += 1
      known.cursor = event.record ?? known.cursor
      if head > 1024, head * 2 > queue.count {
        queue.removeFirst(head)
        head = 0
      }
    }
    known.tip = horizon ?? known.tip
    if let why {
      let given = ConsumerMemory.SetAside(event: event, attempts: attempts, why: why, time: host.now())
      known.setAside = known.setAside.suffix(limits.setAside - 1) + [given]
    }
    memory = known
    isSaved = false
    metrics.pending(pending, for: consumer.name)
    try await save()
  }

  private func save() async throws {
    guard !isSaved, let memory else { return }
    isSaved = true
    let desk = desk
    try await blocking { try desk.write(memory) }
  }

  private func log(
    _ delivery: Delivery, _ outcome: DeliveryLine.Outcome, _ why: String, _ length: Duration
  ) async throws {
    let line = DeliveryLine(
      event: delivery.event.id, kind: delivery.event.kind, attempt: delivery.attempt, outcome: outcome, why: why,
      ended: host.now(), milliseconds: Int(length / .milliseconds(1)))
    metrics.delivered(to: consumer.name, outcome: outcome.rawValue, after: length)
    let desk = desk
    try await blocking { try desk.append(line) }
  }

  /// Longer each time; a ring does not shorten it.
  private func pause(after attempt: Int) async {
    let length = min(limits.firstPause * (1 << min(attempt - 1, 16)), limits.longestPause)
    do { try await Task.sleep(for: length) } catch {
      // Cancelled: whoever starts next goes on.
    }
  }
}

/// How often a delivery is tried, and how long between.
package struct DeliveryLimits: Sendable {
  /// About twenty minutes of trying, as the pauses grow.
  package var tries = 12
  package var firstPause = Duration.seconds(1)
  package var longestPause = Duration.seconds(300)
  /// How many events that were given up are kept.
  package var setAside = 1000

  package init() {}
}
