import FoundationEssentials
import RecipeHarness
import Recipes
import TestSupport
import Testing
import WorkflowModel

/// What stands beside the metadata runs outside every sandbox, and whoever proposes a change can change it.
struct ProgramPermissionTests {
  static let hook = "hooks: { pre_install: seed }\n"

  @Test func `nothing runs that nobody approved, and nothing is deployed for it`() async throws {
    let kitchen = try await Kitchen()
    try kitchen.program("seed")
    let engine = StillEngine()
    let result = try await kitchen.run(Self.hook, stages: [.install, .custom], engine: engine).result
    #expect(!kitchen.hasRun && engine.deployments == 0)
    #expect(result.verdict == .error && result.exit == 69)
    #expect(result.stages.map(\.status) == [.unver, .unver])
    let reason = try #require(result.stages.first?.reasons.first)
    #expect(reason.code == .notApproved)
    for words in ["assay harness programs recipe.yml", "assay policy change", "--allow-programs", "hooks.pre_install"] {
      #expect(reason.detail.contains(words), "\(reason.detail)")
    }
    #expect(result.details.programs.standing == .refused)
  }

  @Test func `whoever runs it for their own machine may allow all of them`() async throws {
    let kitchen = try await Kitchen()
    try kitchen.program("seed")
    let result = try await kitchen.run(Self.hook, permission: .all).result
    #expect(kitchen.hasRun && result.verdict == .pass, "\(result.summary)")
    #expect(result.details.programs.standing == .allowed && result.details.programs.files == ["seed"])
  }

  @Test func `what an operator approved runs, and the results say what it was`() async throws {
    let kitchen = try await Kitchen()
    try kitchen.program("seed")
    let digest = try kitchen.read(Self.hook).companions.digest
    let result = try await kitchen.run(Self.hook, permission: .approved([digest])).result
    #expect(kitchen.hasRun && result.verdict == .pass, "\(result.summary)")
    #expect(result.details.programs == StatedPrograms(standing: .approved, digest: digest, files: ["seed"]))
  }

  @Test func `where no stage would run a program there is nothing to approve`() async throws {
    let kitchen = try await Kitchen()
    try kitchen.program("check")
    let result = try await kitchen.run("tests: { run: [check], report: '*.xml' }\n").result
    #expect(!kitchen.hasRun && result.verdict == .pass, "\(result.summary)")
    #expect(result.details.programs.standing == .notNeeded)
  }

  /// What a Builder can do to a subject after an operator has approved what it had.
  struct Change: CustomTestStringConvertible, Sendable {
    let testDescription: String
    var metadata = ProgramPermissionTests.tests
    let make: @Sendable (Kitchen) throws -> Void
  }

  static let tests = "tests: { run: [sh, t/check], report: '*.xml' }\ncompanions: [t/lib/**]\n"

  static let changes: [Change] = [
    Change(testDescription: "other bytes in a program") { try $0.program("t/check", "true") },
    Change(testDescription: "other bytes in what a program needs") { try $0.program("t/lib/a", "true") },
    Change(testDescription: "one more file in what a program needs") { try $0.program("t/lib/b") },
    Change(testDescription: "a link to something else") {
      try $0.program("other", "true")
      try FileManager.default.removeItem(atPath: $0.scratch.path("beside/t/check"))
      try FileManager.default.createSymbolicLink(
        atPath: $0.scratch.path("beside/t/check"), withDestinationPath: "../other")
    },
    Change(testDescription: "a link out of the directory") {
      try $0.scratch.write("#!/bin/sh\n", to: "outside", executable: true)
      try FileManager.default.removeItem(atPath: $0.scratch.path("beside/t/check"))
      try FileManager.default.createSymbolicLink(
        atPath: $0.scratch.path("beside/t/check"), withDestinationPath: "../../outside")
    },
    Change(testDescription: "a program of the name of the system's") { try $0.program("sh") },
    Change(testDescription: "another mode") {
      try FileManager.default.setAttributes(
        [.posixPermissions: 0o644], ofItemAtPath: $0.scratch.path("beside/t/check"))
    },
    Change(testDescription: "another command", metadata: tests.replacing("[sh, t/check]", with: "[sh, -x, t/check]")) {
      _ in
    },
    Change(testDescription: "one more hook", metadata: tests + "hooks: { post_install: t/lib/a }\n") { _ in },
    Change(testDescription: "one more variable", metadata: tests + "extra_env: { A: b }\n") { _ in },
  ]

  @Test(arguments: changes) func `an approval does not survive`(change: Change) async throws {
    let kitchen = try await Kitchen()
    try kitchen.program("t/check", "echo '<testsuite><testcase name=\"a\"/></testsuite>' >$ASSAY_REPORTS/a.xml")
    try kitchen.program("t/lib/a")
    let permission = ProgramPermission.approved([try kitchen.read(Self.tests).companions.digest])
    let good = try await kitchen.run(Self.tests, permission: permission, stages: [.install, .custom]).result
    #expect(kitchen.hasRun && good.verdict == .pass, "\(good.summary)")
    try FileManager.default.removeItem(atPath: kitchen.scratch.path("ran"))

    try change.make(kitchen)
    let result = try await kitchen.run(change.metadata, permission: permission, stages: [.install, .custom]).result
    #expect(!kitchen.hasRun)
    #expect(result.stages.first?.reasons.map(\.code) == [.notApproved], "\(result.summary)")
  }

  @Test func `an approved program finds nothing beside it that was not approved with it`() async throws {
    let kitchen = try await Kitchen()
    try kitchen.program("seed", "! [ -e other ] && ! [ -e recipe.yml ] && . ./known")
    try kitchen.program("other")
    try kitchen.program("known")
    let text = Self.hook + "companions: [known]\n"
    let digest = try kitchen.read(text).companions.digest
    // What becomes of a file after the digest was made does not matter, and of one that nobody named neither.
    try kitchen.program("other", "exit 1")
    let result = try await kitchen.run(text, permission: .approved([digest])).result
    #expect(result.verdict == .pass, "\(result.summary)")
  }

  @Test func `the digest is of a form for keeps`() throws {
    let files = CompanionFiles(
      name: "recipe.yml", metadata: Array("a".utf8),
      files: [
        .init(path: "t/b", bytes: Array("b".utf8), isExecutable: false),
        .init(path: "a", bytes: [], isExecutable: true),
      ])
    #expect(files.files.map(\.path) == ["a", "t/b"])
    #expect(files.digest.hex == "fa671b8c56795b2325ee25d5f08254d0ac67e4b96bc35044e9316be091ddbceb")
  }
}
