import HostEffects
import TestSupport
import Testing

struct ToolRunTests {
  private func shell(
    _ script: String, environment: [String: String] = [:], directory: String? = nil, input: String = "",
    limit: Int = 64 << 20
  ) async throws -> ToolOutcome {
    try await runTool(
      ToolRequest(
        executable: "/bin/sh", arguments: ["-c", script], environment: environment, directory: directory,
        input: Array(input.utf8), outputLimit: limit))
  }

  @Test func `status, both streams, environment and directory are what was asked for`() async throws {
    let scratch = try ScratchDirectory()
    let outcome = try await shell(
      "pwd; echo $A; /usr/bin/env | /usr/bin/wc -l; echo oops >&2; exit 7", environment: ["A": "b c"],
      directory: scratch.path)
    let lines = String(decoding: outcome.stdout, as: UTF8.self).split(separator: "\n")
    #expect(outcome.status == .exited(7))
    #expect(lines[0] == scratch.path)
    #expect(lines[1] == "b c")
    // A, and PWD which the shell adds.
    #expect(lines[2] == "2")
    #expect(String(decoding: outcome.stderr, as: UTF8.self) == "oops\n")
    #expect(try await shell("kill -9 $$").status == .signalled(9))
  }

  @Test func `much output on both streams does not stop the tool`() async throws {
    let script = "i=0; while [ $i -lt 3000 ]; do printf %0512d 1; printf %0512d 2 >&2; i=$((i+1)); done"
    let outcome = try await shell(script)
    #expect(outcome.stdout.count == 3000 * 512)
    #expect(outcome.stderr.count == 3000 * 512)
  }

  @Test func `input arrives, and a tool need not read it`() async throws {
    let text = String(repeating: "x", count: 1 << 20)
    #expect(try await shell("/usr/bin/wc -c", input: text).stdout == Array("1048576\n".utf8))
    #expect(try await shell("exit 3", input: text).status == .exited(3))
    #expect(try await shell("/usr/bin/wc -c").stdout == Array("0\n".utf8))
  }

  @Test func `a process left behind is not waited for`() async throws {
    let outcome = try await shell("/bin/sleep 60 & echo $!")
    #expect(outcome.status == .exited(0))
    let process = String(decoding: outcome.stdout, as: UTF8.self).split(separator: "\n").joined()
    #expect(try await shell("kill \(process)").status == .exited(0))
  }

  @Test func `a tool that takes too long is stopped`() async throws {
    var request = ToolRequest(executable: "/bin/sh", arguments: ["-c", "exec /bin/sleep 600"], environment: [:])
    request.limit = .milliseconds(100)
    let limited = request
    await #expect(throws: ToolError.tookTooLong("/bin/sh", limit: .milliseconds(100))) { try await runTool(limited) }
    request.arguments = ["-c", "echo in time"]
    request.limit = .seconds(600)
    #expect(try await runTool(request).stdout == Array("in time\n".utf8))
  }

  @Test func `what cannot be run says why`() async throws {
    await #expect(throws: ToolError.notFound("assay-no-such-tool")) {
      try await runTool(
        ToolRequest(executable: "assay-no-such-tool", arguments: [], environment: ["PATH": "/usr/bin:/bin"]))
    }
    await #expect(throws: ToolError.notFound("/nonexistent/tool")) {
      try await runTool(ToolRequest(executable: "/nonexistent/tool", arguments: [], environment: [:]))
    }
    await #expect(throws: ToolError.couldNotStart("/bin/sh", why: "no such directory: /nonexistent")) {
      try await shell("exit", directory: "/nonexistent")
    }
    await #expect(throws: ToolError.tooMuchOutput("/bin/sh", limit: 100)) {
      try await shell("while :; do echo more; done", limit: 100)
    }
  }
}
