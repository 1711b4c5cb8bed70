import Testing

/// Calls that are incomplete, contradict themselves or name what there is not: 64, and 65 for texts and files.
@Suite struct UsageTests {
  @Test(arguments: calls) func `a wrong call is refused`(wrong: WrongInput) async throws { try await wrong.check() }

  private static let calls: [WrongInput] = [
    WrongInput(
      "a clock that is no moment", ["status"], exit: 64, says: ["ASSAY_NOW", "'tomorrow'", "2026-06-11T17:36:00Z"],
      environment: ["ASSAY_NOW": "tomorrow"]),
    WrongInput("a clock that is nothing", ["log"], exit: 64, says: ["ASSAY_NOW"], environment: ["ASSAY_NOW": ""]),
    WrongInput("unknown command", ["frobnicate"], exit: 64, says: ["frobnicate"]),
    WrongInput("unknown option", ["status", "--frobnicate"], exit: 64, says: ["--frobnicate"]),
    WrongInput(
      "options before the command", ["--offline", "status"], exit: 64,
      says: ["options stand after their command", "assay status"]),
    WrongInput("missing gate", ["claim"], exit: 64, says: ["<gate>"]),
    WrongInput("missing argument of join", ["join", "adversary"], exit: 64, says: ["<remote>"]),
    WrongInput("no such role", ["send", "judge", "-m", "x"], exit: 64, says: ["judge", "builder"]),
    WrongInput("no such role to act as", ["status", "--as", "judge"], exit: 64, says: ["judge", "builder"]),
    WrongInput(
      "ASSAY_ROLE nonsense", ["decide", "-m", "x"], exit: 64, says: ["ASSAY_ROLE", "judge", "builder"],
      environment: ["ASSAY_ROLE": "judge"]),
    WrongInput(
      "assay.yml has no watchdog", ["decide", "-m", "x", "--as", "watchdog"], exit: 64,
      says: ["watchdog", "assay principal list"]),
    WrongInput(
      "no such severity", as: .adversary, ["finding", "open", "--severity", "dire", "-m", "x"], exit: 64,
      says: ["dire", "blocking"]),
    WrongInput("nothing to wait for", ["wait"], exit: 64, says: ["--for"]),
    WrongInput("waiting for nonsense", ["wait", "--for", "rain"], exit: 64, says: ["rain", "verdict"]),
    WrongInput(
      "timeout is no length", ["wait", "--for", "claim", "--timeout", "soon"], exit: 64, says: ["--timeout 10m"]),
    WrongInput("gate is no name", ["status", "M1/../M2"], exit: 64, says: ["M1/../M2"]),
    WrongInput("no ruling", as: .adversary, ["review", "M1", "-m", "x"], exit: 64, says: ["--pass", "--fail"]),
    WrongInput(
      "two rulings", as: .adversary, ["review", "M1", "--pass", "--fail", "-m", "x"], exit: 64, says: ["--pass"]),
    WrongInput(
      "a verdict without words", at: .collected, as: .adversary, ["review", "M1", "--pass"], exit: 64,
      says: ["the verdict's text is missing", "-m TEXT"]),
    WrongInput(
      "a probe without a result", at: .collected, as: .adversary,
      ["review", "M1", "--pass", "-m", "x", "--probe", "P1"], exit: 64, says: ["--probe 'P1'", "ID=held"]),
    WrongInput("log of minus one", ["log", "--number", "0"], exit: 64, says: ["--number"]),
    WrongInput("no text", ["decide"], exit: 64, says: ["the decision's text is missing", "--file PATH"]),
    WrongInput("-m and --file", ["decide", "-m", "x", "--file", "y"], exit: 64, says: ["both -m and --file"]),
    WrongInput(
      "--reason and -m", at: .claimed, ["withdraw", "M1", "--reason", "x", "-m", "y"], exit: 64, says: ["--reason"]),
    WrongInput("no reason", at: .claimed, ["withdraw", "M1"], exit: 64, says: ["the reason is missing"]),
    WrongInput("no trigger", ["defer", "open", "-m", "x"], exit: 64, says: ["--trigger"]),
    WrongInput("no pointer", ["defer", "resolve", "D-greet-1"], exit: 64, says: ["pointer"]),
    WrongInput("deferral is no id", ["defer", "resolve", "D1", "-m", "x"], exit: 64, says: ["D1"]),
    WrongInput(
      "waiver without an end", at: .claimed, as: .adversary, ["waive", "M1", "greets", "--reason", "x"], exit: 64,
      says: ["--expires"]),
    WrongInput(
      "waiver that ends tomorrow", at: .claimed, as: .adversary,
      ["waive", "M1", "greets", "--expires", "tomorrow", "--reason", "x"], exit: 64, says: ["tomorrow", "--expires 7d"]),
    WrongInput(
      "waiver that has ended", at: .claimed, as: .adversary,
      ["waive", "M1", "greets", "--expires", "-7d", "--reason", "x"], exit: 64, says: ["--expires"]),
    WrongInput(
      "waiver of no length", at: .claimed, as: .adversary,
      ["waive", "M1", "greets", "--expires", "0h", "--reason", "x"], exit: 64, says: ["0h", "--expires 7d"]),
    WrongInput(
      "a key for nobody", at: .code, ["init", "--key", "judge=key"], exit: 64, says: ["judge=key", "ROLE=PATH"]),
    WrongInput(
      "a key that is not there", at: .code, ["init", "--key", "builder=nowhere"], exit: 64, says: ["nowhere"]),
    WrongInput("writing offline", ["decide", "-m", "x", "--offline"], exit: 64, says: ["offline"]),
    WrongInput(
      "no such template", ["template", "nonsense"], exit: 64, says: ["nonsense", "assay template"]),
    WrongInput(
      "no such example", ["phase", "example", "nonsense"], exit: 64, says: ["nonsense", "assay phase example"]),
    WrongInput("a directory that is not there", ["status", "--repo", "nowhere"], exit: 65, says: ["nowhere"]),
  ]

  @Test(arguments: texts) func `a text that cannot be used is refused`(wrong: WrongInput) async throws {
    try await wrong.check()
  }

  private static let long = String(repeating: "0123456789 abcdef\n", count: 17_000)

  private static let texts: [WrongInput] = [
    WrongInput("empty text", ["decide", "-m", ""], exit: 65, says: ["the decision is empty"]),
    WrongInput("blank text", ["decide", "-m", " \n\t\n"], exit: 65, says: ["the decision is empty"]),
    WrongInput(
      "blank reason", at: .claimed, ["withdraw", "M1", "--reason", " "], exit: 65, says: ["the reason is empty"]),
    WrongInput("missing file", ["decide", "--file", "absent.md"], exit: 65, says: ["absent.md cannot be read"]),
    WrongInput("missing payload file", ["claim", "M1", "--file", "absent.md"], exit: 65, says: ["absent.md"]),
    WrongInput("a directory as a file", ["decide", "--file", "."], exit: 65, says: ["cannot be read"]),
    WrongInput(
      "not UTF-8", ["decide", "--file", "-"], exit: 65, says: ["not UTF-8", "iconv"], input: [0x66, 0xFC, 0x72, 0x0A]),
    WrongInput(
      "payload not UTF-8", ["claim", "M1", "--file", "-"], exit: 65, says: ["not UTF-8"],
      input: Array("WHAT\n".utf8) + [0xFF, 0xFE]),
    WrongInput(
      "300 KB", ["decide", "--file", "-"], exit: 65, says: ["305999 bytes", "262144"], input: Array(long.utf8)),
    WrongInput(
      "300 KB of payload", ["claim", "M1", "--file", "-"], exit: 65, says: ["262144"],
      input: Array("WHAT\ngreets\nHOW\ngreets, teeth\nEXPECTED\nhi\nWHERE\n\(long)".utf8)),
    WrongInput(
      "two headings", ["claim", "M1", "--file", "-"], exit: 65, says: ["two headings WHAT"],
      input: Array("WHAT\nx\nWHAT\ny\n".utf8)),
    WrongInput(
      "payload given twice", ["claim", "M1", "--file", "-", "--what", "x"], exit: 64, says: ["--file"],
      input: Array("WHAT\nx\n".utf8)),
    WrongInput(
      "a probe longer than a line", as: .adversary, ["probes", "M1", "-m", String(repeating: "x", count: 600)],
      exit: 65,
      says: ["600 characters", "500"]),
  ]
}
