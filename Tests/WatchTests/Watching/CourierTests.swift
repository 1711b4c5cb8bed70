import HostEffects
import Logging
import Synchronization
import TestSupport
import Testing
import WorkflowModel

@testable import Watch

/// What a courier remembers when the watch ends while it delivers.
@MainActor @Suite(.timeLimit(.minutes(5))) struct CourierTests {
  let scratch: ScratchDirectory
  init() throws { scratch = try ScratchDirectory() }

  private func courier(_ messenger: any Messenger, tries: Int = 12) throws -> Courier {
    let name = try #require(ConsumerName("one"))
    var limits = DeliveryLimits()
    limits.tries = tries
    return Courier(
      Consumer(name: name, means: .lines(path: "")), desk: ConsumerDesk(name, in: scratch.path), messenger: messenger,
      workspace: Courier.Workspace(name: "team", directory: "/srv/watched"), host: machine(),
      logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, metrics: WatchMetrics(), limits: limits)
  }

  /// Runs until the messenger has the watch ended.
  private func run(_ messenger: any Messenger, tries: Int = 12) async throws -> ConsumerMemory {
    let courier = try courier(messenger, tries: tries)
    // What another test starts has our files open until it begins, and with them the hold of the courier before.
    while try !courier.takePlace() { await Task.yield() }
    try courier.catchUp(with: ThreeMessages())
    try await Task { try await courier.run() }.value
    courier.leave()
    let name = try #require(ConsumerName("one"))
    return try #require(try ConsumerDesk(name, in: scratch.path).read())
  }

  @Test func `a watch that is ended between two events loses neither`() async throws {
    let messenger = EndingMessenger()
    #expect(try await run(messenger).cursor == ThreeMessages.ids[0])
    #expect(try await run(messenger).cursor == ThreeMessages.ids[1])
    #expect(try await run(messenger).cursor == ThreeMessages.ids[2])
    #expect(messenger.told == ThreeMessages.ids.map(\.description))
  }

  @Test func `a delivery that the end of the watch cut short is not given up`() async throws {
    let messenger = EndingMessenger(failure: "it was ended, because the watch ends")
    for _ in 0..<2 {
      let memory = try await run(messenger, tries: 1)
      #expect(memory.cursor == nil && memory.setAside.isEmpty)
    }
    #expect(messenger.told == [ThreeMessages.ids[0], ThreeMessages.ids[0]].map(\.description))
  }
}

/// While it tells of an event, the watch is told to end.
private final class EndingMessenger: Messenger {
  private let log = Mutex<[String]>([])
  private let failure: String?

  init(failure: String? = nil) { self.failure = failure }

  var told: [String] { log.withLock(\.self) }

  func deliver(_ delivery: Delivery) async throws(DeliveryFailure) {
    log.withLock { $0.append(delivery.id) }
    withUnsafeCurrentTask { $0?.cancel() }
    if let failure { throw DeliveryFailure(failure) }
  }
}

private struct ThreeMessages: EventSource {
  static let ids = ["1", "2", "3"].compactMap { ObjectID(String(repeating: $0, count: 40)) }

  var tip: ObjectID? { Self.ids.last }

  func events(after known: ObjectID?) -> [WatchEvent] {
    let start = Self.ids.firstIndex { $0 == known }.map { $0 + 1 } ?? 0
    return Self.ids[start...].map {
      WatchEvent(id: $0.description, kind: .message, record: $0, title: "news", time: Timestamp(seconds: 0))
    }
  }

  func start() -> (cursor: ObjectID?, open: [WatchEvent]) { (nil, []) }
}
