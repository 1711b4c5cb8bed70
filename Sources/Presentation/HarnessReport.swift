import RecipeHarness
import WorkflowModel

/// A run of the harness: `results.json` as the file has it, or its summary for people.
package struct HarnessReport: Sendable {
  private let result: HarnessResult
  private let directory: String

  package init(_ result: HarnessResult, directory: String) {
    self.result = result
    self.directory = directory
  }

  private var text: String { result.summary + "results in \(InertText.line(directory))" }

  package func rendered(as format: OutputFormat) throws -> String {
    switch format {
    case .text: text + "\n"
    case .json: String(decoding: try result.encoded(), as: UTF8.self)
    }
  }
}
