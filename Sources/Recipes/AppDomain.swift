import Crypto
import WorkflowModel

/// The domain of one deployment, and the name of its stack.
package struct AppDomain: Hashable, Sendable, CustomStringConvertible {
  /// What the engine and a recipe may call a secret or a config.
  package static let longestName = 64

  package let text: String

  package init(_ text: String) { self.text = text }

  /// The domain of a run: `<recipe[:4]>-<6 hexadecimal digits of recipe|pr|ref>.<zone>`. It is short, because the engine
  /// takes no name longer than 64 characters, and names begin with the stack's; and it is the same for the same head.
  package init(recipe: RecipeName, pullRequest: String, reference: String, zone: String) {
    let digest = SHA256.hash(data: Array("\(recipe)|\(pullRequest)|\(reference)".utf8))
    let prefix = String(recipe.text.lowercased().prefix(4).map { $0.isLetter || $0.isNumber ? $0 : "-" })
    text = "\(prefix)-\(Hexadecimal.text(of: digest.prefix(3))).\(zone)"
  }

  /// The stack's name: the domain with `_` for each dot.
  package var stack: String { text.replacing(".", with: "_") }

  package var description: String { text }
}

package enum RecipeKind {}
package typealias RecipeName = Name<RecipeKind>

extension ComposeFile {
  /// Names that the engine would refuse for their length. Ask it of a resolved file.
  package func tooLongNames(in stack: String) -> [String] {
    (secrets + configs).filter { !$0.isExternal }.map { $0.engineName(in: stack) }
      .filter { $0.utf8.count > AppDomain.longestName }
  }
}
