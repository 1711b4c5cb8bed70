import Testing

@Suite struct `A gate` {
  @Test(arguments: refusals) func `is refused where it goes wrong`(_ refusal: Refusal) {
    refusal.expectOfPhase()
  }

  private static let refusals = [
    Refusal(
      "gate unknown key", [6: "    title: g\n    cover: [D1]"],
      "7:5", "gates[0].cover", "unknown key 'cover'; did you mean 'covers'?"),
    Refusal(
      "gate is text", [5: "  - M1", 6: "#", 7: "#", 8: "#", 9: "#", 10: "#", 11: "#"],
      "5:5", "gates[0]", "a mapping is needed here, not a single value"),
    Refusal(
      "gate id bad", [5: "  - id: M1."],
      "5:9", "gates[0].id",
      "'M1.' is no name; letters, digits, '.', '_' and '-' make one, up to 64, a letter or digit first"),
    Refusal(
      "covers unknown", [7: "    covers: [D1, D9]"],
      "7:18", "gates[0].covers[1]", "there is no Definition-of-Done item 'D9' in this file"),
    Refusal(
      "covers twice", [7: "    covers: [D1, D1]"],
      "7:18", "gates[0].covers[1]", "'D1' stands twice in the list"),
    Refusal(
      "covers empty", [7: "    covers: []"],
      "7:13", "gates[0].covers", "the list is empty; at least one Definition-of-Done item is needed"),
    Refusal(
      "needs unknown", [7: "    covers: [D1]\n    needs: [M2]"],
      "8:13", "gates[0].needs[0]", "there is no gate 'M2' in this file"),
    Refusal(
      "needs itself", [7: "    covers: [D1]\n    needs: [M1]"],
      "8:12", "gates[0].needs", "the gates need each other: M1 → M1"),
    Refusal(
      "gates in a circle",
      [
        7: "    covers: [D1]\n    needs: [M2]",
        12: "  - { id: M2, title: g, covers: [D1], needs: [M3], checks: [{ id: c, run: make, expect: { exit: 0 } }] }",
        13: "  - { id: M3, title: g, covers: [D1], needs: [M2], checks: [{ id: c, run: make, expect: { exit: 0 } }] }",
      ],
      "13:46", "gates[1].needs", "the gates need each other: M2 → M3 → M2"),
    Refusal(
      "gate twins",
      [12: "  - { id: m1, title: g, covers: [D1], needs: [], checks: [{ id: c, run: make, expect: { exit: 0 } }] }"],
      "12:11", "gates[1].id", "'m1' differs from 'M1' only in case"),
    Refusal(
      "gate twice",
      [12: "  - { id: M1, title: g, covers: [D1], needs: [], checks: [{ id: c, run: make, expect: { exit: 0 } }] }"],
      "12:11", "gates[1].id", "the gate 'M1' is declared twice"),
    Refusal(
      "path pattern absolute", [7: "    covers: [D1]\n    paths: [/src/**]"],
      "8:13", "gates[0].paths[0]", "the path has to be relative, without '/' at its beginning"),
    Refusal(
      "path pattern up", [7: "    covers: [D1]\n    paths: [src/../x]"],
      "8:13", "gates[0].paths[0]", "the path leaves the repository; '..' is not taken"),
    Refusal(
      "gate adversaries", [7: "    covers: [D1]\n    adversaries: 10"],
      "8:18", "gates[0].adversaries", "10 is out of range; it can be 1 to 9"),
    Refusal(
      "no checks", [8: "    checks: []", 9: "#", 10: "#", 11: "#"],
      "8:13", "gates[0].checks", "the list is empty; at least one check is needed"),
    Refusal(
      "not_asked twin", [7: "    covers: [D1]\n    not_asked: [{ id: c, reason: later }]"],
      "8:23", "gates[0].not_asked[0].id", "the check 'c' is declared twice"),
    Refusal(
      "not_asked no reason", [7: "    covers: [D1]\n    not_asked: [{ id: d }]"],
      "8:17", "gates[0].not_asked[0].reason", "the key 'reason' is missing"),
  ]
}
