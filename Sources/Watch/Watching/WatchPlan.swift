import WorkflowModel

/// What one run of a watch is asked to do.
package struct WatchPlan: Sendable {
  /// Where a consumer begins of whom nothing is remembered.
  package enum Start: Sendable {
    /// With what somebody is still to act on: open claims, unread messages, verdicts that nobody has followed up.
    case open
    /// With the first record.
    case beginning
  }

  /// Who was named with the call; nil means whom `assay.yml` names.
  package var consumers: [Consumer]?
  /// Of those that `assay.yml` names, only these; none means all.
  package var only: Set<ConsumerName> = []
  package var start = Start.open
  /// Whether it goes on until it is ended.
  package var isLasting = true
  package var limits = DeliveryLimits()
  /// How soon a remote is asked again after it has moved, and how long at most while it does not.
  package var interval = Duration.seconds(2)
  package var longestInterval = Duration.seconds(30)
  /// How long at most while it cannot be asked.
  package var longestBackOff = Duration.seconds(300)
  /// What programs are not given, of all watches of this process.
  package let withheld: WithheldVariables
  package let messenger: @Sendable (DeliveryMeans, _ directory: String) -> any Messenger
  /// Opens a phase as the principal of the watched clone.
  package let open: @MainActor (PhaseID) async throws -> Void

  package init(
    withheld: WithheldVariables = WithheldVariables(),
    messenger: @escaping @Sendable (DeliveryMeans, _ directory: String) -> any Messenger,
    open: @escaping @MainActor (PhaseID) async throws -> Void
  ) {
    self.withheld = withheld
    self.messenger = messenger
    self.open = open
  }

  func chosen(from policy: [Consumer]) -> [Consumer] {
    consumers ?? policy.filter { only.isEmpty || only.contains($0.name) }
  }
}
