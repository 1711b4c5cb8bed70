import WorkflowModel

/// Whether a check can answer anything but yes.
enum Teeth {
  /// Conditions that every observation meets are refused where they are read; what is left to see here is a command that
  /// does nothing and is only asked for its exit.
  static func couldFail(_ check: Check) -> Bool {
    guard case .run(let command) = check.asks, case .success(let conditions) = check.expects else { return true }
    return !(isIdle(command) && conditions == Conditions(exit: 0))
  }

  private static func isIdle(_ command: Command) -> Bool {
    switch command {
    case .arguments(let arguments):
      return arguments.first.map { ["true", "/bin/true", "/usr/bin/true", "echo", "/bin/echo"].contains($0) } ?? true
    case .shell(let script):
      let statements = script.split { "\n;".contains($0) }.map { statement in
        statement.split(whereSeparator: \.isWhitespace)
      }.filter { !$0.isEmpty && !($0.first?.hasPrefix("#") ?? false) }
      return statements.allSatisfy { ["true", ":", "exit", "exit 0", "/bin/true"].contains($0.joined(separator: " ")) }
    }
  }
}
