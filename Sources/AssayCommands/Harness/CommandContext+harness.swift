import Coordination
import HostEffects
import RecipeHarness
import WorkflowModel
import YAMLReading

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

  /// Says on standard error how far a run has come.
  var progress: @Sendable (HarnessProgress) -> Void {
    let say = errorOutput
    return { say(HarnessLine.text($0)) }
  }

  func deployer(_ name: DeployerName) -> any Deployer {
    switch name {
    case .builtIn: BuiltInDeployer(engine: engine)
    case .abra: AbraDeployer(engine: engine, host: host)
    }
  }
}

/// What a run or a sweep came to; what kept it from being tried is told as every command tells its troubles.
func harnessAnswer<Value>(_ result: Result<Value, any Error>) throws -> Value {
  do {
    return try result.get()
  } catch let error as HarnessError {
    throw CoordinationError.harness(error)
  } catch let error as EngineError {
    throw CoordinationError.harness(error)
  } catch let error as FileProblems {
    throw CoordinationError.malformed("\(error)", mend: "mend the recipe's file")
  } catch let failure as StageFailure {
    throw CoordinationError.malformed(failure.detail, mend: "mend the recipe at its head")
  } catch is CancellationError {
    throw CoordinationError.timedOut("the run was interrupted before anything was deployed")
  }
}

extension CoordinationError {
  fileprivate static func harness(_ error: HarnessError) -> CoordinationError {
    switch error {
    case .request(let why, let mend): .usage(why, mend: mend)
    case .source: .malformed("\(error)", mend: "name a repository and a commit of it")
    case .state: .damaged("\(error)", mend: "see that the directory can be written")
    }
  }

  fileprivate static func harness(_ error: EngineError) -> CoordinationError {
    .unreachable(remote: "the docker engine", said: "\(error)")
  }
}
