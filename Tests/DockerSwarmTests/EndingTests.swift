import DockerSwarm
import FoundationEssentials
import RecipeHarness
import Swarm
import TestSupport
import Testing

@Suite(swarmIsToBeHad)
struct EndingTests {
  @Test func `a first deployment that is slow converges, without any status`() async throws {
    try await withStage("slow") { stage in
      try await stage.deploy(AppSpec(image: "slow", startPeriod: 60))
      let result = try await stage.converging.follow(from: [])
      #expect(result.services.first?.end == .converged(rolled: true))
      #expect(result.services.first?.states == [])
    }
  }

  @Test func `a first deployment that never gets well is late`() async throws {
    try await withStage("late", limits: RolloutLimits(deadline: .seconds(8), crashes: 1000)) { stage in
      try await stage.deploy(AppSpec(image: "sick"))
      let result = try await stage.converging.follow(from: [])
      #expect(result.services.first?.failure == .late)
      #expect(result.services.first?.message.contains("0 of 1 up-to-date tasks run") == true)
    }
  }

  @Test func `a first deployment that crashes again and again is not waited for`() async throws {
    try await withStage("crashing", limits: RolloutLimits(deadline: .seconds(80), crashes: 3)) { stage in
      try await stage.deploy(AppSpec(image: "crash"))
      let result = try await stage.converging.follow(from: [])
      #expect(result.services.first?.failure == .crashing)
      #expect(result.services.first?.message.contains("non-zero exit (1)") == true)
      #expect(result.duration < .seconds(60))
    }
  }

  @Test func `a service that is removed meanwhile is gone`() async throws {
    try await withStage("gone") { stage in
      try await stage.install(AppSpec())
      let before = try await stage.converging.before()
      try await stage.deploy(AppSpec(image: "v2", revision: "r2"))
      async let following = stage.converging.follow(from: before)
      try await stage.engine.remove(service: "gone_app")
      #expect(try await following.services.first?.failure == .gone)
    }
  }

  @Test func `a service that the deployment does not make is a failure, not a long wait`() async throws {
    try await withStage("unmade", limits: RolloutLimits(arrival: .seconds(1))) { stage in
      try await stage.deploy(AppSpec())
      let result = try await stage.converging.follow(from: [], services: ["unmade_other"])
      #expect(result.services.first?.failure == .notUpdated)
    }
  }

  @Test func `what ends after the engine has lost interest is found at the last look`() async throws {
    try await withStage("relapse") { stage in
      let head = AppSpec(image: "v2", revision: "r2", restartDelay: 60)
      let result = try await stage.upgrade(from: AppSpec(), to: head)
      try #require(result.isReached)
      let task = try await stage.runningTask()
      let container = try #require(task.container)
      let kill = ["/bin/sh", "-c", "kill -KILL -1"]
      do {
        _ = try await stage.engine.execute(kill, in: container, input: [], deadline: .seconds(30))
      } catch EngineError.refused {
        // The container was gone before docker had asked how the program ended.
      }
      while try await stage.engine.tasks(of: stage.service()).contains(where: {
        $0.id == task.id && $0.state == "running"
      }) {
        try await Task.sleep(for: .milliseconds(100))
      }
      let relapse = try await stage.converging.lookAgain(at: result).relapse
      guard case .failed(.notRunning, _)? = relapse?.end else {
        Issue.record("\(String(describing: relapse))")
        return
      }
    }
  }

  @Test func `a late rollback is a failure`() async throws {
    try await withStage("late-rollback") { stage in
      let result = try await stage.upgrade(from: AppSpec(), to: AppSpec(image: "v2", revision: "r2"))
      try #require(result.isReached)
      try await stage.deploy(AppSpec())
      let relapse = try await stage.converging.lookAgain(at: result).relapse
      guard case .failed(.rolledBack, _)? = relapse?.end else {
        Issue.record("\(String(describing: relapse))")
        return
      }
    }
  }

  @Test func `one who follows ends when told to, and so does what it listens with`() async throws {
    try await withStage("told") { stage in
      try await stage.deploy(AppSpec(image: "sick"))
      let following = Task { try await stage.converging.follow(from: []) }
      try await Task.sleep(for: .seconds(1))
      following.cancel()
      await #expect(throws: CancellationError.self) { try await following.value }
    }
  }
}
