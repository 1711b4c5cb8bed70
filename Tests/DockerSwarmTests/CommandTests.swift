import DockerSwarm
import FoundationEssentials
import HostEffects
import RecipeHarness
import Swarm
import TestSupport
import Testing
import WorkflowModel

/// The command without an engine behind it, or with a script in its place.
struct CommandTests {
  @Test func `without a docker command there is no answer`() async throws {
    let engine = DockerCommand(host: host(["PATH": "/nowhere"]))
    await #expect { try await engine.version() } throws: { if case EngineError.noCommand = $0 { true } else { false } }
    await #expect { try await engine.watch("a") {} } throws: {
      if case EngineError.noCommand = $0 { true } else { false }
    }
  }

  @Test func `what would steer the command does not come from a recipe`() async throws {
    let engine = DockerCommand(host: host(["PATH": "/nowhere"]))
    for name in ["DOCKER_HOST", "LD_PRELOAD", "PATH", "HOME", "HTTPS_PROXY", "SSH_ASKPASS", "GODEBUG"] {
      let deployment = StackDeployment(stack: "a", files: ["/a.yml"], variables: [name: "x"], directory: "/")
      await #expect { try await engine.images(of: deployment) } throws: {
        if case EngineError.refused(_, let why) = $0 { why.contains(name) } else { false }
      }
    }
  }

  @Test func `the command is handed what it needs, and nothing else`() async throws {
    try await withDocker("env | sort >$0.env; echo 1.2") { engine, directory in
      let version = try await engine.version()
      #expect(version == "1.2")
      let names = directory.text(of: "docker.env")?.split(separator: "\n").compactMap { $0.split(separator: "=").first }
      #expect(
        names?.filter { !["PWD", "SHLVL", "_"].contains($0) } == ["DOCKER_CLI_HINTS", "DOCKER_HOST", "LC_ALL", "PATH"])
    }
  }

  @Test(arguments: [
    "not JSON", "[", "{}", "[{}]", "null", "[null]", #"[{"ID":1}]"#, #"[{"ID":"a","Version":{"Index":-1},"Spec":{}}]"#,
    #"[{"ID":"a","Version":{"Index":1},"Spec":{"Name":"a","TaskTemplate":{},"Mode":{"Replicated":{"Replicas":1e99}}}}]"#,
  ])
  func `an answer that cannot be read is refused`(answer: String) async throws {
    try await withDocker("[ $2 = ls ] && echo a && exit; printf '%s' '\(answer)'") { engine, _ in
      await #expect { try await engine.services(of: "a") } throws: {
        if case EngineError.unreadable("docker service inspect", _) = $0 { true } else { false }
      }
    }
  }

  @Test func `engines that leave things out are read with the defaults that they have`() async throws {
    let bare =
      #"[{"ID":"a","Version":{"Index":18446744073709551615},"Spec":{"Name":"s","TaskTemplate":{},"Mode":{"Global":{}}},"UpdateStatus":{}}]"#
    try await withDocker("[ $2 = ls ] && echo a && exit; printf '%s' '\(bare)'") { engine, _ in
      let service = try #require(try await engine.services(of: "s").first)
      #expect(service.version == .max && service.replicas == nil && service.status == nil)
      #expect(service.policy.monitor == .seconds(5) && service.policy.order == "stop-first")
      #expect(service.policy.failureAction == "pause")
    }
  }

  @Test func `the engine's words are shown as one inert line`() async throws {
    let script = #"case $1 in version) echo 1;; info) echo true;; *) printf 'no\033[2J\nwell\n' >&2; exit 1;; esac"#
    try await withDocker(script) { engine, _ in
      await #expect(throws: EngineError.refused("docker service rm", why: "no\u{241B}[2J well")) {
        try await engine.remove(service: "a")
      }
    }
  }

  @Test(arguments: [("", ["stack deploy --compose-file /a.yml -- a"]), ("--detach", [])])
  func `a command that does not know --detach deploys without it`(help: String, ran: [String]) async throws {
    let script =
      #"case "$*" in *--help) echo '\#(help)';; *--detach*) exit 125;; stack*) echo "$@" >>$0.ran;; esac"#
    try await withDocker(script) { engine, directory in
      let deployment = StackDeployment(stack: "a", files: ["/a.yml"], variables: [:], directory: "/")
      // One that knows it has exited with 125 for another reason.
      do {
        try await engine.deploy(deployment)
      } catch EngineError.refused("docker stack deploy", _) where ran.isEmpty {}
      #expect((directory.text(of: "docker.ran") ?? "").split(separator: "\n").map { String($0) } == ran)
    }
  }

  @Test func `an engine that is silent, one that is no manager and one that refuses are told apart`() async throws {
    try await withDocker("echo gone >&2; exit 1") { engine, _ in
      await #expect(throws: EngineError.unreachable("gone")) { try await engine.services(of: "a") }
    }
    let script = "case $1 in version) echo 1;; info) echo false;; *) echo no swarm >&2; exit 1;; esac"
    try await withDocker(script) { engine, _ in
      await #expect(throws: EngineError.noSwarm("no swarm")) { try await engine.services(of: "a") }
    }
  }

  @Test func `a watch wakes at its own stack's names, however they are cut, and ends with the command`() async throws {
    try await withDocker("printf 'x_app\\nab_app\\na_'; sleep 0.1; printf 'app\\n'; echo bye >&2") { engine, _ in
      await confirmation { woken in
        _ = await #expect(throws: EngineError.unreachable("bye")) { try await engine.watch("a") { woken() } }
      }
    }
  }

  @Test func `a watch that is cancelled leaves no process behind`() async throws {
    try await withDocker("echo $$ >$0.pid; echo a_app; exec sleep 600") { engine, directory in
      let (woken, wake) = AsyncStream<Void>.makeStream()
      let watch = Task { try await engine.watch("a") { wake.yield() } }
      for await _ in woken { break }
      let process = try #require(directory.text(of: "docker.pid").flatMap { Int($0.filter(\.isNumber)) })
      #expect(FileManager.default.fileExists(atPath: "/proc/\(process)"))
      watch.cancel()
      await #expect(throws: CancellationError.self) { try await watch.value }
      #expect(!FileManager.default.fileExists(atPath: "/proc/\(process)"))
    }
  }

  private func host(_ environment: [String: String]) -> Host {
    Host(now: { Timestamp(seconds: 0) }, environment: environment, randomBytes: { [UInt8](repeating: 0, count: $0) })
  }

  /// Puts a script in the place of `docker`.
  private func withDocker(
    _ script: String, _ body: (DockerCommand, ScratchDirectory) async throws -> Void
  ) async throws {
    try await withScratchDirectory { directory in
      try directory.write("#!/bin/sh\n\(script)\n", to: "docker", executable: true)
      let path = "\(directory.path):/usr/bin:/bin"
      try await body(
        DockerCommand(
          host: host(["PATH": path, "DOCKER_HOST": "unix:///nowhere", "SECRET": "x", "LD_PRELOAD": "/nowhere.so"])),
        directory)
    }
  }
}
