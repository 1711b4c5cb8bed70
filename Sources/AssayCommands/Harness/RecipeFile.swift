import HostEffects
import RecipeHarness
import Recipes
import YAMLReading

/// A recipe's metadata file that a user gives.
enum RecipeFile {
  /// What it says, and the programs that it names, both from one reading of its bytes.
  static func read(_ file: String, in context: CommandContext) throws -> (RecipeMetadata, CompanionFiles) {
    let path = context.path(file)
    let bytes = try context.readFile(path)
    return try harnessAnswer(
      Result {
        let metadata = try RecipeMetadata.read(bytes, file: path)
        return (metadata, try CompanionFiles.read(metadata, bytes: bytes, name: file, beside: directory(of: path)))
      })
  }

  /// Where its programs stand.
  static func directory(of path: String) -> String { String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)]) }
}
