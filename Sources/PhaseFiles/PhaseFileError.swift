import YAMLReading

/// What is wrong with a phase file or a policy file.
package struct PhaseFileError: Error, Hashable, Sendable, CustomStringConvertible {
  /// In the file's order.
  package let problems: [Problem]

  init(_ found: FileProblems) { problems = found.problems }

  package var description: String { FileProblems(problems: problems).description }
}
