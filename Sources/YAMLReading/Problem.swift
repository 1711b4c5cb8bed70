/// What is wrong with a file: everything that one pass found, in the file's order.
package struct FileProblems: Error, Hashable, Sendable, CustomStringConvertible {
  package let problems: [Problem]

  package init(problems: [Problem]) {
    self.problems = problems.sorted { ($0.line, $0.column) < ($1.line, $1.column) }
  }

  /// One problem on each line.
  package var description: String { problems.map(\.description).joined(separator: "\n") }
}

/// One thing that is wrong, and where.
package struct Problem: Hashable, Sendable, CustomStringConvertible {
  package let file: String
  /// Counted from 1; columns in Unicode scalars.
  package let line: Int
  package let column: Int
  /// The dotted path of the key, such as `gates[0].checks[1].expect.exit`; empty for the document itself.
  package let key: String
  package let message: String

  package init(file: String, line: Int, column: Int, key: String, message: String) {
    self.file = file
    self.line = line
    self.column = column
    self.key = key
    self.message = message
  }

  package var description: String {
    "\(file):\(line):\(column): \(key.isEmpty ? "" : key + ": ")\(message)"
  }
}
