import Evidence
import FoundationEssentials
import HostEffects
import Recipes
import WorkflowModel

/// Where a run's results are written: `results.json`, JUnit XML for each stage, `badge.svg`, and what was written during
/// the run below `logs`.
package struct ResultsDirectory: Sendable {
  package let path: String

  package init(_ path: String) { self.path = path }

  /// Writes everything, `results.json` last: where it stands, the rest stands too.
  package func write(_ run: FinishedRun) throws {
    let result = run.result
    try FileManager.default.createDirectory(atPath: path + "/logs", withIntermediateDirectories: true)
    // Of an earlier run in the same place nothing may be taken for this one's.
    let results = "\(path)/\(HarnessResult.fileName)"
    if FileManager.default.fileExists(atPath: results) { try FileManager.default.removeItem(atPath: results) }
    let screenshot = "\(path)/\(Screenshot.fileName)"
    if FileManager.default.fileExists(atPath: screenshot) { try FileManager.default.removeItem(atPath: screenshot) }
    if let picture = run.screenshot { try ReplacedFile.write(picture, to: screenshot) }
    for log in run.logs { try ReplacedFile.write(log.bytes, to: "\(path)/logs/\(log.path)") }
    for stage in result.stages {
      let document = JUnitWriter.document(stage, recipe: result.recipe.text)
      try ReplacedFile.write(Array(document.utf8), to: "\(path)/\(JUnitWriter.fileName(of: stage.stage))")
    }
    try ReplacedFile.write(Array(Badge.document(level: result.level).utf8), to: "\(path)/\(Badge.fileName)")
    try ReplacedFile.write(try result.encoded(), to: results)
  }
}
