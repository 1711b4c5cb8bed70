import FoundationEssentials
import Glibc
import HostEffects
import Synchronization
import Testing

@testable import Evidence

struct SupervisedRunTests {
  let bench: Bench
  init() throws { bench = try Bench() }

  private final class Collected: Sendable {
    let stdout = Mutex<[UInt8]>([])
    let stderr = Mutex<[UInt8]>([])
    let size = Mutex(0)
    func take(_ stream: OutputStream, _ bytes: [UInt8]) {
      size.withLock { $0 += bytes.count }
      switch stream {
      case .stdout: stdout.withLock { if $0.count < 1 << 20 { $0 += bytes } }
      case .stderr: stderr.withLock { if $0.count < 1 << 20 { $0 += bytes } }
      }
    }
  }

  private func command(_ source: String, deadline: Duration = .seconds(60), grace: Duration = .seconds(5))
    -> SupervisedCommand
  {
    SupervisedCommand(
      program: "/bin/sh", arguments: ["-c", source], environment: ["PATH": "/usr/bin:/bin", "ONLY": "this"],
      directory: bench.workspace.root, deadline: deadline, grace: grace)
  }

  private func run(_ command: SupervisedCommand) async throws -> (SupervisedOutcome, Collected) {
    let collected = Collected()
    return (try await runSupervised(command) { collected.take($0, $1) }, collected)
  }

  @Test func `exit, signal, environment, directory, input and binary output arrive as they are`() async throws {
    let (left, output) = try await run(
      command(#"env | sort; pwd; wc -c; printf '\000\377'; printf err >&2; exit 7"#))
    #expect(left.ending == .exited(7))
    #expect(!left.timedOut)
    let text = output.stdout.withLock { $0 }
    #expect(String(decoding: text, as: UTF8.self).contains("ONLY=this"))
    #expect(!String(decoding: text, as: UTF8.self).contains("HOME="))
    #expect(String(decoding: text, as: UTF8.self).contains(bench.workspace.root + "\n0\n"))
    #expect(text.suffix(2) == [0, 255])
    #expect(output.stderr.withLock { $0 } == Array("err".utf8))
    let (killed, _) = try await run(command("kill -SEGV $$"))
    #expect(killed.ending == .signalled(Int(SIGSEGV)))
  }

  @Test func `it runs in a session of its own`() async throws {
    let (_, output) = try await run(command("ps -o sid= -p $$ | tr -d ' '; echo $$"))
    let lines = output.stdout.withLock { String(decoding: $0, as: UTF8.self) }.split(separator: "\n")
    #expect(lines.count == 2 && lines.first == lines.last)
  }

  @Test func `what cannot be started says why`() async throws {
    func failure(_ program: String, _ arguments: [String] = [], directory: String? = nil) async throws
      -> SupervisedRunError?
    {
      var command = command("")
      command.program = program
      command.arguments = arguments
      command.directory = directory ?? command.directory
      do {
        _ = try await run(command)
        return nil
      } catch let error as SupervisedRunError {
        return error
      }
    }
    try bench.write("plain", "no program")
    let plain = bench.workspace.root + "/plain"
    #expect(try await failure("/no/such/program") == .notFound("/no/such/program"))
    #expect(try await failure(plain) == .notExecutable(plain))
    let long = String(repeating: "x", count: 3 << 20)
    #expect(try await failure("/bin/echo", [long]) == .argumentsTooLong("/bin/echo"))
    #expect(try await failure("/bin/echo", directory: "/no/such") == .directory("/no/such"))
  }

  @Test func `a deadline ends the whole tree, also what ignores SIGTERM`() async throws {
    let file = bench.top + "/pid"
    let source = "trap '' TERM; (trap '' TERM; while :; do sleep 0.1; done) & echo $! > \(file); wait; sleep 60"
    let (outcome, _) = try await run(command(source, deadline: .milliseconds(500), grace: .milliseconds(200)))
    #expect(outcome.timedOut)
    #expect(outcome.ending == .signalled(Int(SIGKILL)))
    #expect(outcome.survivors == 0)
    #expect(try await isGone(try await number(in: file), within: .seconds(1)))
  }

  @Test func `a deadline gives what obeys SIGTERM its grace`() async throws {
    let (outcome, output) = try await run(
      command("trap 'echo tidied; exit 3' TERM; while :; do sleep 0.05; done", deadline: .milliseconds(500)))
    #expect(outcome.timedOut)
    #expect(outcome.ending == .exited(3))
    #expect(output.stdout.withLock { $0 } == Array("tidied\n".utf8))
  }

  @Test(arguments: ["sleep 300", "exec 2>/dev/null; yes", "setsid sleep 1", "set -m; sleep 300"])
  func `a grandchild that holds the pipe keeps nobody waiting`(_ grandchild: String) async throws {
    let file = bench.top + "/pid"
    let (outcome, output) = try await run(
      command("(echo begun; \(grandchild)) & echo $! > \(file); echo done", deadline: .seconds(240)))
    #expect(outcome.ending == .exited(0))
    #expect(!outcome.timedOut)
    #expect(outcome.duration < .seconds(240))
    #expect(output.stdout.withLock { String(decoding: $0, as: UTF8.self).contains("done\n") })
    #expect(try await isGone(try await number(in: file)))
  }

  @Test func `a hundred megabytes arrive whole`() async throws {
    let (outcome, output) = try await run(
      command("head -c 104857600 /dev/zero; head -c 1000 /dev/zero >&2", deadline: .seconds(900)))
    #expect(outcome.ending == .exited(0))
    #expect(output.size.withLock { $0 } == 104_857_600 + 1000)
  }

  @Test func `cancellation ends the tree`() async throws {
    let file = bench.top + "/pid"
    let command = command(
      "(trap '' TERM; while :; do sleep 0.1; done) & echo $! > \(file); wait", grace: .milliseconds(100))
    let task = Task { try await runSupervised(command) { _, _ in } }
    let grandchild = try await number(in: file)
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(try await isGone(grandchild, within: .seconds(1)))
  }

  @Test func `a sink that throws ends the run`() async throws {
    let file = bench.top + "/pid"
    await #expect(throws: BenchError.self) {
      _ = try await runSupervised(command("echo $$ > \(file); yes")) { _, _ in throw BenchError.cannot("take it") }
    }
    #expect(try await isGone(try await number(in: file)))
  }
}
