import Recipes
import Testing
import WorkflowModel

@Suite struct LintTests {
  static let sample = """
    TYPE=app
    EXTRA_DOMAINS=
    SECRET_DB_PASSWORD_VERSION=v1
    APP_CONF_VERSION=v1
    """

  static func lint(
    _ texts: [String: String] = [:], sample: String? = sample, tags: [RecipeTag] = [], stack: String = "s"
  ) throws -> [LintBreach] {
    var text = goodCompose
    for (old, new) in texts {
      try #require(text.contains(old))
      text = text.replacing(old, with: new)
    }
    let environment = try sample.map { try EnvironmentFile.read(Array($0.utf8), file: ".env.sample") }
    return LintSubject(compose: try compose(text), sample: environment, tags: tags, stack: stack).breaches
  }

  @Test func `a good recipe breaks no rule`() throws {
    let breaches = try Self.lint()
    #expect(breaches.isEmpty)
    #expect(LintReport(breaches) == LintReport(status: .pass, detail: "no rule of error severity is broken"))
  }

  static let broken: [(change: [String: String], said: String)] = [
    (
      ["coop-cloud.${STACK_NAME}.version": "other"],
      "L1 error: compose.yml:8: no label coop-cloud.${STACK_NAME}.version on 'app'"
    ),
    (["1.13.0+1.28.0": "1.13.0"], "L2 error: compose.yml:8: '1.13.0' is no version"),
    (["    image: postgres:15\n": ""], "L5 error: compose.yml:34: 'db' names no image"),
    (
      ["postgres:15": "postgres:latest"],
      "L6 warning: compose.yml:34: 'postgres:latest' can be another image tomorrow"
    ),
    (
      ["postgres:15": "localhost:5000/db"],
      "L6 warning: compose.yml:34: 'localhost:5000/db' can be another image tomorrow"
    ),
    (
      ["test: [\"CMD\"": "disable: true\n      x: [\"CMD\""],
      "L7 warning: compose.yml:8: the health check of 'app' is off"
    ),
    (["${ENABLE_BACKUPS:-true}": "${ENABLE}"], "L8 warning: compose.yml:30: nothing says what 'ENABLE' is"),
    (["kind: \"db\"": "backupbot.backup: \"true\""], "L10 warning: several services are backed up: app, db"),
  ]

  @Test(arguments: broken) func `each rule finds what breaks it`(row: (change: [String: String], said: String)) throws {
    #expect(try Self.lint(row.change).map(\.description) == [row.said])
  }

  @Test func `without a sample nothing can be said of variables`() throws {
    #expect(try Self.lint(sample: nil).map(\.description) == ["L3 error: there is no .env.sample"])
  }

  @Test func `lightweight tags of versions break a rule, others do not`() throws {
    func tag(_ name: String, _ isAnnotated: Bool) -> RecipeTag {
      RecipeTag(name: name, commit: .none, isAnnotated: isAnnotated, isAncestorOfHead: true)
    }
    let tags = [tag("2.0.0+1", false), tag("1.0.0+1", false), tag("1.1.0+1", true), tag("nightly", false)]
    #expect(
      try Self.lint(tags: tags).map(\.description) == [
        "L4 error: the tag '1.0.0+1' is lightweight", "L4 error: the tag '2.0.0+1' is lightweight",
      ])
  }

  @Test func `a name that is too long breaks a rule`() throws {
    let stack = String(repeating: "s", count: 50)
    let breaches = try Self.lint(stack: stack)
    #expect(breaches.isEmpty, "external secrets are not this stack's, and the config fits")
    let longer = try Self.lint(stack: stack + "ssssss")
    #expect(longer.map(\.rule) == [.namesFit])
    #expect(LintReport(longer).rulesFailed == ["L9"])
  }

  @Test func `warnings do not fail the rung, errors do`() throws {
    let warned = LintReport(try Self.lint(["postgres:15": "postgres"]))
    #expect(warned == LintReport(status: .pass, detail: "no rule of error severity is broken; 1 with a warning"))
    let failed = LintReport(try Self.lint(["postgres:15": "postgres"], sample: nil))
    #expect(failed == LintReport(status: .fail, detail: "broken: L3; 1 with a warning", rulesFailed: ["L3"]))
  }
}
