import WorkflowModel

/// Where a courier finds what its consumer has missed.
@MainActor
protocol EventSource {
  /// Where the branch stood at the last look.
  var tip: ObjectID? { get }
  /// The records after a commit as events, oldest first; all of them after none. Refuses a commit that the branch does
  /// not lead from (R5).
  func events(after known: ObjectID?) throws -> [WatchEvent]
  /// Where a consumer begins who was never told anything, and what of the records before that they are told.
  func start() throws -> (cursor: ObjectID?, open: [WatchEvent])
}
