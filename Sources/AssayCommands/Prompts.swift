import Coordination
import Templates
import WorkflowModel

/// The role prompts that the binary carries, put where an agent can be pointed at them.
enum Prompts {
  /// Writes the kickoff and the role's own prompt beside the clone's settings. Returns the path of the latter.
  static func keep(for role: Role, in branch: any CoordinationBranch) throws -> String {
    var path = ""
    for name in ["kickoff.md", "\(role.rawValue).md"] {
      if let text = Templates.text(named: name) { path = try branch.keep(text, named: name) }
    }
    return path
  }
}
