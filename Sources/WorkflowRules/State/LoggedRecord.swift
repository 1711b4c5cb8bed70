import WorkflowModel

/// A record as history holds it: with what the rules have against it, if they refuse it.
package struct LoggedRecord: Sendable {
  package let record: Record
  package let refusals: [Violation]

  package init(record: Record, refusals: [Violation]) {
    self.record = record
    self.refusals = refusals
  }
}
