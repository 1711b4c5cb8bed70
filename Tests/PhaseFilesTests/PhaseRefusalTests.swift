import Testing

@Suite struct `A phase's own keys` {
  @Test(arguments: refusals) func `are refused where they go wrong`(_ refusal: Refusal) {
    refusal.expectOfPhase()
  }

  private static let refusals = [
    Refusal(
      "unknown key", [2: "title: t\nfreshnes: 1h"],
      "3:1", "freshnes", "unknown key 'freshnes'; did you mean 'freshness'?"),
    Refusal(
      "unknown key without a neighbour", [2: "title: t\nnonsense: 1h"],
      "3:1", "nonsense", "unknown key 'nonsense'"),
    Refusal(
      "missing title", [2: "# no title"],
      "1:1", "title", "the key 'title' is missing"),
    Refusal(
      "missing dod", [3: "# no dod"],
      "1:1", "dod", "the key 'dod' is missing"),
    Refusal(
      "missing gates", [4: "#", 5: "#", 6: "#", 7: "#", 8: "#", 9: "#", 10: "#", 11: "#"],
      "1:1", "gates", "the key 'gates' is missing"),
    Refusal(
      "bad phase", [1: "phase: a b"],
      "1:8", "phase",
      "'a b' is no name; letters, digits, '.', '_' and '-' make one, up to 64, a letter or digit first"),
    Refusal(
      "title with a control character", [2: "title: \"a\\eb\""],
      "2:8", "title", "the text has to be one line, without control characters or doubled spaces"),
    Refusal(
      "title is a list", [2: "title: [t]"],
      "2:8", "title", "a text is needed here, not a list"),
    Refusal(
      "title is nothing", [2: "title:"],
      "2:7", "title", "a text is needed here, not nothing"),
    Refusal(
      "bad freshness", [2: "title: t\nfreshness: 1 day"],
      "3:12", "freshness", "'1 day' is no duration; write a count and s, m, h or d, for example 90s or 24h"),
    Refusal(
      "no adversaries", [2: "title: t\nadversaries: 0"],
      "3:14", "adversaries", "0 is out of range; it can be 1 to 9"),
    Refusal(
      "too many rounds", [2: "title: t\nrounds: 101"],
      "3:9", "rounds", "101 is out of range; it can be 1 to 100"),
    Refusal(
      "rounds as text", [2: "title: t\nrounds: \"5\""],
      "3:9", "rounds", "a whole number is needed here"),
    Refusal(
      "waivers", [2: "title: t\nwaivers: builder"],
      "3:10", "waivers", "'builder' is not operator or adversary"),
    Refusal(
      "journal slip", [2: "title: t\njournal: opne"],
      "3:10", "journal", "'opne' is not open or sealed; did you mean 'open'?"),
    Refusal(
      "plan outside", [2: "title: t\nplan: ../plan.md"],
      "3:7", "plan", "the path leaves the repository; '..' is not taken"),
    Refusal(
      "plan absolute", [2: "title: t\nplan: /plan.md"],
      "3:7", "plan", "the path has to be relative, without '/' at its beginning"),
    Refusal(
      "bad branch", [2: "title: t\nbranch: -x"],
      "3:9", "branch", "'-x' is no branch name"),
    Refusal(
      "dod empty", [3: "dod: {}"],
      "3:6", "dod", "at least one Definition-of-Done item is needed"),
    Refusal(
      "dod list", [3: "dod: [D1]"],
      "3:6", "dod", "a mapping is needed here, not a list"),
    Refusal(
      "dod bad id", [3: "dod: { D1: one, a/b: two }"],
      "3:17", "dod[\"a/b\"]", "'a/b' is no name for a Definition-of-Done item"),
    Refusal(
      "uncovered", [3: "dod:\n  D1: one\n  D2: two"],
      "5:3", "dod.D2", "no gate covers 'D2'; name it under a gate's 'covers'"),
    Refusal(
      "no gates", [4: "gates: []", 5: "#", 6: "#", 7: "#", 8: "#", 9: "#", 10: "#", 11: "#"],
      "4:8", "gates", "the list is empty; at least one gate is needed"),
  ]
}
