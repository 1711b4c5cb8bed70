import TextPatterns
import WorkflowModel

extension TextCondition {
  /// Asks the condition of a text; `what` names it in the answer. In `equals` a line end at the text's very end does
  /// not count unless the condition has one too; `^` and `$` in `matches` stand for line ends as well.
  func answer(_ what: String, _ bytes: [UInt8]) -> Answer {
    for part in contains where !occurs(Array(part.utf8), in: bytes) {
      return .fails("\(what) does not contain \"\(shown(part))\"\(sample(bytes))")
    }
    for part in lacks where occurs(Array(part.utf8), in: bytes) {
      return .fails("\(what) contains \"\(shown(part))\", which it must not")
    }
    if let equals, !Self.equal(bytes, Array(equals.utf8)) {
      return .fails("\(what) is not \"\(shown(equals))\"\(sample(bytes))")
    }
    if let lines, !lines.contains(lineCount(bytes)) {
      return .fails("\(what) has \(counted(lineCount(bytes), "line")), expected \(lines.words)")
    }
    return matches.isEmpty ? .holds : matchAnswer(what, bytes)
  }

  private func matchAnswer(_ what: String, _ bytes: [UInt8]) -> Answer {
    let text = String(decoding: bytes, as: UTF8.self)
    for pattern in matches {
      do throws(TextPatternError) {
        guard try TextPattern(pattern).occurs(in: text) else {
          return .fails("\(what) does not match /\(shown(pattern))/\(sample(bytes))")
        }
      } catch {
        return .error("/\(shown(pattern))/ is \(error)")
      }
    }
    return .holds
  }

  private static func equal(_ bytes: [UInt8], _ wanted: [UInt8]) -> Bool {
    bytes == wanted || (bytes.last == 0x0A && wanted.last != 0x0A && bytes.dropLast().elementsEqual(wanted))
  }

  private func sample(_ bytes: [UInt8]) -> String {
    bytes.isEmpty ? "; it is empty" : "; it begins \"\(shown(bytes))\""
  }
}

func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
