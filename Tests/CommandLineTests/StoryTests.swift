import FoundationEssentials
import TestSupport
import Testing

/// Every command on a small phase with two gates, from founding to DONE, against whole outputs.
@Suite struct StoryTests {
  @Test(arguments: Story.Clothes.allCases)
  func `a phase from founding to DONE`(clothes: Story.Clothes) async throws {
    var story = Story(in: try await Stages.world(.code), clothes)
    try await found(&story)
    try await prepare(&story)
    try await fail(&story)
    try await meetCondition(&story)
    try await finish(&story)
    try await lookBack(&story)
  }

  private func found(_ story: inout Story) async throws {
    try await story.type()
    try await story.type("init")
    try await story.type()
    try await story.type("principal", "list")
    try await story.type("phase", "list")
    try await story.type("phase", "example")
    try await story.type("phase", "lint", "../greet.yml")
    try await story.type("phase", "add", "../greet.yml")
    try await story.type("phase", "list")
    try await story.type("phase", "open", "greet")
    try await story.type("phase", "show", "greet")
    try await story.type("join", "adversary", "../team.git", "../adversary")
    try await story.type("status")
    try await story.type("status", "M10", as: .adversary)
    try await story.type("inbox")
    try await story.type("log", "--number", "2")
    try story.scene("founding")
  }

  private func prepare(_ story: inout Story) async throws {
    try await story.type("baseline", "M1", "-m", "hello.txt says hi before any work", as: .adversary)
    try await story.type("probes", "M1", "-m", "an empty file\na file of two lines", as: .adversary)
    try await story.type("journal", "add", "--gate", "M1", "-m", "The greeting was lost in a merge.\n\nIt comes back.")
    try await story.type("backlog", "add", "-m", "greet politely")
    try await story.type("backlog", "add", "-m", "greet loudly")
    try await story.type("backlog", "done", "B-greet-1")
    try await story.type("backlog", "list")
    try await story.type("defer", "open", "-m", "greet in French", "--trigger", "phase bonjour")
    try await story.type("defer", "list")
    try await story.type("decide", "-m", "Greetings are files.")
    try await story.type("defer", "resolve", "D-greet-1", "-m", "phase bonjour has it now")
    try await story.type("brief")
    try await story.type("brief", as: .adversary)
    try await story.type("brief", "--as", "operator")
    try story.scene("notes")
  }

  private func fail(_ story: inout Story) async throws {
    try await story.world.push("ho\n", to: "hello.txt")
    try await story.type("collect", "M1", exit: 1)
    try await story.type(
      "claim", "M1", "--what", "greets", "--how", "greets, teeth", "--expected", "hi", "--where", "hello.txt")
    try await story.type("withdraw", "M1", "--reason", "it says ho")
    try await story.type(
      "claim", "M1", "--what", "greets", "--how", "greets, teeth", "--expected", "hi", "--where", "hello.txt")
    try await story.type("wait", "--for", "claim", as: .adversary)
    try await story.type("brief", as: .adversary)
    try await story.type("brief")
    try await story.type("workspace", "verify", "M1", as: .adversary)
    try await story.type("collect", "M1", as: .adversary, exit: 1)
    try await story.type("finding", "open", "--gate", "M1", "-m", "It says ho\n\nCold: cat hello.txt", as: .adversary)
    try await story.type("finding", "correct", "F-greet-1", "-m", "It says ho, with a line end", as: .adversary)
    try await story.type("finding", "list", as: .adversary)
    try await story.type(
      "review", "M1", "--fail", "--finding", "F-greet-1", "--probe", "P1=held", "--probe", "P2=not-tried:no time", "-m",
      "The greeting is wrong.", as: .adversary)
    try await story.type("wait", "--for", "verdict")
    try await story.type("brief")
    try await story.type()
    try story.scene("fail")
  }

  private func meetCondition(_ story: inout Story) async throws {
    try await story.world.push("hi\n", to: "hello.txt")
    try await story.type(
      "claim", "M1", "--what", "greets", "--how", "greets, teeth", "--expected", "hi", "--where", "hello.txt")
    try await story.type("brief", as: .adversary)
    try await story.type("collect", "M1", as: .adversary)
    try await story.type("finding", "close", "F-greet-1", as: .adversary)
    try await story.type(
      "review", "M1", "--conditional", "--condition", "the greeting is documented", "--probe", "P1=held", "--probe",
      "P2=held", "-m", "It greets; nobody knows.", as: .adversary)
    try await story.type()
    try await story.type("collect", "M1", as: .adversary)
    try await story.type("lift", "M1", "--reason", "documented in README", as: .adversary)
    try await story.type("revoke", "M1", "--reason", "the README lies", as: .adversary)
    try await story.type(
      "claim", "M1", "--what", "greets", "--how", "greets, teeth", "--expected", "hi", "--where", "hello.txt")
    try await story.type("collect", "M1", as: .adversary)
    try await story.type(
      "review", "M1", "--pass", "--probe", "P1=held", "--probe", "P2=held", "-m", "It greets.", as: .adversary)
    try await story.type("status", "M1")
    try story.scene("conditional")
  }

  private func finish(_ story: inout Story) async throws {
    try await story.world.push("plaese\n", to: "polite.txt")
    try await story.type(
      "claim", "M10", "--what", "polite", "--how", "assay collect M10", "--expected", "please", "--where", "polite.txt")
    try await story.type("collect", "M10", as: .adversary, exit: 1)
    try await story.type(
      "waive", "M10", "polite", "--expires", "7d", "--reason", "a typing error, mended in the next phase",
      as: .adversary)
    try await story.type("review", "M10", "--pass", "-m", "Polite enough.", as: .adversary)
    try await story.type("veto", "--reason", "I have doubts", as: .adversary)
    try await story.type("send", "builder", "--blocking", "-m", "Please answer my doubts.", as: .adversary)
    let message = story.id
    try await story.type()
    try await story.type("inbox")
    try await story.type("done", exit: 77)
    try await story.type("ack", message)
    try await story.type("lift", "--reason", "no doubts any more", as: .adversary)
    try await story.type("brief")
    try await story.type("done")
    try story.scene("done")
  }

  private func lookBack(_ story: inout Story) async throws {
    try await story.type()
    try await story.type("wait", "--for", "done", as: .adversary)
    try await story.type("audit")
    try await story.type("log")
    try await story.type("show", "F-greet-1")
    let claim = try await story.world.git(
      "log", "-1", "--format=%H", "--grep=^Assay-Record: claim$", "origin/main")
    try await story.type("show", String(claim.prefix(12)))
    try await story.type("journal", "show", "--phase", "greet", as: .adversary)
    try await story.type("phase", "list")
    try await story.type("phase", "reopen", "greet", "--as", "operator", "--reason", "the waiver runs out")
    let key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIM06NhppI6brtWUmx+vzPRoRdzgWt/ynFYuvz6QDtb4b"
    try await story.type("principal", "add", "adversary-2", "adversary", key, "--as", "operator")
    try await story.type("principal", "revoke", "adversary-2", "--as", "operator")
    try await story.type()
    try await story.type("audit", "--full")
    try story.scene("looking-back")
  }

  @Test(arguments: Story.Clothes.allCases)
  func `refusals name rule, cause and cure`(clothes: Story.Clothes) async throws {
    var story = Story(in: try await Stages.world(.claimed), clothes)
    try await story.type("status", "M9", exit: 77)
    try await story.type("status", "--phase", "nowhere", exit: 77)
    try await story.type(
      "claim", "M10", "--what", "polite", "--how", "polite, read-twice", "--expected", "please", "--where", "here",
      exit: 77)
    try await story.type(
      "claim", "M1", "--what", "todo", "--how", "see above", "--expected", "-", "--where", "<path>", exit: 77)
    try await story.type("claim", "M1", exit: 77)
    try await story.type("done", exit: 77)
    try await story.type("review", "M1", "--pass", "-m", "fine", exit: 77)
    try await story.type("review", "M1", "--pass", "-m", "fine", as: .adversary, exit: 77)
    try await story.type("review", "M1", "--fail", "-m", "wrong", as: .adversary, exit: 77)
    try await story.type(
      "claim", "M1", "--what", "x", "--how", "assay collect M1", "--expected", "y", "--where", "z", as: .adversary,
      exit: 77)
    try await story.type("phase", "lint", "polite.txt", exit: 65)
    try await story.type("show", "abcdef", exit: 65)
    try await story.type("wait", "--for", "verdict", "--timeout", "1s", "--interval", "3s", exit: 75)
    try story.scene("refusals")
  }
}
