import Coordination
import HostEffects
import RecipeHarness
import WorkflowModel

extension CommandContext {
  /// Where locks are held: beside what other programs keep between their runs.
  func harnessState() throws -> String {
    if let state = host.environment["XDG_STATE_HOME"], state.hasPrefix("/") { return state + "/assay/harness" }
    guard let home = host.environment["HOME"], home.hasPrefix("/") else {
      throw CoordinationError.usage(
        "neither XDG_STATE_HOME nor HOME says where locks are held", mend: "set HOME to an absolute path")
    }
    return home + "/.local/state/assay/harness"
  }

  func deployer(_ name: DeployerName) -> any Deployer {
    switch name {
    case .builtIn: BuiltInDeployer(engine: engine)
    case .abra: AbraDeployer(engine: engine, host: host)
    }
  }
}

extension CoordinationError {
  static func harness(_ error: HarnessError) -> CoordinationError {
    switch error {
    case .request(let why, let mend): .usage(why, mend: mend)
    case .source: .malformed("\(error)", mend: "name a repository and a commit of it")
    case .state: .damaged("\(error)", mend: "see that the directory can be written")
    }
  }

  static func harness(_ error: EngineError) -> CoordinationError {
    .unreachable(remote: "the docker engine", said: "\(error)")
  }
}
