import Recipes
import WorkflowModel

extension HarnessResult {
  /// What a terminal shows at the end: the run in one line, then a line for each stage and its reasons.
  package var summary: String {
    var lines = ["RUN SUMMARY \(recipe) \(verdict.rawValue): \(stageWords), level \(level), \(measuredWords)"]
    let width = Stage.allCases.map(\.rawValue.count).max() ?? 0
    func line(_ name: String, _ status: RungStatus, _ words: String) -> String {
      let padding = String(repeating: " ", count: max(0, width - name.count))
      let end = String(repeating: " ", count: RungStatus.unver.rawValue.count - status.rawValue.count)
      let line = "  \(name)\(padding)  \(status.rawValue)"
      return words.isEmpty ? line : "\(line)\(end)  \(words)"
    }
    for result in stages {
      let words = result.status == .skip ? [result.declared] : result.reasons.map { "\($0.code.rawValue): \($0)" }
      lines.append(line(result.stage.rawValue, result.status, words.first ?? result.duration.words))
      lines += words.dropFirst().map { String(repeating: " ", count: width + 11) + $0 }
    }
    if let lint { lines.append(line("lint", lint.status, lint.detail)) }
    lines += reasons.map { "  \($0.code.rawValue): \($0)" }
    return lines.joined(separator: "\n") + "\n"
  }

  /// `install/upgrade/backup/restore=pass custom=skip`: neighbours with one status stand together.
  private var stageWords: String {
    var groups: [(names: [String], status: RungStatus)] = []
    for result in stages {
      if groups.last?.status == result.status {
        groups[groups.count - 1].names.append(result.stage.rawValue)
      } else {
        groups.append(([result.stage.rawValue], result.status))
      }
    }
    let words = groups.map { "\($0.names.joined(separator: "/"))=\($0.status.rawValue)" }
    return words.isEmpty ? "no stage ran" : words.joined(separator: " ")
  }

  private var measuredWords: String {
    let count = details.deployments
    return [
      "deploy-count=\(count.counted)" + (count.isOff ? " (expected \(count.expected))" : ""),
      teardownWords,
      flags.noSecretLeak ? "no secret leaked" : "a secret leaked",
    ].joined(separator: ", ")
  }

  private var teardownWords: String {
    if flags.cleanTeardown { return "clean teardown" }
    // Nobody could look when the engine was gone.
    let codes = Set(reasons.map(\.code))
    let isKnown = codes.contains(.teardownLeak) || !codes.contains(.engineLost)
    return isKnown ? "something is left on the engine" : "what is left on the engine is not known"
  }
}

extension Duration {
  /// `12.3 s`
  fileprivate var words: String { "\(milliseconds / 1000).\(milliseconds % 1000 / 100) s" }
}
