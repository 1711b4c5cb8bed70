import TestSupport
import Testing

/// Records about phases, items and messages that cannot be: unknown, settled, or somebody else's.
@Suite struct RecordRefusalTests {
  @Test(arguments: items) func `an item is refused`(wrong: WrongInput) async throws { try await wrong.check() }

  private static let items: [WrongInput] = [
    WrongInput(
      "unknown finding", as: .adversary, ["finding", "close", "F-greet-1"], exit: 77, says: ["R3", "F-greet-1"]),
    WrongInput(
      "correcting an unknown finding", as: .adversary, ["finding", "correct", "F-greet-7", "-m", "x"], exit: 77,
      says: ["R3", "F-greet-7"]),
    WrongInput(
      "closing twice", as: .adversary, ["finding", "close", "F-greet-1", "--subject", "HEAD"], exit: 77,
      says: ["R3", "F-greet-1 is closed already"],
      spoil: { world in
        try await world.must("finding", "open", "-m", "x", as: .adversary)
        try await world.must("finding", "close", "F-greet-1", as: .adversary)
      }),
    WrongInput(
      "a finding by the Builder", ["finding", "open", "-m", "x"], exit: 77, says: ["R1", "finding is for adversary"]),
    WrongInput(
      "a finding of no phase", as: .adversary, ["finding", "close", "F-other-1"], exit: 77, says: ["C1", "other"]),
    WrongInput("unknown backlog item", ["backlog", "done", "B-greet-1"], exit: 77, says: ["R3", "B-greet-1"]),
    WrongInput(
      "ticking twice", ["backlog", "done", "B-greet-1"], exit: 77, says: ["R3", "B-greet-1 is done already"],
      spoil: { world in
        try await world.must("backlog", "add", "-m", "x")
        try await world.must("backlog", "done", "B-greet-1")
      }),
    WrongInput("unknown deferral", ["defer", "resolve", "D-greet-1", "-m", "x"], exit: 77, says: ["R3", "D-greet-1"]),
    WrongInput("withdrawing no claim", ["withdraw", "M1", "--reason", "x"], exit: 77, says: ["V1", "M1"]),
    WrongInput("unknown message", ["ack", "abcdef123456"], exit: 77, says: ["R3", "abcdef123456", "assay inbox"]),
    WrongInput("a message cut too short", ["ack", "a"], exit: 77, says: ["R3"]),
    WrongInput("unknown record", ["show", "abcdef123456"], exit: 65, says: ["abcdef123456", "assay log"]),
    WrongInput("a record cut too short", ["show", "a"], exit: 65, says: ["no record a"]),
    WrongInput("unknown item", ["show", "F-greet-1"], exit: 65, says: ["F-greet-1"]),
    WrongInput("nothing to be done", ["done"], exit: 77, says: ["D1", "gate M1 is open", "D2"]),
    WrongInput("done twice", at: .done, ["done", "--phase", "greet"], exit: 77, says: ["D2"]),
    WrongInput(
      "DONE by hand", ["done"], exit: 77, says: ["D1", "gate M1 is open"],
      spoil: { try await $0.push("# STATUS\n\n## DONE\n", to: "machine-docs/STATUS-greet.md") }),
    WrongInput(
      "time is up", at: .claimed, ["wait", "--for", "verdict", "--timeout", "1s", "--interval", "3s"], exit: 75,
      says: ["verdict", "--timeout"]),
  ]

  @Test(arguments: phases) func `a phase is refused`(wrong: WrongInput) async throws { try await wrong.check() }

  private static let broken = "phase: other\ntitle: x\ngates:\n  - id: M1\n    chekcs: []\n"

  private static let phases: [WrongInput] = [
    WrongInput("unknown", at: .founded, ["phase", "open", "greet"], exit: 77, says: ["C1", "no phase greet"]),
    WrongInput("opened twice", ["phase", "open", "greet"], exit: 77, says: ["R3", "greet is open already"]),
    WrongInput("the same file twice", ["phase", "add", "../greet.yml"], exit: 64, says: ["this very file"]),
    WrongInput(
      "changed by the Builder after it is open", ["phase", "add", "../greet.yml"], exit: 77, says: ["R1", "operator"],
      spoil: { try $0.scratch.write(PhaseText.greet + "# changed\n", to: "greet.yml") }),
    WrongInput(
      "another case", ["phase", "add", "../greet.yml"], exit: 65, says: ["Greet", "only in case"],
      spoil: { try $0.scratch.write("phase: Greet" + PhaseText.greet.dropFirst(12), to: "greet.yml") }),
    WrongInput(
      "malformed", ["phase", "add", "../other.yml"], exit: 65,
      says: ["../other.yml:5:5", "chekcs", "assay phase lint"],
      spoil: { try $0.scratch.write(Self.broken, to: "other.yml") }),
    WrongInput(
      "malformed, linted", ["phase", "lint", "../other.yml"], exit: 65, says: ["../other.yml:5:5", "chekcs"],
      spoil: { try $0.scratch.write(Self.broken, to: "other.yml") }),
    WrongInput("missing file", ["phase", "add", "../absent.yml"], exit: 65, says: ["absent.yml cannot be read"]),
    WrongInput(
      "by the Adversary", as: .adversary, ["phase", "open", "greet"], exit: 77, says: ["R1", "builder, operator"]),
    WrongInput(
      "reopened by the Builder", at: .done, ["phase", "reopen", "greet", "--reason", "x"], exit: 77,
      says: ["R1", "operator"]),
    WrongInput(
      "reopened while open", ["phase", "reopen", "greet", "--reason", "x", "--as", "operator"], exit: 77,
      says: ["R3", "not done"]),
    WrongInput(
      "a gate reopened that is not escalated",
      ["phase", "reopen", "greet", "--gate", "M1", "--reason", "x", "--as", "operator"], exit: 77,
      says: ["R3", "not escalated"]),
    WrongInput("shown and unknown", ["phase", "show", "nowhere"], exit: 77, says: ["C1", "nowhere"]),
  ]

  @Test(arguments: founding) func `a founding is refused`(wrong: WrongInput) async throws { try await wrong.check() }

  /// A key that nobody has.
  private static let eve = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIM06NhppI6brtWUmx+vzPRoRdzgWt/ynFYuvz6QDtb4b"

  private static let founding: [WrongInput] = [
    WrongInput("twice", at: .founded, ["init"], exit: 77, says: ["R7", "founded by"]),
    WrongInput(
      "on no remote", at: .code, ["init", "--remote", "upstream"], exit: 65,
      says: ["no remote upstream", "git remote add"]),
    WrongInput(
      "a principal by the Builder", ["principal", "add", "eve", "adversary", eve], exit: 77,
      says: ["R1", "--as operator"]),
    WrongInput(
      "a principal twice",
      ["principal", "add", "adversary", "adversary", "adversary@team.invalid", "--as", "operator"],
      exit: 64, says: ["already"]),
    WrongInput(
      "one principal for both sides",
      ["principal", "add", "builder", "adversary", "builder@team.invalid", "--as", "operator"],
      exit: 65, says: ["builder", "allow_shared_principals"]),
    WrongInput(
      "one address for two",
      ["principal", "add", "eve", "adversary", eve, "--address", "builder@team.invalid", "--as", "operator"], exit: 65,
      says: ["principals.eve.address", "builder", "assay principal list"]),
    WrongInput(
      "no address", ["principal", "add", "eve", "adversary", eve, "--address", "no address", "--as", "operator"],
      exit: 65,
      says: ["principals.eve.address", "local@host", "assay principal list"]),
    WrongInput(
      "an address in the place of a key",
      ["principal", "add", "eve", "adversary", "eve@team.invalid", "--as", "operator"], exit: 64,
      says: ["signatures are required", "no key is given", "ssh-ed25519"]),
    WrongInput(
      "a key of a kind that cannot be verified",
      ["principal", "add", "eve", "adversary", "ssh-dss AAAAB3NzaC1kc3M=", "--as", "operator"], exit: 65,
      says: ["ssh-dss", "ssh-ed25519"]),
    WrongInput(
      "a key that is no file", ["principal", "add", "eve", "adversary", "nowhere.pub", "--as", "operator"], exit: 64,
      says: ["nowhere.pub"]),
    WrongInput(
      "revoking nobody", ["principal", "revoke", "eve", "--as", "operator"], exit: 64, says: ["no principal eve"]),
    WrongInput(
      "joining a full directory", ["join", "adversary", "../team.git", "../adversary"], exit: 65,
      says: ["adversary", "empty directory"]),
    WrongInput(
      "joining what is not founded", at: .code, ["join", "adversary", "../team.git", "../adversary"], exit: 77,
      says: ["R7"]),
    WrongInput(
      "joining nothing", ["join", "adversary", "../nothing.git", "../other"], exit: 69, says: ["nothing.git"]),
  ]
}
