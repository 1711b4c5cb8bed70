import Swarm

/// What following a stack asks of a Swarm. Every answer is the engine's own, asked anew; nothing is remembered. Each method
/// throws ``EngineError``, and `CancellationError` after what it started has ended.
package protocol SwarmReader: Sendable {
  /// The services of a stack, by name.
  func services(of stack: String) async throws -> [ServiceState]
  /// The same services once more, those that are still there, at the least cost.
  func again(_ services: [ServiceState], of stack: String) async throws -> [ServiceState]
  /// The tasks of a service, newest first, with those that have ended.
  func tasks(of service: ServiceState) async throws -> [TaskState]
  /// The tasks of several services, by the services' names, at the least cost.
  func tasks(of services: [ServiceState]) async throws -> [String: [TaskState]]
  /// Listens until it is cancelled, and calls `wake` when something of the stack may have changed: a hint, never a fact.
  /// What happens once this is called is not missed. Throws ``EngineError`` when the engine goes away.
  func watch(_ stack: String, wake: @escaping @Sendable () -> Void) async throws
}

/// What the harness asks of a Swarm, and lets it do, on the same terms.
package protocol SwarmEngine: SwarmReader {
  /// Hands the stack to the engine, which goes on by itself.
  func deploy(_ deployment: StackDeployment) async throws
  /// The images that the stack's files name, variables put in.
  func images(of deployment: StackDeployment) async throws -> [String]
  /// Sees that the engine has the images, and fetches what it has not. Returns those that are not to be had.
  func provide(images: [String]) async throws -> [String]
  func remove(service: String) async throws
  /// Takes out all of the stack but its volumes, waits until the engine has done so, and returns what it holds then.
  @discardableResult
  func remove(stack: String) async throws -> StackRemains
  /// What the engine holds under the stack's name.
  func remains(of stack: String) async throws -> StackRemains
  func remove(volumes: [String]) async throws
  /// Makes a secret that belongs to the stack, and goes with it.
  func make(secret: String, of stack: String, _ value: [UInt8]) async throws
  /// Runs a program in a container, with bytes on its standard input.
  func execute(_ arguments: [String], in container: String, input: [UInt8], deadline: Duration) async throws
    -> ExecutionOutcome
  /// The names of a stack's services, sorted.
  func serviceNames(of stack: String) async throws -> [String]
  /// The log of a service, its last lines.
  func log(of service: String, lines: Int) async throws -> [UInt8]
  /// Where the container's volumes stand in it.
  func volumes(of container: String) async throws -> [MountedVolume]
  /// Writes what stands at a path of the container, file or directory, to a file here, as a tar archive.
  func archive(_ path: String, of container: String, to file: String) async throws
  /// Unpacks a tar archive below a directory of the container.
  func unpack(_ file: String, below path: String, of container: String) async throws
  /// The Swarm's own id, the same for every client.
  func id() async throws -> String
  /// The engine's version, for the record.
  func version() async throws -> String
}

extension SwarmReader {
  package func again(_ services: [ServiceState], of stack: String) async throws -> [ServiceState] {
    let present = try await self.services(of: stack)
    return present.filter { service in services.contains { $0.id == service.id } }
  }

  package func tasks(of services: [ServiceState]) async throws -> [String: [TaskState]] {
    var tasks: [String: [TaskState]] = [:]
    for service in services { tasks[service.name] = try await self.tasks(of: service) }
    return tasks
  }
}

/// What is handed to the engine as a stack.
package struct StackDeployment: Hashable, Sendable {
  package let stack: String
  /// Absolute paths; a later one overlays the earlier ones.
  package let files: [String]
  /// What the files' variables stand for.
  package let variables: [String: String]
  /// Where relative paths in the files begin.
  package let directory: String

  package init(stack: String, files: [String], variables: [String: String], directory: String) {
    self.stack = stack
    self.files = files
    self.variables = variables
    self.directory = directory
  }
}

/// What the engine holds under a stack's name: names, sorted.
package struct StackRemains: Hashable, Sendable {
  package var services: [String]
  package var containers: [String]
  package var networks: [String]
  package var volumes: [String]
  package var secrets: [String]
  package var configs: [String]

  package init(
    services: [String] = [], containers: [String] = [], networks: [String] = [], volumes: [String] = [],
    secrets: [String] = [], configs: [String] = []
  ) {
    self.services = services
    self.containers = containers
    self.networks = networks
    self.volumes = volumes
    self.secrets = secrets
    self.configs = configs
  }

  package var isEmpty: Bool { self == StackRemains() }

  /// Volumes stay when a stack goes, until somebody removes them.
  package var hasOnlyVolumes: Bool { self == StackRemains(volumes: volumes) }
}

package struct MountedVolume: Hashable, Sendable {
  package let name: String
  /// Where it stands in the container.
  package let path: String

  package init(name: String, path: String) {
    self.name = name
    self.path = path
  }
}

package struct ExecutionOutcome: Hashable, Sendable {
  package let exit: Int
  package let stdout: [UInt8]
  package let stderr: [UInt8]

  package init(exit: Int, stdout: [UInt8], stderr: [UInt8]) {
    self.exit = exit
    self.stdout = stdout
    self.stderr = stderr
  }
}

/// Why the engine gave no answer, or refused.
package enum EngineError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The `docker` command is not there.
  case noCommand(String)
  /// The engine does not answer; its own words.
  case unreachable(String)
  /// It answers, but is no Swarm manager.
  case noSwarm(String)
  /// It refused what it was asked; what, and its own words.
  case refused(String, why: String)
  /// Its answer cannot be read.
  case unreadable(String, why: String)
  /// It did not answer in time.
  case late(String)

  package var description: String {
    switch self {
    case .noCommand(let why): "docker cannot be run: \(why)"
    case .unreachable(let why): "the docker engine does not answer: \(why)"
    case .noSwarm(let why): "the docker engine is no Swarm manager: \(why); 'docker swarm init' makes it one"
    case .refused(let what, let why): "the docker engine refused '\(what)': \(why)"
    case .unreadable(let what, let why): "the docker engine's answer to '\(what)' cannot be read: \(why)"
    case .late(let what): "the docker engine did not answer '\(what)' in time"
    }
  }
}
