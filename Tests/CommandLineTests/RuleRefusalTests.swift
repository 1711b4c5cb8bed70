import TestSupport
import Testing

/// Acts that a rule forbids: 77, the rule, what was found, and what mends it.
@Suite struct RuleRefusalTests {
  @Test(arguments: claims) func `a claim is refused`(wrong: WrongInput) async throws { try await wrong.check() }

  private static let claims: [WrongInput] = [
    WrongInput("unknown gate", WrongInput.claim(gate: "M2"), exit: 77, says: ["C1", "no gate M2", "M1, M10"]),
    WrongInput("a gate's prefix", WrongInput.claim(gate: "M"), exit: 77, says: ["C1", "no gate M;"]),
    WrongInput("a gate in another case", WrongInput.claim(gate: "m1"), exit: 77, says: ["C1", "no gate m1"]),
    WrongInput(
      "a gate that goes on", at: .claimed, WrongInput.claim(gate: "M100"), exit: 77, says: ["C1", "no gate M100"]),
    WrongInput(
      "unknown phase", WrongInput.claim() + ["--phase", "nowhere"], exit: 77, says: ["C1", "nowhere", "greet"]),
    WrongInput("phase not open", at: .filed, WrongInput.claim(), exit: 64, says: ["no phase is active", "greet"]),
    WrongInput(
      "phase named and not open", at: .filed, WrongInput.claim() + ["--phase", "greet"], exit: 77,
      says: ["C1", "not open", "assay phase open greet"]),
    WrongInput("no workspace", at: .code, WrongInput.claim(), exit: 77, says: ["R7", "founding", "assay init"]),
    WrongInput("needs", WrongInput.claim(gate: "M10"), exit: 77, says: ["C2", "M10 needs M1"]),
    WrongInput(
      "dirty tree", WrongInput.claim(), exit: 77, says: ["C3", "hello.txt", "git commit"],
      spoil: { try $0.scratch.write("ho\n", to: "builder/hello.txt") }),
    WrongInput(
      "untracked file", WrongInput.claim(), exit: 77, says: ["C3", "new name.txt"],
      spoil: { try $0.scratch.write("ho\n", to: "builder/new name.txt") }),
    WrongInput(
      "staged file", WrongInput.claim(), exit: 77, says: ["C3", "hello.txt"],
      spoil: { world in
        try world.scratch.write("ho\n", to: "builder/hello.txt")
        try await world.git("add", "--all")
      }),
    WrongInput(
      "a file name with control characters", WrongInput.claim(), exit: 77, says: ["C3", "␛[31mred"],
      spoil: { try $0.scratch.write("ho\n", to: "builder/\u{1B}[31mred") }),
    WrongInput(
      "unpushed subject", WrongInput.claim(), exit: 77, says: ["C3", "on no branch or tag of the remote", "git push"],
      spoil: { try await $0.git("commit", "--quiet", "--allow-empty", "--message", "mine alone") }),
    WrongInput(
      "claimed already", at: .claimed, WrongInput.claim(), exit: 77, says: ["C5", "builder has an open claim on M1"]),
    WrongInput(
      "passed already", at: .passed, WrongInput.claim(["--subject": "HEAD~1"]), exit: 77, says: ["C5", "PASS"]),
    WrongInput(
      "the subject that failed", at: .claimed, WrongInput.claim(["--subject": "HEAD~1"]), exit: 77,
      says: ["C5", "the subject that failed", "--again"], spoil: { try await $0.fail(rounds: 1) }),
    WrongInput(
      "too many rounds", at: .claimed, WrongInput.claim(["--again": "please"]), exit: 77,
      says: ["V7", "M1 failed 2 times", "assay phase reopen PHASE --gate M1"], spoil: { try await $0.fail(rounds: 2) }),
    WrongInput(
      "after done", at: .done, WrongInput.claim() + ["--phase", "greet"], exit: 77,
      says: ["D2", "DONE since", "assay phase reopen greet"]),
    WrongInput("after done, unnamed", at: .done, WrongInput.claim(), exit: 64, says: ["no phase is active", "greet"]),
    WrongInput(
      "by the Adversary", as: .adversary, WrongInput.claim(), exit: 77, says: ["R1", "claim is for builder"]),
  ]

  @Test(arguments: ["--what": "WHAT", "--how": "HOW", "--expected": "EXPECTED", "--where": "WHERE"])
  func `a part of the payload is missing`(option: String, part: String) async throws {
    try await WrongInput(
      part, WrongInput.claim([option: nil]), exit: 77, says: ["error: C4: \(part) is missing", option]
    ).check()
  }

  @Test(arguments: ["todo", "TBD.", "-", "...", "<what>", "[fill in]", "n/a", "?!"])
  func `a part of the payload is a placeholder`(text: String) async throws {
    try await WrongInput(
      text, WrongInput.claim(["--where": text]), exit: 77, says: ["error: C4: WHERE is a placeholder: '\(text)'"]
    ).check()
  }

  @Test func `HOW names every check whole`() async throws {
    try await WrongInput(
      "a check that is not named", WrongInput.claim(["--how": "greets, teethless, assay collect M10"]), exit: 77,
      says: ["error: C4: HOW does not name the checks teeth\n", "assay collect GATE"]
    ).check()
  }

  @Test(arguments: rulings) func `a ruling is refused`(wrong: WrongInput) async throws { try await wrong.check() }

  private static let rulings: [WrongInput] = [
    WrongInput(
      "of the Builder's own", at: .collected, ["review", "M1", "--pass", "-m", "x"], exit: 77,
      says: ["R1", "verdict is for adversary"]),
    WrongInput("no claim", as: .adversary, ["review", "M1", "--pass", "-m", "x"], exit: 77, says: ["V1", "M1"]),
    WrongInput(
      "no such gate", at: .claimed, as: .adversary, ["review", "M2", "--pass", "-m", "x"], exit: 77, says: ["C1"]),
    WrongInput(
      "nothing collected", at: .claimed, as: .adversary, ["review", "M1", "--pass", "-m", "x"], exit: 77,
      says: ["V3", "no evidence", "assay collect"]),
    WrongInput(
      "evidence of another claim", at: .collected, as: .adversary, ["review", "M1", "--pass", "-m", "x"], exit: 77,
      says: ["V3", "no evidence"], spoil: { try await $0.claimAgain() }),
    WrongInput(
      "evidence nobody has", at: .collected, as: .adversary,
      ["review", "M1", "--pass", "-m", "x", "--evidence", "abcdef123456"], exit: 65,
      says: ["abcdef123456", "assay collect M1"]),
    WrongInput(
      "evidence cut too short", at: .collected, as: .adversary,
      ["review", "M1", "--pass", "-m", "x", "--evidence", "a"], exit: 65, says: ["evidence"]),
    WrongInput(
      "FAIL without a cause", at: .collected, as: .adversary, ["review", "M1", "--fail", "-m", "x"], exit: 77,
      says: ["V4", "neither"]),
    WrongInput(
      "FAIL for what passed", at: .collected, as: .adversary,
      ["review", "M1", "--fail", "-m", "x", "--check", "greets"],
      exit: 77, says: ["V4", "greets passed"]),
    WrongInput(
      "FAIL for what is not asked", at: .collected, as: .adversary,
      ["review", "M1", "--fail", "-m", "x", "--check", "polite"], exit: 77, says: ["V4", "no check polite"]),
    WrongInput(
      "a finding there is not", at: .collected, as: .adversary,
      ["review", "M1", "--fail", "-m", "x", "--finding", "F-greet-9"], exit: 77, says: ["V4", "F-greet-9"]),
    WrongInput(
      "CONDITIONAL without a condition", at: .collected, as: .adversary, ["review", "M1", "--conditional", "-m", "x"],
      exit: 77, says: ["V4", "--condition"]),
    WrongInput(
      "PASS with a condition", at: .collected, as: .adversary,
      ["review", "M1", "--pass", "-m", "x", "--condition", "y"],
      exit: 77, says: ["V4"]),
    WrongInput(
      "PASS over a blocking finding", at: .collected, as: .adversary, ["review", "M1", "--pass", "-m", "x"], exit: 77,
      says: ["V4", "F-greet-1", "assay finding close"],
      spoil: { try await $0.must("finding", "open", "--gate", "M1", "-m", "y", as: .adversary) }),
    WrongInput(
      "a probe there is not", at: .collected, as: .adversary,
      ["review", "M1", "--pass", "-m", "x", "--probe", "P1=held"],
      exit: 77, says: ["V5", "P1"]),
    WrongInput(
      "a probe not accounted for", as: .adversary, ["review", "M1", "--pass", "-m", "x"], exit: 77,
      says: ["V5", "P1", "--probe"],
      spoil: { world in
        try await world.must("probes", "M1", "-m", "an empty file", as: .adversary)
        try await world.must(World.claim)
        try await world.must("collect", "M1", as: .adversary)
      }),
    WrongInput("probes too late", at: .claimed, as: .adversary, ["probes", "M1", "-m", "x"], exit: 77, says: ["V5"]),
    WrongInput(
      "a second verdict", at: .passed, as: .adversary, ["review", "M1", "--pass", "-m", "x"], exit: 77, says: ["V1"]),
    WrongInput(
      "revoking nothing", at: .claimed, as: .adversary, ["revoke", "M1", "--reason", "x"], exit: 77, says: ["R3"]),
    WrongInput("lifting no veto", as: .adversary, ["lift", "--reason", "x"], exit: 77, says: ["R3", "veto"]),
    WrongInput(
      "lifting no condition", at: .collected, as: .adversary, ["lift", "M1", "--reason", "x"], exit: 77,
      says: ["V1", "M1 is not conditional", "assay status M1"]),
    WrongInput("collecting for no claim", as: .adversary, ["collect", "M1"], exit: 77, says: ["V1", "M1"]),
    WrongInput("collecting for no gate", as: .adversary, ["collect", "M"], exit: 77, says: ["C1", "no gate M;"]),
    WrongInput(
      "collecting for another claim", at: .claimed, as: .adversary, ["collect", "M1", "--claim", "abcdef"], exit: 65,
      says: ["abcdef", "assay collect M1"]),
    WrongInput("a workspace for no claim", as: .adversary, ["workspace", "verify", "M1"], exit: 77, says: ["V1"]),
    WrongInput(
      "waiving as Builder", at: .claimed, ["waive", "M1", "greets", "--expires", "7d", "--reason", "x"], exit: 77,
      says: ["R1", "waiver is for adversary"]),
    WrongInput(
      "waiving what is not asked", at: .claimed, as: .adversary,
      ["waive", "M1", "polite", "--expires", "7d", "--reason", "x"], exit: 77, says: ["R3", "polite"]),
  ]
}

extension World {
  /// Rules FAIL on the open claim and claims again, until it has failed that often.
  func fail(rounds: Int) async throws {
    for round in 1...rounds {
      try await must("finding", "open", "--severity", "minor", "-m", "not good", as: .adversary)
      try await must("review", "M1", "--fail", "--finding", "F-greet-\(round)", "-m", "no", as: .adversary)
      if round < rounds { try await must(Self.claim + ["--again", "look again"]) }
    }
  }

  /// Withdraws the claim that evidence was collected for, and makes another.
  func claimAgain() async throws {
    try await must("withdraw", "M1", "--reason", "once more")
    try await must(Self.claim)
  }
}
