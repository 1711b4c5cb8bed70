import HostEffects
import WorkflowModel

/// Whether checks are shut in.
package enum SandboxChoice: Sendable {
  /// With bubblewrap where it is installed and works.
  case automatic
  case none
}

/// What a check is really run in; the statement says which.
enum Sandbox: Sendable {
  case none
  case bubblewrap(program: String, home: String?)

  /// Tries bubblewrap once, as the checks will use it.
  static func choose(_ choice: SandboxChoice, _ setting: CheckEnvironment) async throws -> Sandbox {
    let workspace = setting.workspace
    guard choice == .automatic,
      case .found(let program) = ProgramSearch.find("bwrap", path: setting.path, directory: workspace.root)
    else { return .none }
    let sandbox = Sandbox.bubblewrap(program: program, home: setting.host.environment["HOME"])
    let probe = sandbox.command(
      ["/bin/sh", "-c", ":"], workspace: workspace, environment: setting.common, deadline: .seconds(20))
    do {
      let outcome = try await runSupervised(probe) { _, _ in }
      return outcome.ending == .exited(0) && !outcome.timedOut ? sandbox : .none
    } catch is SupervisedRunError {
      return .none
    }
  }

  /// The command that runs the argument vector, whose first element is an absolute path, in the workspace's root.
  func command(
    _ arguments: [String], workspace: Workspace, environment: [String: String], deadline: Duration,
    network: NetworkAccess = .none
  ) -> SupervisedCommand {
    switch self {
    case .none:
      return SupervisedCommand(
        program: arguments.first ?? "", arguments: Array(arguments.dropFirst()), environment: environment,
        directory: workspace.root, deadline: deadline)
    case .bubblewrap(let program, let home):
      var options = ["--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc"]
      for directory in Self.keptFromChecks(home) { options += ["--tmpfs", directory] }
      for directory in [workspace.root, workspace.home, workspace.temporary] {
        options += ["--bind", directory, directory]
      }
      // No `--new-session`: the session that supervision made has no terminal, and TERM has to reach the check.
      if network == .none { options.append("--unshare-net") }
      options += ["--unshare-pid", "--die-with-parent", "--chdir", workspace.root, "--"]
      // A shell's exec tells 126 and 127 from the check's own exit; bubblewrap's would be 1.
      options += ["/bin/sh", "-c", #"exec "$@""#, "sh"]
      return SupervisedCommand(
        program: program, arguments: options + arguments, environment: environment, directory: workspace.root,
        deadline: deadline, leader: .launcher)
    }
  }

  /// Directories with the collector's own keys.
  private static func keptFromChecks(_ home: String?) -> [String] {
    guard let home, home.hasPrefix("/"), let files = WorkspaceFiles(root: home) else { return [] }
    return [".ssh", ".gnupg", ".aws", ".kube", ".docker", ".config/assay", ".config/gh"].compactMap { name in
      if case .directory(let resolved) = files.look(name) { resolved } else { nil }
    }
  }

  var name: String {
    switch self {
    case .none: "none"
    case .bubblewrap: "bubblewrap"
    }
  }

  var network: String {
    switch self {
    case .none: "shared"
    case .bubblewrap: "none"
    }
  }
}
