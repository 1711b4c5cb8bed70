import PhaseFiles
import Testing
import WorkflowModel

@Suite struct `Consumers in a policy file` {
  private func read(_ lines: String...) throws -> Policy { try PolicyFile.read(text(goodPolicy + lines)) }

  @Test func `are told in four ways`() throws {
    let policy = try read(
      "consumers:",
      "  pane:",
      "    on: [claim, withdrawal, inbox]",
      "    phase: dstamp",
      "    role: adversary",
      "    tmux: team:1.0",
      "  hook: { on: any, webhook: { url: 'https://example.org/x?y', secret: HOOK_SECRET } }",
      "  plain: { on: role-unseen, webhook: http://localhost:8080/ }",
      "  program: { exec: [notify, --fast, ''] }",
      "  path: { exec: bin/tell me }",
      "  log: { jsonl: log/events.jsonl }",
      "  far: { jsonl: /var/log/events.jsonl }")
    #expect(policy.consumers.map(\.name.text) == ["pane", "hook", "plain", "program", "path", "log", "far"])
    #expect(
      policy.consumers.map(\.means) == [
        .pane("team:1.0"), .webhook(url: "https://example.org/x?y", secretVariable: "HOOK_SECRET"),
        .webhook(url: "http://localhost:8080/", secretVariable: nil), .program(["notify", "--fast", ""]),
        .program(["bin/tell me"]), .lines(path: "log/events.jsonl"), .lines(path: "/var/log/events.jsonl"),
      ])
    let pane = policy.consumers[0]
    #expect(pane.kinds == [.claim, .withdrawal, .message] && pane.phase?.text == "dstamp" && pane.role == .adversary)
    #expect(policy.consumers[1].kinds == nil && policy.consumers[2].kinds == [.roleUnseen])
    #expect(policy.consumers[3].kinds == nil && policy.consumers[3].role == nil && policy.order == nil)
  }

  @Test func `stand beside the order in which phases follow`() throws {
    let asking = try read("order: { phases: [dstamp, kuma] }").order
    #expect(asking?.phases.map(\.text) == ["dstamp", "kuma"] && asking?.opening == .ask)
    #expect(try read("order:", "  phases: [dstamp]", "  next: open").order?.opening == .open)
  }

  private static let names = ["one", "7", "on", "a-b.c", "null"]
  private static let texts = [
    "notify", "", "a: b # c", "\"q\" 'x'", "- dash", "größe ✓", "yes", "two\nlines\t", "{x}", "*",
  ]

  /// Every combination that differs in one setting, with texts that YAML would like to take for something else.
  private static let consumers: [DeliveryMeans] =
    texts.map { .program(["run", $0]) } + texts.filter { !$0.isEmpty }.map { .program([$0]) } + [
      .webhook(url: "https://example.org/a,b:[c]", secretVariable: nil),
      .webhook(url: "http://example.org/#x", secretVariable: "NO"), .pane("my team:main window.12"),
      .pane("7:0.0"), .lines(path: "/tmp/größe ✓/a: b"), .lines(path: "on"),
    ]

  @Test(arguments: consumers) func `are read back as they were written`(_ means: DeliveryMeans) throws {
    let base = try read()
    for (index, text) in Self.names.enumerated() {
      let phase = index.isMultiple(of: 2) ? PhaseID(text) : nil
      let consumer = Consumer(
        name: try #require(ConsumerName(text)), kinds: [nil, EventKind.allCases, [.done]][index % 3], phase: phase,
        role: [nil, .operator, .watchdog][index % 3], means: means)
      let other = Consumer(name: try #require(ConsumerName("other")), means: .pane("x:y.1"))
      let order = phase.map { PhaseOrder(phases: [$0], opening: index > 2 ? .open : .ask) }
      let policy = Policy(
        name: base.name, principals: base.principals, secrets: ["TOKEN"], consumers: [consumer, other], order: order)
      let written = PolicyFile.text(policy)
      #expect(try PolicyFile.read(Array(written.utf8)) == policy, "\(written)")
    }
  }

  @Test func `are hinted at where there are none, in lines that only want their mark taken away`() throws {
    let base = try read()
    let lines = PolicyFile.text(base).split(separator: "\n", omittingEmptySubsequences: false)
    let hints = lines.filter { $0.hasPrefix("# consumers:") || $0.hasPrefix("# order:") }
    #expect(hints.count == 2)
    let taken = lines.map { hints.contains($0) ? String($0.dropFirst(2)) : String($0) }
    let policy = try PolicyFile.read(text(taken))
    #expect(policy.consumers.map(\.means) == [.pane("team:1.0")] && policy.order?.phases.count == 2)
    // An order alone takes the hint's place.
    let ordered = Policy(name: "x", principals: base.principals, order: policy.order)
    #expect(try PolicyFile.read(Array(PolicyFile.text(ordered).utf8)) == ordered)
  }
}
