import DockerSwarm
import FoundationEssentials
import RecipeHarness
import Swarm
import TestSupport
import Testing

@Suite(swarmIsToBeHad)
struct UpgradeTests {
  @Test(arguments: ["start-first", "stop-first"])
  func `a good head converges, and its tasks are what runs`(order: String) async throws {
    try await withStage("good-\(order)") { stage in
      let head = AppSpec(image: "v2", revision: "r2", order: order)
      let result = try await stage.upgrade(from: AppSpec(order: order), to: head)
      let service = try #require(result.services.first)
      #expect(service.end == .converged(rolled: true))
      #expect(result.isReached && result.failure == nil && result.deafness == nil)
      #expect(service.state?.labels["org.example.revision"] == "r2")
      #expect(service.state?.image == "127.0.0.1:1/app:v2")
      #expect(service.states.last == .completed && service.delay != nil)
      #expect(try await stage.converging.lookAgain(at: result).relapse == nil)
    }
  }

  @Test(arguments: ["global", "replicas: 2", "replicas: 0"])
  func `services of every count converge`(mode: String) async throws {
    try await withStage("count-\(mode.filter { $0.isLetter || $0.isNumber })") { stage in
      let spec = AppSpec(mode: mode == "global" ? "mode: global" : mode)
      var head = spec
      (head.image, head.revision) = ("v2", "r2")
      let result = try await stage.upgrade(from: spec, to: head)
      #expect(result.isReached, "\(result.services.map(\.end))")
      #expect(result.services.first?.state?.replicas == ["replicas: 2": 2, "replicas: 0": 0][mode])
    }
  }

  @Test(arguments: [
    ("sick", ""), ("crash", "non-zero exit (1)"), ("absent", "No such image"),
  ])
  func `a head that does not stay well is reported as rolled back, while the base serves`(
    image: String, complaint: String
  ) async throws {
    try await withStage("rolled-\(image)") { stage in
      let result = try await stage.upgrade(from: AppSpec(), to: AppSpec(image: image, revision: "r2", monitor: 5))
      let service = try #require(result.services.first)
      #expect(service.failure == .rolledBack && service.states.last == .rollbackCompleted)
      #expect(service.message.contains("roll") && service.message.contains(complaint), "\(service.message)")
      // What a look at health alone would have seen.
      #expect(service.state?.labels["org.example.revision"] == "r1")
      #expect(try await stage.runningTask().image == "127.0.0.1:1/app:v1")
      #expect(result.failure?.reason == .rolledBack && !result.isReached)
    }
  }

  @Test func `a head that was well, and ends while the engine watches, is reported as rolled back`() async throws {
    try await withStage("dies-later") { stage in
      // The old task was stopped when the new one was well: the engine has to start the base anew.
      let head = AppSpec(image: "dies-later", revision: "r2", monitor: 10)
      let result = try await stage.upgrade(from: AppSpec(), to: head)
      let service = try #require(result.services.first)
      #expect(service.failure == .rolledBack && service.message.contains("non-zero exit (3)"), "\(service.message)")
      #expect(service.state?.labels["org.example.revision"] == "r1")
    }
  }

  @Test func `a head that is paused is a failure, though the old task serves`() async throws {
    try await withStage("paused") { stage in
      let head = AppSpec(image: "crash", revision: "r2", failureAction: "pause")
      let result = try await stage.upgrade(from: AppSpec(), to: head)
      #expect(result.services.first?.failure == .paused)
      #expect(result.services.first?.message.contains("update paused due to failure") == true)
      #expect(try await stage.runningTask().image == "127.0.0.1:1/app:v1")
    }
  }

  @Test func `a change of labels alone rolls nothing, and converges`() async throws {
    try await withStage("labels") { stage in
      try await stage.install(AppSpec())
      let task = try await stage.runningTask().id
      let before = try await stage.converging.before()
      try await stage.deploy(AppSpec(revision: "r2"))
      let result = try await stage.converging.follow(from: before)
      #expect(result.services.first?.end == .converged(rolled: false))
      #expect(result.services.first?.state?.labels["org.example.revision"] == "r2")
      #expect(result.services.first?.states == [])
      #expect(try await stage.runningTask().id == task)
    }
  }

  @Test func `an engine that goes on after failures completes, and nothing runs`() async throws {
    try await withStage("goes-on", limits: RolloutLimits(deadline: .seconds(60), crashes: 1000)) { stage in
      let head = AppSpec(image: "crash", revision: "r2", failureAction: "continue")
      let result = try await stage.upgrade(from: AppSpec(), to: head)
      #expect(result.services.first?.failure == .notRunning)
      #expect(result.services.first?.states.last == .completed)
    }
  }

  @Test func `two deployments close together complete, with the good version gone and nothing running`() async throws {
    try await withStage("close-together") { stage in
      try await stage.install(AppSpec(monitor: 5))
      let before = try await stage.converging.before()
      try await stage.deploy(AppSpec(image: "sick", revision: "r2", monitor: 5))
      try await Task.sleep(for: .seconds(1))
      try await stage.deploy(AppSpec(image: "sick", revision: "r3", monitor: 5))
      let result = try await stage.converging.follow(from: before)
      let service = try #require(result.services.first)
      #expect(service.failure == .notRunning, "\(String(describing: service.end)) \(service.states)")
      #expect(service.state?.labels["org.example.revision"] == "r3")
    }
  }

  @Test func `of two services one fails: its end is the stack's, and the other's state is told too`() async throws {
    try await withStage("two") { stage in
      var head = AppSpec(services: ["db", "web"], image: "v2", revision: "r2", failureAction: "pause", monitor: 5)
      head.images["db"] = "crash"
      let result = try await stage.upgrade(from: AppSpec(services: ["db", "web"]), to: head)
      #expect(result.services.map(\.name) == ["two_db", "two_web"])
      #expect(result.failure?.service.name == "two_db" && result.failure?.reason == .paused)
      #expect(result.services.last?.end == nil)
      #expect(result.services.last?.state?.labels["org.example.revision"] == "r2")
    }
  }

  @Test func `the base is put back in the middle of an update`() async throws {
    try await withStage("put-back") { stage in
      try await stage.install(AppSpec())
      let before = try await stage.converging.before()
      try await stage.deploy(AppSpec(image: "sick", revision: "r2"))
      // The status of this update is nobody's rollback; only the specifications tell.
      try await stage.deploy(AppSpec())
      let result = try await stage.converging.follow(from: before)
      #expect(result.services.first?.failure == .rolledBack)
    }
  }
}
