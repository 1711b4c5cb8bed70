import FoundationEssentials
import HostEffects
import Recipes
import Swarm
import WorkflowModel

extension Course {
  /// Asks the app's own health and every ready probe until they answer or the time is up. Convergence has been decided
  /// before: with start-first an old task answers just as well. The containers that convergence was seen by are asked
  /// first; once one of them does not answer, those that run then.
  func requireHealth(of convergence: Convergence? = nil) async throws {
    let clock = ContinuousClock()
    let deadline = clock.now + metadata.healthTimeout
    let own = Probe(metadata.health)
    for (probe, code) in [(own, ReasonCode.unhealthy)] + metadata.readyProbes.map({ (Probe($0), .notReady) }) {
      var streak = 0
      var seen = convergence
      while streak < probe.stable {
        let trouble = try await ask(probe, seen)
        seen = nil
        streak = trouble == nil ? streak + 1 : 0
        guard let trouble else { continue }
        guard clock.now < deadline else { throw StageFailure(code, "\(probe.words(app)): \(trouble)") }
        try await Task.sleep(for: .milliseconds(200))
      }
    }
  }

  /// Nil when the probe is content.
  private func ask(_ probe: Probe, _ seen: Convergence?) async throws -> String? {
    switch probe {
    case .exec(let service, let command):
      let arguments: [String] =
        switch command {
        case .shell(let source): ["/bin/sh", "-c", source]
        case .arguments(let list): list
        }
      do {
        let known = seen?.services.first { $0.name == app.serviceName(service) }?.tasks.container
        let container = if let known { known } else { try await app.container(of: service, in: engine) }
        let outcome = try await engine.execute(arguments, in: container, input: [], deadline: .seconds(30))
        return outcome.exit == 0 ? nil : "exit \(outcome.exit)"
      } catch let failure as StageFailure where failure.code == .notReady {
        return failure.detail
      } catch EngineError.refused(_, let why) {
        // The container may have gone since we looked.
        return why
      }
    case .http(let host, let path, let ok): return try await trouble(host: host, path: path, ok: ok)
    case .tcp(let host, let port, _):
      let said = try await curl(["--silent", "--max-time", "3", "telnet://\(host):\(port)"])
      // 28: connected, and nothing more came in time.
      return [.exited(0), .exited(28)].contains(said.status) ? nil : "no connection"
    }
  }

  /// Why the address, of the app's domain if no host is given, does not answer with one of the statuses.
  func trouble(host: String?, path: String, ok: Set<Int>) async throws -> String? {
    let said = try await curl([
      "--silent", "--show-error", "--max-time", "10", "--output", "/dev/null", "--write-out", "%{http_code}",
      "https://\(host ?? app.domain.text)\(path)",
    ])
    let code = Int(String(decoding: said.stdout, as: UTF8.self)) ?? 0
    if said.status == .exited(0) { return ok.contains(code) ? nil : "status \(code)" }
    return InertText.line(String(decoding: said.stderr.prefix(200), as: UTF8.self))
  }

  private func curl(_ arguments: [String]) async throws -> ToolOutcome {
    let environment = run.host.environment.filter { $0.key == "PATH" }
    do {
      return try await runTool(ToolRequest(executable: "curl", arguments: arguments, environment: environment))
    } catch {
      throw StageFailure(.notReady, "health is asked with curl: \(error)")
    }
  }
}

/// One question, whatever the metadata calls it.
private enum Probe {
  case exec(service: String, Command)
  case http(host: String?, path: String, ok: Set<Int>)
  case tcp(host: String, port: Int, stable: Int)

  init(_ question: HealthQuestion) {
    switch question {
    case .http(let path, let ok): self = .http(host: nil, path: path, ok: ok)
    case .exec(let service, let command): self = .exec(service: service, command)
    }
  }

  init(_ probe: ReadyProbe) {
    switch probe {
    case .http(let host, let path, let ok): self = .http(host: host, path: path, ok: ok)
    case .tcp(let host, let port, let stable): self = .tcp(host: host, port: port, stable: stable)
    }
  }

  /// How often in a row it has to be content.
  var stable: Int { if case .tcp(_, _, let stable) = self { stable } else { 1 } }

  func words(_ app: App) -> String {
    switch self {
    case .exec(let service, _): "the health of \(service)"
    case .http(let host, let path, _): "https://\(host ?? app.domain.text)\(path)"
    case .tcp(let host, let port, _): "\(host):\(port)"
    }
  }
}
