import WorkflowModel

extension Policy {
  static let usual = Policy(
    name: "x",
    principals: [
      Principal(name: "op", address: "op@example.org", roles: [.operator]),
      Principal(name: "builder-1", address: "builder-1@example.org", roles: [.builder], key: "ssh-ed25519 B1 one"),
      Principal(name: "builder-2", address: "builder-2@example.org", roles: [.builder]),
      Principal(
        name: "adversary-1", address: "adversary-1@example.org", roles: [.adversary], key: "ssh-ed25519 A1 one"),
      Principal(name: "adversary-2", address: "adversary-2@example.org", roles: [.adversary]),
      Principal(name: "dog", address: "dog@example.org", roles: [.watchdog]),
    ])

  /// The same policy with other principals for some of the names, or more of them.
  func with(_ others: Principal..., sharing: PrincipalSharing = .separate, without: [PrincipalName] = []) -> Policy {
    let names = Set(others.map(\.name) + without)
    return Policy(
      name: name, sharing: sharing, principals: principals.filter { !names.contains($0.name) } + others)
  }
}

extension Gate {
  static func m1(adversaries: Int? = nil, checklist: Digest = .of("1"), checks: [Check] = Check.usual) -> Gate {
    Gate(
      id: "M1", title: "first", covers: ["D1"], paths: ["src/**"], adversaries: adversaries, checks: checks,
      checklist: checklist)
  }

  static let m2 = Gate(
    id: "M2", title: "second", covers: ["D2"], needs: ["M1"], checks: [Check.unit], checklist: .of("2"))
}

extension Check {
  static let unit = Check(
    id: "unit", title: "unit", asks: .run(.shell("make test")), expects: .success(Conditions(exit: 0)), repeats: 2)
  static let teeth = Check(
    id: "teeth", title: "teeth", asks: .run(.shell("make break")), expects: .failure(because: Conditions(exit: 1)))
  static let blast = Check(
    id: "blast", title: "blast", asks: .run(.shell("make $r")), expects: .success(Conditions(exit: 0)),
    matrix: [MatrixAxis(name: "r", values: ["n8n", "keycloak"])])
  static let usual = [unit, teeth, blast]
}

extension Phase {
  static func usual(
    _ gates: [Gate] = [.m1(), .m2], adversaries: Int = 1, rounds: Int = 3, waivers: WaiverAuthority = .operator,
    freshness: Duration = .seconds(86400), items: [DoDItemID] = ["D1", "D2"], journal: JournalMode? = nil
  ) -> Phase {
    Phase(
      id: "p", title: "a phase", freshness: freshness, adversaries: adversaries, rounds: rounds, waivers: waivers,
      journal: journal, items: items.map { DoDItem(id: $0, title: "item \($0)") }, gates: gates)
  }
}
