import Testing

@Suite struct `A check` {
  @Test(arguments: refusals) func `is refused where it goes wrong`(_ refusal: Refusal) {
    refusal.expectOfPhase()
  }

  private static let refusals = [
    Refusal(
      "check twice", [12: "      - { id: c, run: make, expect: { exit: 0 } }"],
      "12:15", "gates[0].checks[1].id", "the check 'c' is declared twice"),
    Refusal(
      "check unknown key", [11: "        expect: { exti: 0 }"],
      "11:19", "@.expect.exti", "unknown key 'exti'; did you mean 'exit'?"),
    Refusal(
      "check control key", [12: "        control: true"],
      "12:9", "@.control", "a control is written 'expect: fail' with 'because:', not as a key of its own"),
    Refusal(
      "check without kind", [10: "        title: x"],
      "9:9", "@",
      "the check asks nothing; one of 'run', 'junit', 'git', 'file', 'http', 'inspect' and 'harness' is needed"),
    Refusal(
      "check with two kinds", [10: "        run: make\n        file: { path: a, present: true }"],
      "11:9", "@.file", "a check is of one kind; this one has 'run' and 'file'"),
    Refusal(
      "stage", [10: "        harness: { recipe: discourse, stages: [instal] }"],
      "10:48", "@.harness.stages[0]", "'instal' is no stage; did you mean 'install'?"),
    Refusal(
      "run empty", [10: "        run: \"\""],
      "10:14", "@.run", "the text is empty"),
    Refusal(
      "run empty list", [10: "        run: []"],
      "10:14", "@.run", "the command is empty"),
    Refusal(
      "run mapping", [10: "        run: { a: b }"],
      "10:14", "@.run", "a text is needed here, not a mapping"),
    Refusal(
      "run idle", [10: "        run: \"true\""],
      "9:7", "gates[0].checks", "none of these checks could ever fail; ask for something that can be wrong"),
    Refusal(
      "run idle exit", [10: "        run: exit 0"],
      "9:7", "gates[0].checks", "none of these checks could ever fail; ask for something that can be wrong"),
    Refusal(
      "run idle colon", [10: "        run: \":\""],
      "9:7", "gates[0].checks", "none of these checks could ever fail; ask for something that can be wrong"),
    Refusal(
      "run idle list", [10: "        run: [/bin/true]"],
      "9:7", "gates[0].checks", "none of these checks could ever fail; ask for something that can be wrong"),
    Refusal(
      "no expect", [11: "        repeat: 2"],
      "9:9", "@.expect", "the key 'expect' is missing"),
    Refusal(
      "empty expect", [11: "        expect: {}"],
      "11:17", "@.expect", "nothing is expected here, so nothing could fail"),
    Refusal(
      "expect word", [11: "        expect: fial"],
      "11:17", "@.expect", "conditions or the word 'fail' are needed here; did you mean 'fail'?"),
    Refusal(
      "expect pass of run", [11: "        expect: pass"],
      "11:17", "@.expect", "say what has to be seen, for example { exit: 0 }"),
    Refusal(
      "control without because", [11: "        expect: fail"],
      "9:9", "@.because", "a control says why it has to fail; the key 'because' is missing"),
    Refusal(
      "control with empty because", [11: "        expect: fail\n        because: {}"],
      "12:18", "@.because", "nothing is expected here, so nothing could fail"),
    Refusal(
      "because without control", [12: "        because: { exit: 1 }"],
      "12:9", "@.because", "'because' belongs to 'expect: fail'"),
    Refusal(
      "exit text", [11: "        expect: { exit: zero }"],
      "11:25", "@.expect.exit", "a whole number is needed here"),
    Refusal(
      "exit range", [11: "        expect: { exit: 256 }"],
      "11:25", "@.expect.exit", "256 is out of range; it can be 0 to 255"),
    Refusal(
      "stdout text", [11: "        expect: { stdout: hi }"],
      "11:27", "@.expect.stdout", "a mapping is needed here, not a single value"),
    Refusal(
      "stdout empty", [11: "        expect: { stdout: {} }"],
      "11:27", "@.expect.stdout", "nothing is asked of the text, so nothing could fail"),
    Refusal(
      "contains empty text", [11: "        expect: { stdout: { contains: [\"\"] } }"],
      "11:40", "@.expect.stdout.contains[0]", "an empty text is part of every text"),
    Refusal(
      "contains empty list", [11: "        expect: { stdout: { contains: [] } }"],
      "11:39", "@.expect.stdout.contains", "the list is empty; at least one text is needed"),
    Refusal(
      "bad regex", [11: "        expect: { stderr: { matches: \"(a\" } }"],
      "11:38", "@.expect.stderr.matches", "not a regular expression: missing closing parenthesis, at byte 2"),
    Refusal(
      "regex everything", [11: "        expect: { stdout: { matches: \"^.*$\" } }"],
      "11:38", "@.expect.stdout.matches", "the regular expression matches every text"),
    Refusal(
      "lines 0 or more", [11: "        expect: { stdout: { lines: { min: 0 } } }"],
      "11:36", "@.expect.stdout.lines", "every count is 0 or more, so this could never fail"),
    Refusal(
      "lines upside down", [11: "        expect: { stdout: { lines: { min: 3, max: 2 } } }"],
      "11:36", "@.expect.stdout.lines", "no number is that large and that small at once"),
    Refusal(
      "collected of run", [11: "        expect: { collected: 3 }"],
      "11:19", "@.expect.collected", "'collected' is a condition of junit checks"),
    Refusal(
      "json pointer", [11: "        expect: { json: { level: 2 } }"],
      "11:27", "@.expect.json.level", "a JSON pointer is needed here, for example /rungs/upgrade"),
    Refusal(
      "json empty", [11: "        expect: { json: {} }"],
      "11:25", "@.expect.json", "nothing is asked of the JSON, so nothing could fail"),
    Refusal(
      "json value empty", [11: "        expect: { json: { /level: {} } }"],
      "11:35", "@.expect.json[\"/level\"]", "nothing is asked of the value, so nothing could fail"),
    Refusal(
      "json list", [11: "        expect: { json: { /level: [1] } }"],
      "11:35", "@.expect.json[\"/level\"]", "a single value is needed here, not a list"),
    Refusal(
      "json min text", [11: "        expect: { json: { /level: { min: two } } }"],
      "11:42", "@.expect.json[\"/level\"].min", "a number is needed here"),
    Refusal(
      "json exists false", [11: "        expect: { json: { /level: { exists: false } } }"],
      "11:45", "@.expect.json[\"/level\"].exists", "only 'exists: true' can be asked"),
    Refusal(
      "repeat 0", [12: "        repeat: 0"],
      "12:17", "@.repeat", "0 is out of range; it can be 1 to 100"),
    Refusal(
      "matrix too large",
      [12: "        matrix: { a: [0, 1, 2, 3, 4, 5, 6], b: [0, 1, 2, 3, 4, 5, 6], c: [0, 1, 2, 3, 4, 5] }"],
      "12:17", "@.matrix", "the matrix has more than 256 instances"),
    Refusal(
      "matrix axis empty", [12: "        matrix: { a: [] }"],
      "12:22", "@.matrix.a", "the list is empty; at least one value is needed"),
    Refusal(
      "matrix value twice", [12: "        matrix: { a: [1, 1] }"],
      "12:22", "@.matrix.a", "the axis has a value twice"),
    Refusal(
      "matrix axis name", [12: "        matrix: { a-b: [1] }"],
      "12:19", "@.matrix.a-b", "an axis is named by letters, digits and '_', a letter first"),
    Refusal(
      "timeout", [12: "        timeout: 10"],
      "12:18", "@.timeout", "'10' is no duration; write a count and s, m, h or d, for example 90s or 24h"),
    Refusal(
      "env assay", [12: "        env: { ASSAY_NONCE: x }"],
      "12:16", "@.env.ASSAY_NONCE", "variables that begin with ASSAY_ are the tool's own"),
    Refusal(
      "env name", [12: "        env: { a b: x }"],
      "12:16", "@.env[\"a b\"]", "'a b' is no name for a variable"),
    Refusal(
      "needs unknown check", [12: "        needs: [d]"],
      "12:17", "@.needs[0]", "there is no check 'd' in this gate"),
    Refusal(
      "checks in a circle",
      [12: "        needs: [d]\n      - { id: d, run: make, expect: { exit: 0 }, needs: [c] }"],
      "12:16", "@.needs", "the checks need each other: c → d → c"),
  ]
}
