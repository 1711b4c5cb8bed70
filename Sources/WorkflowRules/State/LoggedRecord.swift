import WorkflowModel

/// A record as history holds it: with what the rules have against it, if they refuse it.
package struct LoggedRecord: Sendable {
  package let record: Record
  package let refusals: [Violation]
  /// When the collection of the evidence that it cites began; nil where it cites none that can be read.
  package let collected: Timestamp?

  package init(record: Record, refusals: [Violation], collected: Timestamp? = nil) {
    self.record = record
    self.refusals = refusals
    self.collected = collected
  }
}
