import FoundationEssentials
import Glibc
import HostEffects
import Testing
import WorkflowModel

@testable import Evidence

struct IsolationTests {
  let bench: Bench
  init() throws { bench = try Bench() }

  private func isSandboxed() async throws -> Bool {
    let setting = CheckEnvironment(
      request: try bench.request([]), workspace: bench.workspace, host: bench.host, started: bench.host.now())
    if case .bubblewrap = try await Sandbox.choose(.automatic, setting) { return true }
    return false
  }

  @Test func `the statement says what isolation there was`() async throws {
    let expected = try await isSandboxed() ? "bubblewrap" : "none"
    for (choice, name) in [(SandboxChoice.automatic, expected), (.none, "none")] {
      let set = try await bench.collect([check("a", shell("true"))], sandbox: choice)
      let isolation = try EvidenceReader.open(files: set.pairs).details.isolation
      #expect(isolation.sandbox == name)
      #expect(isolation.network == (name == "none" ? "shared" : "none"))
    }
  }

  @Test func `shut in, a check has no network, no place to write but its own, and no keys`() async throws {
    // Where bubblewrap cannot work there is nothing to see; the statement then says so, see above.
    guard try await isSandboxed() else { return }
    let outside = bench.top + "/outside"
    let home = bench.top + "/collector"
    try FileManager.default.createDirectory(atPath: home + "/.ssh", withIntermediateDirectories: true)
    _ = FileManager.default.createFile(atPath: home + "/.ssh/id", contents: Data("key".utf8))
    var host = bench.host
    host.environment["HOME"] = home
    let checks = [
      check("network", shell("tail -n +3 /proc/net/dev | cut -d: -f1 | tr -d ' '"), lines(equals: "lo")),
      check(
        "outside", shell("echo x > \(outside)"), .failure(because: Conditions(stderr: TextCondition(lacks: ["\0"])))),
      check("inside", shell("echo x > here; echo x > $HOME/h; echo x > $TMPDIR/t; cat here"), lines(equals: "x")),
      check("keys", shell("ls -A \(home)/.ssh | wc -l"), lines(equals: "0")),
      check(
        "alone", shell("ls /proc | grep -c '^[0-9]'"), .success(Conditions(stdout: TextCondition(matches: ["^[2-9]$"])))
      ),
      check("exit", shell("exit 9"), .success(Conditions(exit: 9))),
      check("argv", .run(.arguments(["printf", "%s|", "a b", "$c"])), lines(equals: "a b|$c|")),
      check("script", .run(.arguments(["./bad"])), lines(equals: "")),
    ]
    try bench.write("bad", "#!/no/such/interpreter\n")
    chmod(bench.workspace.root + "/bad", 0o755)
    let set = try await collect(bench.request(checks), in: bench.workspace, host: host)
    let found = set.set.outcomes.map { "\($0.check) \($0.status.rawValue)" }
    #expect(
      found == [
        "network pass", "outside pass", "inside pass", "keys pass", "alone pass", "exit pass", "argv pass",
        "script error",
      ], "\(set.set.outcomes.map(\.reason))")
    #expect(!FileManager.default.fileExists(atPath: outside))
  }

  @Test(arguments: [SandboxChoice.none, .automatic])
  func `a check that takes too long is ended with all its children`(_ sandbox: SandboxChoice) async throws {
    let source = "trap '' TERM; (trap '' TERM; while :; do sleep 0.2; echo beat >> $HOME/beats; done) & wait; sleep 60"
    var slow = Check(
      id: text(CheckID("slow")), title: "slow", asks: shell(source), expects: .success(Conditions(exit: 0)),
      timeout: .milliseconds(700))
    #expect(try await bench.outcome(slow, sandbox: sandbox).status == .error)
    let beats = bench.workspace.home + "/beats"
    let before = FileManager.default.contents(atPath: beats)?.count
    slow = check("then", shell("sleep 0.5"))
    #expect(try await bench.outcome(slow).status == .pass)
    #expect(FileManager.default.contents(atPath: beats)?.count == before)
  }

  @Test func `too much output is recorded, bounded, and no matter of judgement`() async throws {
    let flood = "head -c 41943040 /dev/zero | tr '\\0' x; echo end"
    let set = try await bench.collect([
      check("flood", shell(flood)),
      check("judged", shell(flood), .success(Conditions(stdout: TextCondition(contains: ["end"])))),
      check("large", shell("head -c 5000000 /dev/zero | tr '\\0' x; echo end"), lines(contains: "end")),
    ])
    #expect(set.set.outcomes.map(\.status) == [.pass, .error, .pass])
    #expect(set.set.outcomes[1].reason == "standard output is too large to judge: 41943044 bytes")
    let details = try EvidenceReader.open(files: set.pairs).details
    #expect(details.checks[0].runs[0].stdout?.size == 41_943_044)
    #expect(set.files.allSatisfy { $0.bytes.count < EvidenceLimits.wholeLog + 1024 || $0.path == "statement.json" })
    #expect(set.text("logs/flood.stdout")?.hasSuffix("xxxend\n") == true)
  }

  @Test(arguments: [SandboxChoice.none, .automatic])
  func `an interrupted collection gives nothing and leaves no process`(_ sandbox: SandboxChoice) async throws {
    let file = bench.workspace.home + "/pid"
    let request = try bench.request([
      check("first", shell("true")), check("long", shell("echo $$ > \(file); sleep 300")),
    ])
    let (workspace, host) = (bench.workspace, bench.host)
    let task = Task { try await collect(request, in: workspace, host: host, sandbox: sandbox) }
    let process = try await number(in: file)
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    // In the sandbox the number is of another space of processes, and says nothing here.
    if sandbox == .none { #expect(try await isGone(process)) }
  }

  @Test func `a workspace that is not there and a request without a nonce are refused`() async throws {
    let request = try bench.request([])
    let missing = Workspace(root: "/no/such", home: bench.workspace.home, temporary: bench.top, temperature: .cold)
    await #expect(throws: CollectionError.noDirectory("/no/such")) {
      _ = try await collect(request, in: missing, host: bench.host)
    }
    let bare = CollectionRequest(
      phase: request.phase, gate: request.gate, claim: request.claim, subject: request.subject, plan: request.plan,
      collector: request.collector, role: .adversary, nonce: "", toolVersion: "1")
    await #expect(throws: CollectionError.noNonce) {
      _ = try await collect(bare, in: bench.workspace, host: bench.host)
    }
  }

  private func lines(equals: String? = nil, contains: String? = nil) -> WorkflowModel.Expectation {
    .success(Conditions(stdout: TextCondition(contains: contains.map { [$0] } ?? [], equals: equals)))
  }
}
