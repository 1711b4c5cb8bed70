/// The test cases of a JUnit report.
enum JUnitReport {
  /// Reads a report. Only elements count: totals in attributes are not looked at.
  static func read(_ bytes: [UInt8]) throws(XMLFault) -> [TestCase] {
    var scanner = XMLScanner(bytes)
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
        }
        path.append(name)
      case .end: path.removeLast()
      }
    }
    return cases
  }
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
