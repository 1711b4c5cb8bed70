/// The test cases of a JUnit report.
enum JUnitReport {
  /// Reads a report. Only elements count: totals in attributes are not looked at.
  static func read(_ bytes: [UInt8]) throws(XMLFault) -> JUnitReading {
    var scanner = XMLScanner(bytes)
    var identity = ResultIdentity()
    var cases: [TestCase] = []
    var path: [String] = []
    while let event = try scanner.next() {
      switch event {
      case .begin(let name, let attributes):
        if path.isEmpty, name != "testsuite", name != "testsuites" {
          throw XMLFault(reason: "the document is no JUnit report: it begins with '\(shown(name))'", offset: 0)
        }
        if name == "testcase" {
          guard path.last != "testcase" else { throw XMLFault(reason: "a test case within a test case", offset: 0) }
          cases.append(TestCase(attributes))
        } else if path.last == "testcase" {
          cases[cases.count - 1].note(name)
        } else if name == "property" {
          identity.note(attributes["name"] ?? "", attributes["value"] ?? "")
        } else if name.hasPrefix("testsuite"), let time = attributes["timestamp"], ResultIdentity.moment(time) != nil {
          // Most writers name no zone, and mean that of wherever they run.
          identity.note(ResultIdentity.timeName, time)
        }
        path.append(name)
      case .end: path.removeLast()
      }
    }
    return JUnitReading(cases: cases, identity: identity)
  }
}

/// What a report says.
struct JUnitReading {
  let cases: [TestCase]
  let identity: ResultIdentity
}

extension TestCase {
  fileprivate init(_ attributes: [String: String]) {
    name = TestName(suite: attributes["classname"] ?? "", name: attributes["name"] ?? "")
    // googletest writes a test that it did not run without an element that says so.
    let isLeftOut = attributes["status"] == "notrun" || ["skipped", "suppressed"].contains(attributes["result"])
    result = isLeftOut ? .skipped : .passed
  }

  fileprivate mutating func note(_ element: String) {
    switch element {
    case "failure", "error": result = .failed
    case "skipped" where result == .passed: result = .skipped
    default: break
    }
  }
}
