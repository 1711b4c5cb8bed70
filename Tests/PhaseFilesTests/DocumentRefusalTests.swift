import Testing

@Suite struct `A document that is no plain YAML` {
  @Test(arguments: refusals) func `is refused where it goes wrong`(_ refusal: Refusal) {
    refusal.expectOfPhase()
  }

  private static let refusals = [
    Refusal(
      "nothing", [0: ""],
      "1:1", "", "the file is empty"),
    Refusal(
      "only a comment", [0: "# nothing\n"],
      "1:1", "", "the file is empty"),
    Refusal(
      "a list", [0: "- a\n- b\n"],
      "1:1", "", "a mapping is needed here, not a list"),
    Refusal(
      "a text", [0: "\"phase\"\n"],
      "1:1", "", "a mapping is needed here, not a single value"),
    Refusal(
      "an alias", [2: "title: *t"],
      "2:8", "", "aliases are not taken; write the value out, or quote a text that begins with *"),
    Refusal(
      "an anchor", [2: "title: &t t"],
      "2:8", "", "anchors are not taken; write the value out, or quote a text that begins with &"),
    Refusal(
      "a tag", [2: "title: !!str t"],
      "2:8", "", "tags are not taken; quote a text that begins with !"),
    Refusal(
      "a second document", [4: "---\ngates:"],
      "4:1", "", "only one document is taken"),
    Refusal(
      "a directive", [1: "%YAML 1.2\nphase: p"],
      "1:1", "", "directives are not taken"),
    Refusal(
      "a tab", [6: "\ttitle: g"],
      "6:1", "", "a tab; YAML is indented with spaces"),
    Refusal(
      "a control character", [2: "title: a\u{7}b"],
      "2:9", "", "a control character or an unusual line end"),
    Refusal(
      "a text over two lines", [2: "title: t\n  and more"],
      "3:3", "", "a text goes on over several lines; begin it with | or >, or quote it on one line"),
    Refusal(
      "a quoted text over two lines", [2: "title: \"t\n  and more\""],
      "2:8", "", "a quoted text ends on the line it begins on"),
    Refusal(
      "an explicit key", [2: "? title\n: t"],
      "2:1", "", "a key stands on one line, before its colon"),
    Refusal(
      "deep flow", [3: "dod: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]"],
      "3:38", "", "nested too deeply"),
    Refusal(
      "broken yaml", [7: "    covers: [D1"],
      "8:11", "", "not YAML: while parsing a flow sequence, did not find expected ',' or ']'"),
    Refusal(
      "a duplicate key", [2: "title: t\nplan: a.md\ntitle: u"],
      "4:1", "title", "the key 'title' stands twice in one mapping; the first is in line 2"),
    Refusal(
      "a duplicate key in braces", [11: "        expect: { exit: 0, exit: 1 }"],
      "11:28", "exit", "the key 'exit' stands twice in one mapping; the first is in line 11"),
    Refusal(
      "a NUL", [2: "title: \"a\\0b\""],
      "2:8", "title", "a text cannot hold a NUL character"),
    Refusal(
      "a key that is a list", [3: "dod: { [D1]: one }"],
      "3:6", "dod", "a key of this mapping is no text"),
  ]
}
