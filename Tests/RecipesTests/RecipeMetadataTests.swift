import FoundationEssentials
import Recipes
import Testing
import WorkflowModel
import YAMLReading

func metadata(_ text: String) throws -> RecipeMetadata { try RecipeMetadata.read(Array(text.utf8), file: "recipe.yml") }

@Suite struct RecipeMetadataTests {
  @Test func `every key is read`() throws {
    let text = """
      health_path: /health
      health_ok: [200, 204]
      deploy_timeout: 15m
      http_timeout: 90s
      ready_probe:
        - http: { host: api.example.org, path: /v1, ok: [401] }
        - http: {}
        - tcp: { host: 127.0.0.1, port: 64738, stable: 3 }
      extra_env: { COMPOSE_FILE: "compose.yml:compose.smtp.yml", TIMEOUT: 900, EMPTY: "" }
      upgrade_extra_env: { NEW: yes }
      upgrade_base_version: 1.0.0+2
      backup_capable: false
      backup_verify: [./verify, --all]
      expected_na: { upgrade: the schema cannot be migrated }
      hooks: { pre_backup: seed.sh, pre_restore: hooks/destroy, post_restore: check.sh }
      tests: { run: make test, report: "out/*.xml", passed: [login] }
      companions: [Makefile, "tests/**"]
      screenshot: { host: "127.0.0.1:8443", path: /start }
      """
    var expected = RecipeMetadata()
    expected.health = .http(path: "/health", ok: [200, 204])
    expected.deployTimeout = .seconds(900)
    expected.healthTimeout = .seconds(90)
    expected.readyProbes = [
      .http(host: "api.example.org", path: "/v1", ok: [401]), .http(host: nil, path: "/", ok: [200]),
      .tcp(host: "127.0.0.1", port: 64738, stable: 3),
    ]
    expected.extraEnvironment = ["COMPOSE_FILE": "compose.yml:compose.smtp.yml", "TIMEOUT": "900", "EMPTY": ""]
    expected.upgradeEnvironment = ["NEW": "yes"]
    expected.upgradeBase = RecipeVersion("1.0.0+2")
    expected.backupCapable = false
    expected.backupVerify = .arguments(["./verify", "--all"])
    expected.expectedNA = [.upgrade: "the schema cannot be migrated"]
    expected.hooks = [.beforeBackup: "seed.sh", .beforeRestore: "hooks/destroy", .afterRestore: "check.sh"]
    expected.tests = RecipeTests(run: .shell("make test"), reports: "out/*.xml", passed: ["login"])
    expected.companions = ["Makefile", "tests/**"]
    expected.screenshot = ScreenshotPage(host: "127.0.0.1:8443", path: "/start")
    #expect(try metadata(text) == expected)
  }

  @Test func `health can be asked without HTTP`() throws {
    let read = try metadata("health: { exec: { service: db, run: [pg_isready] } }")
    #expect(read.health == .exec(service: "db", .arguments(["pg_isready"])))
  }

  @Test func `an empty mapping is the defaults`() throws { #expect(try metadata("{}") == RecipeMetadata()) }

  static let refusals = [
    ("helth_path: /", "1:1: helth_path: unknown key 'helth_path'; did you mean 'health_path'?"),
    ("HEALTH_PATH: /", "1:1: HEALTH_PATH: unknown key 'HEALTH_PATH'; did you mean 'health_path'?"),
    (
      "deps: [keycloak]",
      "1:1: deps: this version deploys one recipe alone; what it depends on has to run before, and stand in extra_env"
    ),
    ("screenshot: x", "1:13: screenshot: a mapping is needed here, not a single value"),
    ("screenshot: { path: start }", "1:21: screenshot.path: a path of a URL begins with '/' and holds no blanks"),
    ("companions: [../x]", "1:14: companions[0]: the path leaves the repository; '..' is not taken"),
    ("companions: []", "1:13: companions: the list is empty; at least one path is needed"),
    (
      "warm_canonical: true",
      "1:1: warm_canonical: this version keeps no deployment between runs; every run is cold"
    ),
    ("health_path: health", "1:14: health_path: a path of a URL begins with '/' and holds no blanks"),
    ("health_ok: 200", "1:12: health_ok: a list is needed here, not a single value"),
    ("health_ok: [ok]", "1:13: health_ok[0]: a whole number is needed here"),
    ("health_ok: []", "1:12: health_ok: the list is empty; at least one status is needed"),
    (
      "health: { exec: { service: a, run: b } }\nhealth_path: /",
      "2:14: health_path: the key 'health' says that health is not asked over HTTP; one of the two has to go"
    ),
    ("health: { exec: { service: a } }", "1:17: health.exec.run: the key 'run' is missing"),
    ("health: { http: x }", "1:11: health.http: unknown key 'http'\n1:9: health.exec: the key 'exec' is missing"),
    (
      "deploy_timeout: 600",
      "1:17: deploy_timeout: '600' is no duration; write a count and s, m, h or d, for example 90s or 24h"
    ),
    ("backup_capable: maybe", "1:17: backup_capable: true or false is needed here"),
    ("backup_verify: []", "1:16: backup_verify: the command is empty"),
    ("expected_na: { lint: x }", "1:16: expected_na.lint: lint needs no running app, and is not excused"),
    ("expected_na: { updrade: x }", "1:16: expected_na.updrade: unknown key 'updrade'; did you mean 'upgrade'?"),
    ("expected_na: { upgrade: '' }", "1:25: expected_na.upgrade: the text is empty"),
    ("ready_probe: [{ http: {}, tcp: { host: a, port: 1 } }]", "1:15: ready_probe[0]: a probe is either http or tcp"),
    (
      "ready_probe: [{ tcp: { host: a, port: 0 } }]",
      "1:39: ready_probe[0].tcp.port: 0 is out of range; it can be 1 to 65535"
    ),
    (
      "ready_probe: [{ tcp: { host: 'a b', port: 1 } }]",
      "1:30: ready_probe[0].tcp.host: 'a b' is no name or address of a host"
    ),
    ("extra_env: { DOMAIN: x }", "1:14: extra_env.DOMAIN: the run sets 'DOMAIN' itself"),
    ("extra_env: { 'A B': x }", "1:14: extra_env[\"A B\"]: 'A B' is no name for a variable"),
    ("extra_env: { A: }", "1:17: extra_env.A: a text is needed here, not nothing"),
    (
      "upgrade_base_version: v1",
      "1:23: upgrade_base_version: 'v1' is no version; a published one is written x.y.z+upstream"
    ),
    ("hooks: { pre_restart: x }", "1:10: hooks.pre_restart: unknown key 'pre_restart'; did you mean 'pre_restore'?"),
    (
      "hooks: { pre_backup: /bin/x }",
      "1:22: hooks.pre_backup: the path has to be relative, without '/' at its beginning"
    ),
    ("tests: { run: make test }", "1:8: tests.report: the key 'report' is missing"),
    ("- a", "1:1: a mapping is needed here, not a list"),
    ("a: &b c", "1:4: anchors are not taken; write the value out, or quote a text that begins with &"),
  ]

  @Test(arguments: refusals) func `what is wrong is said with line and key`(text: String, expected: String) {
    let said = problems { _ = try metadata(text) }
    let lines = said?.split(separator: "\n").map { $0.dropFirst("recipe.yml:".count) } ?? []
    #expect(Set(lines) == Set(expected.split(separator: "\n")))
  }

  /// The lines of the harness' page in the documentation.
  static func page() throws -> [String] {
    let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    let page = URL(filePath: "/\(root)/Sources/assay/Documentation.docc/Harness.md")
    return try String(contentsOf: page, encoding: .utf8)
      .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  @Test func `the documentation and the reader have the same keys`() throws {
    let rows = try Self.page().drop { $0 != "| key | default | meaning |" }.dropFirst(2).prefix { $0.hasPrefix("|") }
    let documented = rows.compactMap { $0.split(separator: "`").dropFirst().first.map(String.init) }
    #expect(documented.sorted() == RecipeMetadata.keyPaths.sorted())
  }

  @Test func `the documentation has every rule of form as it is`() throws {
    #expect(
      try Self.page().filter { $0.hasPrefix("| `L") }
        == LintRule.allCases.map { "| `\($0.rawValue)` | \($0.severity.rawValue) | \($0.title) |" })
  }
}
