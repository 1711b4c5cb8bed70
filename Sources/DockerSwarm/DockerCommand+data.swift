import HostEffects
import RecipeHarness

/// What `docker inspect` says of one mount of a container.
private struct MountAnswer: Decodable {
  let type: String
  let name: String?
  let destination: String
}

extension DockerCommand {
  package func id() async throws -> String {
    // The Swarm's own: engines on one machine can share the engine's.
    let command = ["info", "--format", "{{with .Swarm.Cluster}}{{.ID}}{{end}}"]
    let outcome = try await outcome(command)
    let id = String(decoding: outcome.stdout, as: UTF8.self).filter { !$0.isWhitespace }
    // A client that reaches no engine, or one without a Swarm, may exit with 0 all the same.
    guard outcome.status == .exited(0), !id.isEmpty else { throw try await failure(command, outcome) }
    return id
  }

  package func volumes(of container: String) async throws -> [MountedVolume] {
    let command = ["container", "inspect", "--format", "{{json .Mounts}}"]
    let mounts = try Self.decode([MountAnswer].self, try await answer(command + ["--", container]), command)
    return mounts.compactMap { mount in
      guard mount.type == "volume", let name = mount.name else { return nil }
      return MountedVolume(name: name, path: mount.destination)
    }.sorted { $0.path < $1.path }
  }

  package func archive(_ path: String, of container: String, to file: String) async throws {
    let command = ["cp", "--", "\(container):\(path)", "-"]
    let outcome = try await outcome(command, redirected: .output(to: file), deadline: .seconds(600))
    guard outcome.status == .exited(0) else { throw try await failure(command, outcome) }
  }

  package func unpack(_ file: String, below path: String, of container: String) async throws {
    let command = ["cp", "--", "-", "\(container):\(path)"]
    let outcome = try await outcome(command, redirected: .input(from: file), deadline: .seconds(600))
    guard outcome.status == .exited(0) else { throw try await failure(command, outcome) }
  }

  package func make(secret: String, of stack: String, _ value: [UInt8]) async throws {
    // With the label it goes when the stack goes.
    let command = ["secret", "create", "--label", "\(Self.namespace)=\(stack)", "--", secret, "-"]
    let outcome = try await outcome(command, input: value)
    guard outcome.status == .exited(0) else { throw try await failure(command, outcome) }
  }
}

/// Where a command's stream goes that is too long to be held in memory.
enum Redirection {
  case output(to: String)
  case input(from: String)

  /// The shell's arguments that run `docker` with the stream redirected.
  func arguments(_ docker: [String]) -> [String] {
    switch self {
    case .output(let file): ["-c", #"file=$1; shift; exec docker "$@" >"$file""#, "sh", file] + docker
    case .input(let file): ["-c", #"file=$1; shift; exec docker "$@" <"$file""#, "sh", file] + docker
    }
  }
}
