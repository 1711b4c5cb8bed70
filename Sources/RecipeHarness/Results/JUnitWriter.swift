import Recipes
import WorkflowModel

/// JUnit XML of one stage, as readers of test reports take it. The stage itself stands first among its cases, so that a
/// report is never empty.
package enum JUnitWriter {
  package static func fileName(of stage: Stage) -> String { "junit-\(stage.rawValue).xml" }

  package static func document(_ result: StageResult, recipe: String) -> String {
    let suite = "\(recipe).\(result.stage.rawValue)"
    let head = Case(
      name: result.stage.rawValue, status: result.status, ms: result.duration.milliseconds,
      words: result.status == .skip ? result.declared : result.reasons.map(\.description).joined(separator: "; "))
    let cases = [head] + result.tests.map { Case(name: $0.name, status: $0.status, ms: $0.ms, words: "") }
    let counts = [("tests", nil), ("failures", RungStatus.fail), ("errors", .unver), ("skipped", .skip)].map {
      name, status in
      " \(name)=\"\(cases.count { status == nil || $0.status == status })\""
    }
    let seconds = Self.seconds(result.duration.milliseconds)
    return """
      <?xml version="1.0" encoding="UTF-8"?>
      <testsuite name="\(escaped(suite))"\(counts.joined()) time="\(seconds)">
      \(cases.map { $0.element(of: suite) }.joined(separator: "\n"))
      </testsuite>

      """
  }

  private struct Case {
    let name: String
    let status: RungStatus
    let ms: Int
    let words: String

    func element(of suite: String) -> String {
      let begin = "  <testcase classname=\"\(escaped(suite))\" name=\"\(escaped(name))\" time=\"\(seconds(ms))\""
      let child: String? =
        switch status {
        case .pass: nil
        case .fail: "failure"
        case .skip: "skipped"
        case .unver: "error"
        }
      return child.map { "\(begin)><\($0) message=\"\(escaped(words))\"/></testcase>" } ?? "\(begin)/>"
    }
  }

  private static func seconds(_ milliseconds: Int) -> String {
    let rest = String(max(0, milliseconds) % 1000)
    return "\(max(0, milliseconds) / 1000).\(String(repeating: "0", count: 3 - rest.count))\(rest)"
  }

  /// One line without control characters, fit for an attribute.
  private static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in InertText.line(text).unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      // No XML document can hold these.
      case "\u{FFFE}", "\u{FFFF}": result += "\u{FFFD}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
