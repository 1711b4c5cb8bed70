import HostEffects
import GitObjects
import WorkflowModel

/// Why a `git` command did not do what was asked.
package enum GitError: Error, Equatable, Sendable {
  /// git itself could not be run.
  case tool(ToolError)
  /// The command ran and failed.
  case failed(command: String, status: ToolStatus, text: String)
  /// The remote did not answer, or not to us.
  case remoteUnreachable(remote: String, text: String)
  /// The remote answered, and does not have these references or commits.
  case remoteLacks(remote: String, names: [String])
  /// git's answer was none that it documents.
  case unreadable(command: String, text: String)
  /// A file of git's own that could not be written.
  case unwritable(path: String, why: String)
}

extension GitError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .tool(let error): "\(error)"
    case .failed(let command, let status, let text): "'git \(command)' failed (\(status)): \(InertText.block(text))"
    case .remoteUnreachable(let remote, let text):
      "the remote '\(remote)' could not be reached; check the address, the network and your access:\n"
        + InertText.block(text)
    case .remoteLacks(let remote, let names):
      "the remote '\(remote)' has no \(names.joined(separator: ", ")); push it there first"
    case .unwritable(let path, let why): "'\(path)' could not be written: \(why)"
    case .unreadable(let command, let text): "'git \(command)' answered with '\(InertText.line(text))'"
    }
  }
}
