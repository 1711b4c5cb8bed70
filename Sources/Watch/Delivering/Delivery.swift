import WorkflowModel

/// One event on its way to one consumer.
package struct Delivery: Sendable {
  package let event: WatchEvent
  package let consumer: ConsumerName
  /// The workspace's name, as the policy has it.
  package let workspace: String
  /// The directory of the watched clone or repository.
  package let repository: String
  /// 1 for the first try.
  package let attempt: Int

  package init(event: WatchEvent, consumer: ConsumerName, workspace: String, repository: String, attempt: Int) {
    self.event = event
    self.consumer = consumer
    self.workspace = workspace
    self.repository = repository
    self.attempt = attempt
  }
}

/// Tells a consumer. When it returns, the event is acknowledged; when it throws, it is not, and will be tried again.
package protocol Messenger: Sendable {
  func deliver(_ delivery: Delivery) async throws(DeliveryFailure)
}

/// Why a consumer was not told.
package struct DeliveryFailure: Error, Hashable, Sendable, CustomStringConvertible {
  /// One inert line.
  package let description: String

  package init(_ description: String) { self.description = InertText.line(description) }
}
