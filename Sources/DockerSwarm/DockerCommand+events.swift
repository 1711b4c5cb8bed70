import HostEffects
import RecipeHarness
import Synchronization

extension DockerCommand: SwarmEngine {
  package func watch(_ stack: String, wake: @escaping @Sendable () -> Void) async throws {
    guard case .found(let program) = ProgramSearch.find("docker", path: environment["PATH"] ?? "", directory: "/")
    else { throw EngineError.noCommand(ToolError.notFound("docker").description) }
    // The engine replays what it still holds, so that nothing is missed while the command connects. Service events
    // carry no labels; health checks would make an event a second and container, and are left out.
    let kinds = ["service", "container"].flatMap { ["--filter", "type=\($0)"] }
    let events = ["create", "update", "remove", "start", "die", "health_status", "destroy"].flatMap {
      ["--filter", "event=\($0)"]
    }
    let command = ["events", "--since", "0"] + kinds + events + ["--format", Self.eventFormat]
    let hearing = Hearing(stack: stack)
    let outcome: SupervisedOutcome
    do {
      outcome = try await runSupervised(
        SupervisedCommand(
          program: program, arguments: command, environment: environment, directory: "/", deadline: .seconds(86_400))
      ) { stream, bytes in
        if hearing.concernsStack(stream, bytes) { wake() }
      }
    } catch let error as SupervisedRunError {
      throw EngineError.noCommand(error.description)
    }
    if outcome.timedOut { throw EngineError.late("docker events") }
    throw EngineError.unreachable(hearing.complaint)
  }

  /// The name of the service, or what it is of a container.
  private static let eventFormat =
    #"{{if eq .Type "service"}}{{.Actor.Attributes.name}}{{else}}"#
    + #"{{index .Actor.Attributes "com.docker.swarm.service.name"}}{{end}}"#
}

/// Cuts the stream of events into lines, one name each, and picks those of a stack's services.
private final class Hearing: Sendable {
  private struct Text {
    var line: [UInt8] = []
    var complaint: [UInt8] = []
  }

  private let prefix: [UInt8]
  private let text = Mutex(Text())

  init(stack: String) { prefix = Array("\(stack)_".utf8) }

  func concernsStack(_ stream: OutputStream, _ bytes: [UInt8]) -> Bool {
    text.withLock { text in
      guard stream == .stdout else {
        if text.complaint.count < 4096 { text.complaint += bytes }
        return false
      }
      var concerns = false
      for byte in bytes {
        if byte == UInt8(ascii: "\n") {
          concerns = concerns || text.line.starts(with: prefix)
          text.line = []
        } else if text.line.count <= prefix.count {
          text.line.append(byte)
        }
      }
      return concerns
    }
  }

  var complaint: String {
    let words = text.withLock { DockerCommand.words($0.complaint) }
    return words.isEmpty ? "its stream of events ended" : words
  }
}
