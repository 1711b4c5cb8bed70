import Coordination
import Ledgers
import WorkflowModel
import WorkflowRules

/// Records in history's order, those that answer another one with how long that took.
package struct LogReport: Report {
  package static let kind = "log"
  package let records: [RecordLine]

  /// Shows the last ones alone, if that is asked; what they answer may be older.
  package init(_ records: [LoggedRecord], last count: Int? = nil) {
    let answers = Answers(records).byRecord
    self.records = records.suffix(count ?? records.count).map { logged in
      RecordLine(
        logged.record, refusals: logged.refusals.map { "\($0.rule.rawValue): \($0.found)" },
        answer: answers[logged.record.id])
    }
  }

  package var text: String {
    if records.isEmpty { return "no records" }
    return records.map { line in
      let mark = line.refused.isEmpty ? "" : "  [does not count: \(line.refused.joined(separator: "; "))]"
      let wait = line.wait.map { "  +\($0)" } ?? ""
      return "\(line.id.short)  \(line.time)  \(line.principal)  \(line.subject)\(wait)\(mark)"
    }.joined(separator: "\n")
  }
}

/// Records with all that they say.
package struct RecordReport: Report {
  package static let kind = "records"
  package let records: [Full]

  package struct Full: Encodable, Sendable {
    package let record: RecordLine
    package let body: String
    package let trailers: [[String]]
    /// Nil for what was never sealed.
    package let seal: SealSheet?
  }

  package init(_ records: [ReadRecord]) {
    self.records = records.map { read in
      let entry = read.logged
      return Full(
        record: RecordLine(entry.record, refusals: entry.refusals.map { "\($0.rule.rawValue): \($0.found)" }),
        body: entry.record.content.messageBody,
        trailers: entry.record.content.trailers.lines.map { [$0.key.rawValue, $0.value] },
        seal: read.seal.map { SealSheet($0) })
    }
  }

  package var text: String {
    records.map { entry in
      var lines = ["record \(entry.record.id)  \(entry.record.time)", entry.record.subject]
      lines += entry.record.refused.map { "does not count: \($0)" }
      if let seal = entry.seal {
        lines += seal.lines
      } else if !entry.body.isEmpty {
        lines += ["", entry.body]
      }
      lines += [""] + entry.trailers.map { "\($0[0]): \($0[1])" }
      return lines.joined(separator: "\n")
    }.joined(separator: "\n\n")
  }
}

/// What the audit found.
package struct AuditOutcome: Report {
  package static let kind = "audit"
  package let commits: Int
  package let records: Int
  package let violations: [Line]

  package struct Line: Encodable, Sendable {
    package let commit: ObjectID
    package let rule: String
    package let found: String
  }

  package init(_ report: AuditReport) {
    commits = report.commits
    records = report.records
    violations = report.disputes.flatMap { dispute in
      dispute.findings.map { Line(commit: dispute.commit, rule: $0.rule.rawValue, found: $0.found) }
    }
  }

  package var text: String {
    let sum = "\(commits) commits, \(records) records"
    if violations.isEmpty { return "audit clean: \(sum)" }
    return
      (violations.map { "\($0.commit.short)  \($0.rule)  \($0.found)" } + [
        "audit red: \(violations.count) violation\(violations.count == 1 ? "" : "s") in \(sum)"
      ]).joined(separator: "\n")
  }
}

/// Lines of one kind with their ids: messages, findings, backlog items, deferrals, principals, phases.
package struct ListReport: Report {
  package static let kind = "list"
  package let of: String
  package let items: [Item]
  private let none: String

  package struct Item: Encodable, Sendable {
    package let id: String
    package let state: String
    package let title: String
    /// More facts by name.
    package let facts: [String: String]

    package init(id: String, state: String, title: String, facts: [String: String] = [:]) {
      self.id = id
      self.state = state
      self.title = title
      self.facts = facts
    }
  }

  package init(of what: String, _ items: [Item], none: String) {
    of = what
    self.items = items
    self.none = none
  }

  private enum CodingKeys: String, CodingKey { case of, items }

  package var text: String {
    if items.isEmpty { return none }
    return Table.text(
      items.map { item in
        let facts = item.facts.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
        return [item.id, item.state, facts.isEmpty ? item.title : "\(item.title)  (\(facts))"]
      }, indent: "")
  }
}

/// A few facts by name, in an order of their own; the JSON has them as fields.
package struct FactsReport: Report {
  package static let kind = "facts"
  package let facts: [(name: String, value: String)]
  private let prose: String

  package init(_ facts: [(name: String, value: String)], text: String) {
    self.facts = facts
    prose = text
  }

  package var text: String { prose }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: TextKey.self)
    for fact in facts { try container.encode(fact.value, forKey: TextKey(stringValue: fact.name)) }
  }
}
