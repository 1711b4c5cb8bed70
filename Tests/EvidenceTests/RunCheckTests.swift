import Testing
import WorkflowModel

@testable import Evidence

/// What one check comes to.
struct Case: CustomTestStringConvertible, Sendable {
  let what: String
  let asks: CheckKind
  let expects: WorkflowModel.Expectation
  let status: CheckStatus
  let reason: String

  init(
    _ what: String, _ asks: CheckKind, _ expects: WorkflowModel.Expectation, _ status: CheckStatus,
    _ reason: String = ""
  ) {
    self.what = what
    self.asks = asks
    self.expects = expects
    self.status = status
    self.reason = reason
  }

  var testDescription: String { what }

  func run(on bench: Bench, sandbox: SandboxChoice = .none) async throws {
    let outcome = try await bench.outcome(check("c", asks, expects), sandbox: sandbox)
    #expect(outcome.status == status, "\(outcome.reason)")
    #expect(status == .pass ? outcome.reason.isEmpty : outcome.reason.contains(reason), "\(outcome.reason)")
  }
}

private func wants(
  exit: Int? = nil, _ stdout: TextCondition? = nil, stderr: TextCondition? = nil, json: [JSONCondition] = [],
  files: [FileFact] = []
) -> WorkflowModel.Expectation {
  .success(Conditions(exit: exit, stdout: stdout, stderr: stderr, json: json, files: files))
}

private func fails(exit: Int? = nil, _ stdout: TextCondition? = nil, json: [JSONCondition] = [])
  -> WorkflowModel.Expectation
{
  .failure(because: Conditions(exit: exit, stdout: stdout, json: json))
}

private func value(_ pointer: String, _ test: JSONTest) -> [JSONCondition] {
  [JSONCondition(pointer: pointer, test: test)]
}

private let hi = shell("echo hi")
private let document = shell(#"echo '{"level":3,"rungs":{"a/b":"pass"},"list":[1,null,true]}'"#)

struct RunCheckTests {
  let bench: Bench
  init() throws { bench = try Bench() }

  static let plain = [
    Case("exit as wanted", hi, wants(exit: 0), .pass),
    Case("exit other", shell("exit 3"), wants(exit: 0), .fail, "the exit was 3, expected 0"),
    Case("exit wanted not 0", shell("exit 3"), wants(exit: 3), .pass),
    Case("nothing asked", shell("exit 3"), wants(), .fail, "expected 0"),
    Case("killed", shell("kill -9 $$"), wants(exit: 0), .fail, "killed by signal 9"),
    Case("killed, exit not asked", shell("echo hi; kill -9 $$"), wants(.init(contains: ["hi"])), .fail, "signal 9"),
    Case("contains", hi, wants(.init(contains: ["h", "i"])), .pass),
    Case("contains not", hi, wants(.init(contains: ["ho"])), .fail, #"does not contain "ho"; it begins "hi""#),
    Case("lacks", hi, wants(.init(lacks: ["ho"])), .pass),
    Case("lacks not", hi, wants(.init(lacks: ["hi"])), .fail, "which it must not"),
    Case("equals but for the line end", hi, wants(.init(equals: "hi")), .pass),
    Case("equals with the line end", hi, wants(.init(equals: "hi\n")), .pass),
    Case("equals not", hi, wants(.init(equals: "hi ")), .fail, "is not"),
    Case("lines", shell("printf 'a\\nb'"), wants(.init(lines: .exactly(2))), .pass),
    Case("no lines", shell(":"), wants(.init(lines: .init(min: 1))), .fail, "has 0 lines, expected at least 1"),
    Case("matches", hi, wants(.init(matches: ["^h.$"])), .pass),
    Case("matches some line", shell("printf 'a\\nb\\nc\\n'"), wants(.init(matches: ["^b$"])), .pass),
    Case("matches not", hi, wants(.init(matches: ["^i"])), .fail, "does not match /^i/"),
    Case("no expression", hi, wants(.init(matches: ["("])), .error, "is not a regular expression"),
    Case(
      "an expression that goes back and forth", shell("printf '%050d!' 0"), wants(.init(matches: ["^(0+)+$"])), .error,
      "is too slow"),
    Case("stderr", shell("echo no >&2"), wants(stderr: .init(contains: ["no"])), .pass),
    Case("stderr not", hi, wants(stderr: .init(contains: ["no"])), .fail, "standard error does not contain"),
    Case("first condition is named", shell("exit 1"), wants(exit: 0, .init(contains: ["x"])), .fail, "the exit was 1"),
    Case("json equals", document, wants(json: value("/rungs/a~1b", .equals(.text("pass")))), .pass),
    Case("json equals not", document, wants(json: value("/level", .equals(.text("3")))), .fail, #"is 3, expected "3""#),
    Case("json between", document, wants(json: value("/level", .between(min: 2, max: nil))), .pass),
    Case(
      "json below", document, wants(json: value("/level", .between(min: 4, max: 5))), .fail, "at least 4, at most 5"),
    Case("json one of", document, wants(json: value("/level", .oneOf([.number(2), .number(3)]))), .pass),
    Case(
      "json none of", document, wants(json: value("/level", .oneOf([.text("a"), .null]))), .fail, #"one of "a", null"#),
    Case(
      "json null and true", document, wants(json: value("/list/1", .equals(.null)) + value("/list/2", .exists)), .pass),
    Case("json absent", document, wants(json: value("/list/3", .exists)), .fail, "there is no /list/3"),
    Case("json unreadable", hi, wants(json: value("", .exists)), .error, "is not JSON"),
    Case(
      "json twice the key", shell(#"echo '{"a":1,"a":2}'"#), wants(json: value("/a", .exists)), .error, "a key twice"),
    Case("file afterwards", shell("echo x > new"), wants(files: [.present(path: "new")]), .pass),
    Case("file not afterwards", hi, wants(files: [.present(path: "new")]), .fail, "'new' is not there"),
    Case("argv", .run(.arguments(["echo", "$HOME *"])), wants(.init(equals: "$HOME *")), .pass),
    Case("argv not found", .run(.arguments(["no-such-tool"])), wants(exit: 0), .error, "command not found"),
    Case("shell's not found", shell("no-such-tool"), wants(exit: 0), .error, "command not found"),
    Case("127 wanted", shell("exit 127"), wants(exit: 127), .pass),
    Case("not executable", shell("touch f; ./f"), wants(exit: 0), .error, "command not executable"),
  ]

  @Test(arguments: plain) func `a run comes to what it should`(_ test: Case) async throws {
    try await test.run(on: bench)
  }

  static let controls = [
    Case("fails as it should", shell("echo HC1; exit 1"), fails(.init(contains: ["HC1"])), .pass),
    Case(
      "fails otherwise", shell("echo HC2; exit 1"), fails(.init(contains: ["HC1"])), .fail, "did not fail as it should"),
    Case("does not fail", shell("echo HC1"), fails(.init(contains: ["HC1"])), .fail, "the exit was 0"),
    Case("is meant to exit 0", document, fails(exit: 0, json: value("/level", .equals(.number(3)))), .pass),
    Case("exit named", shell("exit 4"), fails(exit: 4), .pass),
    Case("exit named, other", shell("exit 5"), fails(exit: 4), .fail, "the exit was 5, expected 4"),
    Case("killed", shell("echo HC1; kill -11 $$"), fails(.init(contains: ["HC1"])), .pass),
    Case("could not run", shell("no-such-tool"), fails(.init(lacks: ["x"])), .error, "command not found"),
    Case("no json", shell("exit 1"), fails(json: value("/a", .exists)), .error, "is not JSON"),
    Case("no reason to fail for", shell("exit 1"), fails(), .error, "needs a reason"),
  ]

  @Test(arguments: controls) func `a control has teeth`(_ test: Case) async throws { try await test.run(on: bench) }

  @Test func `the environment is what is listed and no more`() async throws {
    let set = try await bench.collect([
      check("env", shell("env | cut -d= -f1 | sort"), environment: ["MINE": "1"])
    ])
    let names = try #require(set.text("logs/env.stdout")).split(separator: "\n").map { String($0) }
    #expect(
      names == [
        "ASSAY_CHECK", "ASSAY_CLAIM", "ASSAY_GATE", "ASSAY_NONCE", "ASSAY_PHASE", "ASSAY_SUBJECT", "GIT_CONFIG_GLOBAL",
        "GIT_CONFIG_NOSYSTEM", "GIT_TERMINAL_PROMPT", "HOME", "LANG", "LOGNAME", "MINE", "PATH", "PWD", "TMPDIR", "TZ",
        "USER",
      ])
  }

  @Test func `a check's own variables cannot pass for assay's`() async throws {
    let outcome = try await bench.outcome(
      check(
        "env", shell("echo $ASSAY_NONCE"), wants(.init(equals: "n0nce")), environment: ["ASSAY_NONCE": "old"]))
    #expect(outcome.status == .pass)
  }

  @Test func `repeats agree, disagree or fail to run`() async throws {
    func status(_ source: String) async throws -> CheckOutcome {
      try await bench.outcome(check("r", shell(source), repeats: 3))
    }
    #expect(try await status("true").runs == [.pass, .pass, .pass])
    let counter = "n=$(cat n 2>/dev/null || echo 0); echo $((n + 1)) > n; "
    let flaky = try await status(counter + "test $n -ne 1")
    #expect(flaky.status == .flaky)
    #expect(flaky.runs == [.pass, .fail, .pass])
    #expect(flaky.reason == "run 2 of 3: the exit was 1, expected 0")
    let broken = try await status("rm -f n; test -f m && exit 127; touch m")
    #expect(broken.status == .error)
    #expect(broken.runs == [.pass, .error, .error])
  }

  @Test func `a check that takes too long is an error, and its output is kept`() async throws {
    let set = try await bench.collect([check("slow", shell("echo begun; sleep 60"), timeout: .milliseconds(400))])
    #expect(set.set.outcomes.first?.status == .error)
    #expect(set.set.outcomes.first?.reason == "timed out after 0.4s")
    #expect(set.text("logs/slow.stdout") == "begun\n")
  }

  @Test func `needs come first, and what did not pass is needed in vain`() async throws {
    let set = try await bench.collect([
      check("late", hi, needs: ["early"]), check("vain", hi, needs: ["bad"]), check("bad", shell("exit 1")),
      check("early", hi), check("after-vain", hi, needs: ["vain"]),
    ])
    let outcomes = set.set.outcomes.map { "\($0.check) \($0.status.rawValue) \($0.reason)" }
    #expect(
      outcomes == [
        "bad fail the exit was 1, expected 0", "vain error needs bad, which did not pass", "early pass ", "late pass ",
        "after-vain error needs vain, which did not pass",
      ])
  }

  @Test func `matrix values reach commands without becoming source`() async throws {
    let values = ["plain", "$(touch pwned); 'x"]
    let matrix = [MatrixAxis(name: "recipe", values: values)]
    let wanted = wants(.init(matches: [#"^<${recipe}>$"#], equals: "<${recipe}>"))
    for asks in [
      CheckKind.run(.arguments(["echo", "<${recipe}>"])), shell(#"echo "<${recipe}>""#),
      shell(#"echo "<$ASSAY_MATRIX_RECIPE>""#), shell(#"echo "<$VIA_ENV>""#),
    ] {
      let set = try await bench.collect([
        check("m", asks, wanted, matrix: matrix, environment: ["VIA_ENV": "${recipe}"])
      ])
      #expect(set.set.outcomes.map(\.status) == [.pass, .pass], "\(set.set.outcomes.map(\.reason))")
      #expect(set.set.outcomes.map { $0.instance.map(\.value) } == values.map { [$0] })
      #expect(set.text("logs/m+i1.stdout") == "<plain>\n")
    }
    let after = try await bench.outcome(check("p", .file([.absent(path: "pwned")])))
    #expect(after.status == .pass)
  }

  @Test func `progress tells of every run`() async throws {
    var told: [String] = []
    _ = try await collect(
      bench.request([check("a", hi, repeats: 2), check("b", hi)]), in: bench.workspace, host: bench.host, sandbox: .none
    ) { progress in
      switch progress {
      case .began(let check, _, let number, let count): told.append("\(check) \(number)/\(count)")
      case .ran(let check, let run, let count, let status, _): told.append("\(check) \(status) \(run)/\(count)")
      case .finished(let check, _, let status, _, _): told.append("\(check) \(status)")
      case .running: break
      }
    }
    #expect(told == ["a 1/2", "a pass 1/2", "a pass 2/2", "a pass", "b 2/2", "b pass 1/1", "b pass"])
  }
}
