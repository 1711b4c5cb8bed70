import FoundationEssentials
import HostEffects
import Testing
import WorkflowModel

@testable import Evidence

/// Checks of kind `harness`, with a program in the place of assay's own that writes down what it is given.
struct HarnessCheckTests {
  private let bench: Bench
  private static let digests = ["ab", "cd"].map { text(Digest(String(repeating: $0, count: 32))) }

  init() throws { bench = try Bench() }

  private func outcome(
    _ trial: RecipeTrial, answers: String, environment: [String: String] = [:], matrix: [MatrixAxis] = [],
    approvals: [ProgramApproval] = [], expects: WorkflowModel.Expectation = .success(Conditions(exit: 0))
  ) async throws -> CheckOutcome {
    let collected = try await collected(
      trial, answers: answers, environment: environment, matrix: matrix, approvals: approvals, expects: expects
    ).set
    return try #require(collected.set.outcomes.first)
  }

  private func collected(
    _ trial: RecipeTrial, answers: String, environment: [String: String] = [:], matrix: [MatrixAxis] = [],
    approvals: [ProgramApproval] = [], expects: WorkflowModel.Expectation = .success(Conditions(exit: 0))
  ) async throws -> (check: Check, set: CollectedSet) {
    let program = bench.top + "/assay"
    let script = """
      #!/bin/sh
      printf '%s\\n' "$@" >'\(bench.top)/arguments'
      env >'\(bench.top)/environment'
      \(answers)
      """
    #expect(FileManager.default.createFile(atPath: program, contents: Data(script.utf8)))
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: program)
    var host = bench.host
    host.program = program
    let check = check("h", .harness(trial), expects, matrix: matrix, environment: environment)
    let set = try await Evidence.collect(
      bench.request([check], approvals: approvals), in: bench.workspace, host: host, sandbox: .none)
    return (check, set)
  }

  private func written(_ name: String) -> [String] {
    let bytes = FileManager.default.contents(atPath: "\(bench.top)/\(name)") ?? Data()
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  private static let good = """
    echo '{"assay":{"nonce":"n0nce","head":"\(Bench.subject)","verdict":"pass"}}'
    """

  @Test func `the harness is told what the policy approved of this very metadata`() async throws {
    let trial = RecipeTrial(recipe: "r", stages: ["install"], metadata: "recipe.yml")
    // The subject's own policy has no say.
    try bench.write("assay.yml", "harness: { approved: { recipe.yml: \(String(repeating: "ef", count: 32)) } }\n")
    let outcome = try await outcome(
      trial, answers: Self.good,
      approvals: [
        ProgramApproval(metadata: "recipe.yml", digests: Self.digests),
        ProgramApproval(metadata: "other.yml", digests: [text(Digest(String(repeating: "99", count: 32)))]),
      ])
    #expect(outcome.status == .pass, "\(outcome)")
    let arguments = written("arguments")
    let approved = arguments.indices.filter { arguments[$0] == "--approved" }.map { arguments[$0 + 1] }
    #expect(approved == Self.digests.map(\.hex))
    #expect(!arguments.contains("--allow-programs"))
  }

  @Test func `without an approval nothing is said to be approved`() async throws {
    let trial = RecipeTrial(recipe: "r", stages: ["install"], metadata: "recipe.yml")
    _ = try await outcome(trial, answers: Self.good)
    let arguments = written("arguments")
    #expect(arguments.contains("recipe.yml"))
    #expect(!arguments.contains("--approved") && !arguments.contains("--allow-programs"))
  }

  /// Also where a failure is expected: an error is none.
  @Test(arguments: [
    WorkflowModel.Expectation.success(Conditions(exit: 0)), .failure(because: Conditions(exit: 69)),
  ]) func `programs that nobody approved are an error, in the harness's own words`(
    expects: WorkflowModel.Expectation
  ) async throws {
    let results = #"{"failure":{"code":"not_approved","detail":"an operator approves them"},"assay":{"nonce":"n0nce"}}"#
    let outcome = try await outcome(
      RecipeTrial(recipe: "r", stages: ["install"], metadata: "recipe.yml"), answers: "echo '\(results)'; exit 69",
      expects: expects)
    #expect(outcome.status == .error)
    #expect(outcome.reason == "the harness could not try it: not_approved: an operator approves them")
  }

  static let standings: [(String, ProgramUse?)] = [
    (#""programs":{"standing":"approved","digest":"\#(digests[0])"},"#, use(digests[0])),
    (#""programs":{"standing":"allowed","digest":"\#(digests[0])"},"#, use(nil)),
    (#""programs":{"standing":"approved","digest":null},"#, use(nil)), ("", use(nil)),
    (#""programs":{"standing":"not_needed","digest":"\#(digests[0])"},"#, nil),
  ]

  private static func use(_ digest: WorkflowModel.Digest?) -> ProgramUse {
    ProgramUse(check: text(CheckID("h")), metadata: "recipe.yml", digest: digest)
  }

  @Test(arguments: standings) func `a set says what ran outside the sandbox`(
    _ programs: String, _ use: ProgramUse?
  ) async throws {
    let answers =
      "echo '{\"assay\":{\"nonce\":\"n0nce\",\(programs)\"head\":\"\(Bench.subject)\",\"verdict\":\"pass\"}}'"
    let trial = RecipeTrial(recipe: "r", stages: ["install"], metadata: "recipe.yml")
    let (check, collected) = try await collected(trial, answers: answers)
    #expect(collected.set.outcomes.map(\.status) == [.pass])
    let stored = try EvidenceReader.open(files: collected.pairs)
    #expect(stored.programs(asked: try bench.gate([check])) == (use.map { [$0] } ?? []))
  }

  @Test func `without metadata there is nothing to run`() async throws {
    let (check, collected) = try await collected(RecipeTrial(recipe: "r", stages: ["install"]), answers: Self.good)
    #expect(collected.set.outcomes.map(\.status) == [.pass])
    #expect(try EvidenceReader.open(files: collected.pairs).programs(asked: try bench.gate([check])) == [])
  }

  /// What an operator approved could stand where the log was cut.
  @Test func `results that are too long to be stored whole are an error`() async throws {
    let padding = "head -c 70000 /dev/zero | tr '\\0' ' '; "
    let outcome = try await outcome(RecipeTrial(recipe: "r", stages: ["install"]), answers: padding + Self.good)
    #expect(outcome.status == .error && outcome.reason.hasSuffix("the results are too long to be stored whole"))
  }

  @Test func `a harness that gives no results is told by its last line`() async throws {
    let trial = RecipeTrial(recipe: "r", stages: ["install"])
    let outcome = try await outcome(trial, answers: "echo 'no engine' >&2; exit 69")
    #expect(outcome.status == .error && outcome.reason == "the harness could not try it: no engine")
  }

  /// Its home and its directories: a git that runs out here would take hooks from them.
  @Test func `what an earlier check left behind is not there`() async throws {
    for directory in [bench.workspace.home, bench.workspace.temporary, bench.workspace.temporary + "/harness"] {
      try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
      #expect(FileManager.default.createFile(atPath: directory + "/.gitconfig", contents: Data("x".utf8)))
    }
    let outcome = try await outcome(
      RecipeTrial(recipe: "r", stages: ["install"]),
      answers: "find \"$HOME\" \"$TMPDIR\" -mindepth 1 >'\(bench.top)/found'\n\(Self.good)")
    #expect(outcome.status == .pass, "\(outcome)")
    #expect(FileManager.default.contents(atPath: bench.top + "/found") == Data())
    let arguments = written("arguments")
    let out = try #require(arguments.firstIndex(of: "--out").map { arguments[$0 + 1] })
    #expect(!FileManager.default.fileExists(atPath: out))
  }

  @Test func `a phase file's variables do not steer what runs outside the sandbox`() async throws {
    let trial = RecipeTrial(recipe: "r", stages: ["install"])
    let steering = ["LD_PRELOAD": "./evil.so", "DOCKER_HOST": "unix:///evil", "PATH": "."]
    let outcome = try await outcome(
      trial, answers: Self.good, environment: steering, matrix: [MatrixAxis(name: "LD_AUDIT", values: ["./evil.so"])])
    #expect(outcome.status == .pass, "\(outcome)")
    let environment = written("environment")
    #expect(environment.contains("PATH=/usr/bin:/bin") && environment.contains("ASSAY_NONCE=n0nce"))
    #expect(environment.filter { $0.contains("evil") && !$0.hasPrefix("ASSAY_MATRIX_") } == [])
  }
}
