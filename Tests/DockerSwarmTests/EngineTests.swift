import DockerSwarm
import FoundationEssentials
import HostEffects
import RecipeHarness
import Swarm
import TestSupport
import Testing

@Suite(swarmIsToBeHad)
struct EngineTests {
  @Test func `what a stack leaves is found, run in, read and removed`() async throws {
    try await withStage("things") { stage in
      let engine = stage.engine
      #expect(try await engine.remains(of: "things").isEmpty)
      try await stage.install(AppSpec(hasVolume: true))
      let remains = try await engine.remains(of: "things")
      #expect(remains.services == ["things_app"] && remains.volumes == ["things_kept"])
      #expect(remains.containers.count == 1)
      let tasks = try await engine.tasks(of: [Self.ghost, stage.service()])
      #expect(tasks.mapValues(\.count) == ["ghost": 0, "things_app": 1])

      let container = try #require(try await stage.runningTask().container)
      let input = Array("kept\n".utf8) + [0, 255]
      let write = try await engine.execute(
        ["/bin/sh", "-c", "cat >/kept/it; echo done; echo so >&2; exit 3"], in: container, input: input,
        deadline: .seconds(30))
      #expect(write == ExecutionOutcome(exit: 3, stdout: Array("done\n".utf8), stderr: Array("so\n".utf8)))
      let read = try await engine.execute(["/bin/cat", "/kept/it"], in: container, input: [], deadline: .seconds(30))
      #expect(read.stdout == input)
      await #expect(throws: EngineError.late("docker exec")) {
        try await engine.execute(["/bin/sleep", "30"], in: container, input: [], deadline: .seconds(1))
      }

      let left = try await engine.remove(stack: "things")
      #expect(left == StackRemains(volumes: ["things_kept"]))
      #expect(try await engine.remains(of: "things") == left)
      try await engine.remove(volumes: ["things_kept"])
      #expect(try await engine.remains(of: "things").isEmpty)
      guard
        case .refused = await refusal({
          _ = try await engine.execute(["/bin/true"], in: container, input: [], deadline: .seconds(30))
        })
      else {
        Issue.record("a program ran in a container that is gone")
        return
      }
    }
  }

  @Test func `a log is read, its last lines, in the order of their times`() async throws {
    try await withStage("log", limits: RolloutLimits(deadline: .seconds(60))) { stage in
      var spec = AppSpec()
      spec.mode += "\n      # in the log"
      let text = spec.text.replacing(
        "init: true", with: "command: [\"/bin/sh\", \"-c\", \"echo 1; echo 2 >&2; echo 3; sleep 60\"]")
      let file = try stage.directory.write(text, to: "compose.yml")
      try await stage.engine.deploy(
        StackDeployment(
          stack: "log", files: [file], variables: ["TAG": "v1", "REVISION": "r1"], directory: stage.directory.path))
      #expect(try await stage.converging.follow(from: []).isReached)
      let log = String(decoding: try await stage.engine.log(of: "log_app", lines: 10), as: UTF8.self)
      #expect(log.split(separator: "\n").map { $0.suffix(2) }.sorted() == [" 1", " 2", " 3"])
    }
  }

  @Test func `what the engine has not got is told from what it has`() async throws {
    let engine = DockerCommand(host: try #require(try await PrivateSwarm.shared()).host)
    #expect(try await engine.services(of: "nothing").isEmpty)
    let images = ["v1", "v2", "absent"].map { "127.0.0.1:1/app:\($0)" }
    #expect(try await engine.provide(images: Array(images.prefix(2))) == [])
    #expect(try await engine.provide(images: images) == [images[2]])
    #expect(try await engine.version().contains("."))
    try await engine.remove(stack: "nothing")
    #expect(try await engine.tasks(of: Self.ghost).isEmpty)
    for act in [
      { try await engine.remove(service: "nothing") }, { try await engine.remove(volumes: ["-f"]) },
      { _ = try await engine.log(of: "--help", lines: 1) },
      { try await engine.deploy(StackDeployment(stack: "x", files: ["/nowhere.yml"], variables: [:], directory: "/")) },
    ] as [() async throws -> Void] {
      guard case .refused(let what, let why) = await refusal(act) else {
        Issue.record("not refused")
        continue
      }
      #expect(what.hasPrefix("docker ") && !why.isEmpty && !why.contains("\n"))
    }
  }

  /// A service that no engine has.
  private static let ghost = ServiceState(
    id: "ghost", name: "ghost", version: 1, labels: [:], image: "", replicas: 1, policy: UpdatePolicy())

  @Test func `images are named with their variables put in, where the command can say`() async throws {
    try await withStage("images") { stage in
      var spec = AppSpec(services: ["app", "db"])
      spec.images["db"] = "${OTHER:-v2}"
      do {
        let images = try await stage.engine.images(of: stage.deployment(spec))
        #expect(images == ["127.0.0.1:1/app:v1", "127.0.0.1:1/app:v2"])
      } catch EngineError.refused(let what, _) {
        // Before Docker 23 there was no such command.
        #expect(what == "docker stack config")
      }
    }
  }
}

/// What an act was refused with; nil when it was not, or for another reason.
private func refusal(_ act: () async throws -> Void) async -> EngineError? {
  do {
    try await act()
    return nil
  } catch {
    return error as? EngineError
  }
}
