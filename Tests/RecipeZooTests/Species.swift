import RecipeHarness
import Testing

/// One recipe of the zoo: made to fail in one known way, or to pass although it looks as if it would not.
struct Species: Sendable, CustomTestStringConvertible {
  let name: String
  /// The stack as published, and the stack at the head.
  let base: Stack
  let head: Stack
  /// The recipe's metadata, beside the health that all of them have.
  var metadata = ""
  /// Executables beside the metadata, by name.
  var companions: [String: String] = [:]
  var stages: Set<Stage> = [.install, .upgrade]
  var injection: Injection?
  /// The stages that do not pass, with their reason; all others that were asked for have to.
  var failing: [Stage: ReasonCode] = [:]
  /// Reasons of the run as a whole.
  var reasons: [ReasonCode] = []
  /// The longest time that the upgrade may take to its verdict.
  var within: Duration = .seconds(30)

  var testDescription: String { name }
}

/// A stack of the zoo, as its compose file has it.
struct Stack: Sendable {
  var image = "v1"
  var order = "start-first"
  var failureAction = "rollback"
  var monitor = "2s"
  var startPeriod = "0s"
  /// A shell command that the app runs instead of sleeping.
  var command: String?
  var labels: [String] = []
  var volumes: [String] = []
  /// Whole services beside the app.
  var others = ""

  func with(_ change: (inout Stack) -> Void) -> Stack {
    var other = self
    change(&other)
    return other
  }

  func compose(version: String) -> String {
    let more = labels.map { "\n        - \"\($0)\"" }.joined()
    let mounts = volumes.isEmpty ? "" : "\n    volumes: [\(volumes.map { "\"\($0)\"" }.joined(separator: ", "))]"
    let names = volumes.map { String($0.prefix { $0 != ":" }) }
    let declared = names.isEmpty ? "" : "volumes:\n" + names.map { "  \($0): {}\n" }.joined()
    let run = command.map { "\n    command: [\"/bin/sh\", \"-c\", \"\($0)\"]" } ?? ""
    return """
      version: "3.8"
      services:
        app:
          image: 127.0.0.1:1/app:\(image)
          init: true
          stop_grace_period: 1s
          networks: [hostnet]\(run)\(mounts)
          healthcheck:
            test: ["CMD", "/bin/sh", "-c", "test -s /well"]
            interval: 500ms
            timeout: 1s
            retries: 2
            start_period: \(startPeriod)
          deploy:
            labels:
              - "coop-cloud.${STACK_NAME}.version=\(version)"\(more)
            update_config: { order: \(order), failure_action: \(failureAction), monitor: \(monitor) }
            rollback_config: { order: \(order), failure_action: pause, monitor: 1s }
      \(others)networks: { hostnet: { external: true, name: host } }
      \(declared)
      """
  }

  /// A second service that only sleeps.
  static func sleeper(_ name: String, image: String = "v1", failureAction: String = "rollback") -> String {
    """
      \(name):
        image: 127.0.0.1:1/app:\(image)
        init: true
        stop_grace_period: 1s
        networks: [hostnet]
        healthcheck:
          { test: ["CMD", "/bin/sh", "-c", "test -s /well"], interval: 500ms, timeout: 1s, retries: 2 }
        deploy:
          update_config: { order: start-first, failure_action: \(failureAction), monitor: 2s }
          rollback_config: { order: start-first, failure_action: pause, monitor: 1s }

    """
  }
}
