import WorkflowModel

/// The world a command is handed: its clock, its environment, its randomness. Only the executable knows the real one.
package struct Host: Sendable {
  package var now: @Sendable () -> Timestamp
  package var environment: [String: String]
  /// That many bytes that nobody can predict.
  package var randomBytes: @Sendable (Int) -> [UInt8]
  /// This program, for what it starts of itself: a path, or a name on `PATH`.
  package var program: String

  package init(
    now: @escaping @Sendable () -> Timestamp, environment: [String: String],
    randomBytes: @escaping @Sendable (Int) -> [UInt8], program: String = "assay"
  ) {
    self.program = program
    self.now = now
    self.environment = environment
    self.randomBytes = randomBytes
  }
}
