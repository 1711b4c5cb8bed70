import FoundationEssentials
import TestSupport
import Testing

@Suite struct PolicyTests {
  private static let consumers = """

    consumers:
      pane: { on: [claim, inbox], role: adversary, tmux: "team:1.0" }
    order: { phases: [greet], next: ask }

    """

  @Test func `what is shown can be changed and put in force`() async throws {
    let world = try await Stages.world(.open)
    let shown = try await world.must("policy", "show").stdout
    #expect(try await world.git("show", "origin/main:assay.yml") + "\n" == shown)
    try world.scratch.write(shown + Self.consumers, to: "new.yml")
    let sheet = try await world.must("policy", "lint", "../new.yml").stdout
    #expect(
      sheet.hasSuffix("consumers\n  pane  tmux  team:1.0  claim, message for adversary\norder  greet  (next: ask)\n"))
    let written = try await world.must(
      "policy", "change", "../new.yml", "-m", "tell the Adversary", "--as", "operator")
    #expect(written.stdout.contains("policy: tell the Adversary"))
    #expect(try await world.must("policy", "show").stdout == shown + Self.consumers)
    // Who is added afterwards does not take the consumers away.
    try await world.must("principal", "add", "eve", "adversary", Self.eve, "--as", "operator")
    let document = try await world.must("policy", "show", "--json")
    let fields = try JSONDocument.fields(of: document.stdout)
    #expect((fields["consumers"] as? [[String: Any]])?.map { $0["target"] as? String } == ["team:1.0"])
    #expect(fields["order"] as? [String] == ["greet"] && fields["next"] as? String == "ask")
    #expect((fields["principals"] as? [Any])?.count == 4)
    try await world.must("audit", "--full")
  }

  @Test func `the entry that approves programs is taken as it is printed, and outlives other changes`() async throws {
    let world = try await Stages.world(.open)
    let metadata = "hooks: { pre_install: seed }\ntests: { run: sh t/check, report: '*.xml' }\n"
    try world.scratch.write(metadata, to: "r/recipe.yml")
    try world.scratch.write("#!/bin/sh\n", to: "r/seed", executable: true)
    try world.scratch.write("true\n", to: "r/t/check")
    let entry = try await world.assay(["harness", "programs", "r/recipe.yml"], in: world.scratch.path).stdout
    let digest = try #require(entry.firstMatch(of: #/ {4}r\/recipe\.yml: "([0-9a-f]{64})"\n/#)?.output.1)
    #expect(entry.hasPrefix("# r/recipe.yml with seed, t/check\nharness:\n  approved:\n"))
    let shown = try await world.must("policy", "show").stdout
    try world.scratch.write(shown + entry, to: "new.yml")
    try await world.must("policy", "change", "../new.yml", "-m", "approve", "--as", "operator")
    try await world.must("principal", "add", "eve", "adversary", Self.eve, "--as", "operator")
    let document = try await world.must("policy", "show", "--json")
    let fields = try JSONDocument.fields(of: document.stdout)
    let approvals = try #require(fields["approvals"] as? [[String: Any]])
    #expect(approvals.map { $0["metadata"] as? String } == ["r/recipe.yml"])
    #expect(approvals.map { $0["digests"] as? [String] } == [[String(digest)]])
    let sheet = try await world.must("policy", "lint", "../new.yml").stdout
    #expect(sheet.hasSuffix("approved programs\n  r/recipe.yml  \(digest)\n"), "\(sheet)")
    try await world.must("audit", "--full")

    // What the entry was printed for is bound byte for byte.
    try world.scratch.write("false\n", to: "r/t/check")
    let other = try await world.assay(["harness", "programs", "r/recipe.yml"], in: world.scratch.path).stdout
    #expect(!other.contains(digest))
  }

  @Test func `metadata without programs needs no approval`() async throws {
    let world = try World()
    try world.scratch.write("health_path: /up\n", to: "recipe.yml")
    let screen = try await world.assay(["harness", "programs", "recipe.yml"], in: world.scratch.path)
    #expect(screen.status == 0 && screen.stdout == "recipe.yml names no programs: there is nothing to approve\n")
  }

  @Test func `an entry names the metadata as phase files do`() async throws {
    let world = try World()
    try world.scratch.write("health_path: /up\n", to: "recipe.yml")
    let path = world.scratch.path("recipe.yml")
    let screen = try await world.assay(["harness", "programs", path], in: world.scratch.path)
    #expect(screen.status == 64 && screen.stderr.contains("has to be relative"), "\(screen.stderr)")
  }

  @Test func `a policy comes in on standard input as well`() async throws {
    let world = try await Stages.world(.founded)
    let shown = try await world.must("policy", "show").stdout
    let bytes = Array((shown + Self.consumers).utf8)
    let linted = try await world.assay(["policy", "lint", "-"], input: bytes)
    #expect(linted.status == 0 && linted.stdout.contains("team:1.0"))
    let changed = try await world.assay(
      ["policy", "change", "-", "--reason", "watch", "--as", "operator"], input: bytes)
    #expect(changed.status == 0, "\(changed.stderr)")
    #expect(try await world.must("policy", "show").stdout.contains("team:1.0"))
  }

  private static let eve = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIM06NhppI6brtWUmx+vzPRoRdzgWt/ynFYuvz6QDtb4b"

  @Test(arguments: refusals) func `a policy is refused`(wrong: WrongInput) async throws { try await wrong.check() }

  /// The policy in force, changed, beside the clones.
  @Sendable private static func file(_ change: (String) -> String, in world: World) async throws {
    let text = try await world.git("show", "origin/main:assay.yml")
    try world.scratch.write(change(text + "\n"), to: "new.yml")
  }

  private static let change = ["policy", "change", "../new.yml", "--reason", "x", "--as", "operator"]

  private static let refusals: [WrongInput] = [
    WrongInput(
      "by the Builder", Array(change.dropLast(2)), exit: 77, says: ["R1", "operator"],
      spoil: { try await Self.file({ $0 + Self.consumers }, in: $0) }),
    WrongInput(
      "the one in force", change, exit: 64, says: ["in force already", "assay policy show"],
      spoil: { try await Self.file({ $0 }, in: $0) }),
    WrongInput(
      "malformed", change, exit: 65, says: ["../new.yml:", "consumers.pane.tmux", "no session", "assay policy lint"],
      spoil: { try await Self.file({ $0 + "consumers: { pane: { tmux: 1.0 } }\n" }, in: $0) }),
    WrongInput(
      "malformed, linted", ["policy", "lint", "../new.yml"], exit: 65, says: ["../new.yml:", "unknown key 'consumer'"],
      spoil: { try await Self.file({ $0 + "consumer: {}\n" }, in: $0) }),
    WrongInput(
      "other ledgers", change, exit: 77, says: ["R6", "ledgers cannot move"],
      spoil: { try await Self.file({ $0.replacing("machine-docs", with: "docs") }, in: $0) }),
    WrongInput(
      "no reason", ["policy", "change", "../new.yml", "--as", "operator"], exit: 64, says: ["reason", "--reason"],
      spoil: { try await Self.file({ $0 + Self.consumers }, in: $0) }),
    WrongInput("missing file", change, exit: 65, says: ["new.yml cannot be read"]),
    WrongInput("no workspace", at: .code, ["policy", "show"], exit: 77, says: ["R7", "assay init"]),
  ]
}
