import Recipes
import Testing
import YAMLReading

@Suite struct ComposeFileTests {
  @Test func `a recipe is read as it is written`() throws {
    let stack = try compose(goodCompose)
    #expect(stack.services.map(\.name) == ["app", "db"])
    #expect(stack.version == "3.8")
    #expect(stack.appName == "app")
    #expect(stack.app.image == "docker.io/example/app:1.28.0")
    #expect(stack.app.update == ComposeUpdate(order: "start-first", failureAction: "rollback", monitor: nil))
    #expect(stack.services.map(\.health) == [.checked, .unstated])
    #expect(stack.app.volumes == ["data"])
    #expect(stack.app.secrets == ["db_password"])
    #expect(stack.app.configs == ["app_conf"])
    #expect(stack.services[1].labels == ["kind": "db", "count": "1"])
    #expect(stack.statedVersion == .stated(try #require(RecipeVersion("1.13.0+1.28.0"))))
    #expect(stack.networks.map(\.isExternal) == [true])
    #expect(stack.volumes.map { $0.engineName(in: "s") } == ["s_data", "s_cache"])
  }

  @Test func `variables are put in, and those that are not set are empty`() throws {
    let stack = try compose(goodCompose).resolved(with: ["STACK_NAME": "app_example_org", "DOMAIN": "app.example.org"])
    #expect(stack.app.labels["traefik.http.routers.app_example_org.rule"] == "Host(`app.example.org`)")
    #expect(stack.app.labels["coop-cloud.app_example_org.version"] == "1.13.0+1.28.0")
    #expect(stack.secrets.map(\.name) == ["app_example_org_db_password_"])
  }

  @Test func `each use of a variable has its line`() throws {
    let uses = try compose(goodCompose).uses.map { "\($0.place) \($0.variable) \($0.fallback ?? "-")" }
    // What the anchor holds stands where it is written.
    #expect(uses.first == "compose.yml:5 LOG_LEVEL info")
    #expect(uses.contains("compose.yml:28 DOMAIN -"))
    #expect(uses.contains("compose.yml:30 ENABLE_BACKUPS true"))
  }

  @Test func `an overlay goes before what it lies over`() throws {
    let overlay = """
      version: "3.8"
      services:
        app:
          image: other:2
          healthcheck: { disable: true }
          deploy:
            update_config: { monitor: 30s, order: stop-first }
            labels: { backupbot.backup: "false", more: "$${HOME}" }
        cache:
          image: redis:7
      volumes:
        extra:
      """
    let stack = try compose(goodCompose, overlay)
    #expect(stack.services.map(\.name) == ["app", "db", "cache"])
    #expect(stack.app.image == "other:2")
    #expect(stack.app.health == .disabled)
    #expect(stack.app.update == ComposeUpdate(order: "stop-first", failureAction: "rollback", monitor: "30s"))
    #expect(stack.volumes.map(\.key) == ["data", "cache", "extra"])
    let resolved = try stack.resolved(with: [:])
    #expect(resolved.app.labels["more"] == "${HOME}")
    #expect(resolved.backups.isEmpty)
  }

  @Test func `backup labels are read from the resolved file`() throws {
    let stack = try compose(goodCompose)
    let backups = try stack.resolved(with: [:]).backups
    #expect(backups.map(\.service) == ["app"])
    #expect(backups.map(\.excluded) == [["cache"]])
    #expect(backups.map(\.paths) == [["data": "/keep"]])
    #expect(backups.map(\.hooks) == [[.beforeBackup: "/dump.sh"]])
    #expect(try stack.resolved(with: ["ENABLE_BACKUPS": "false"]).backups.isEmpty)
  }

  @Test func `the only service is the app, whatever its name`() throws {
    #expect(try compose("services: { web: { image: a:1 } }").appName == "web")
  }

  struct Version: CustomTestStringConvertible {
    let testDescription: String
    let label: String
    let stated: StatedVersion
  }

  static let versions = [
    Version(testDescription: "none", label: "a=b", stated: .missing),
    Version(
      testDescription: "the chaos label is another", label: "coop-cloud.${STACK_NAME}.chaos-version=1.0.0+2",
      stated: .missing),
    Version(
      testDescription: "a deeper label is another", label: "coop-cloud.a.b.version=1.0.0+2", stated: .missing),
    Version(
      testDescription: "no version", label: "coop-cloud.$STACK_NAME.version=latest", stated: .malformed("latest")),
    Version(testDescription: "no value", label: "coop-cloud.${STACK_NAME}.version", stated: .malformed("")),
  ]

  @Test(arguments: versions) func `the version label is found and judged`(row: Version) throws {
    #expect(
      try compose("services: { app: { deploy: { labels: ['\(row.label)'] } } }").statedVersion == row.stated)
  }
}

@Suite struct ComposeRefusalTests {
  static let refusals = [
    ("services: {}", "compose.yml:1:1: services: the stack has no service"),
    (
      "services: { a: { image: x }, b: { image: y } }",
      "compose.yml:1:1: services: no service is named 'app', and there are several: a, b"
    ),
    ("services:\n  app:\n    image: [a]", "compose.yml:3:12: services.app.image: a text is needed here, not a list"),
    ("services:\n  app: x", "compose.yml:2:8: services.app: a mapping is needed here, not a single value"),
    (
      "services:\n  app:\n    image: ${X",
      "compose.yml:3:12: services.app.image: '${X' is no variable; write $$ for a dollar sign"
    ),
    ("services:\n  app: !reset null", "compose.yml:2:8: tags are not taken; quote a text that begins with !"),
    ("a: &a {x: y}\n*a : b", "compose.yml:2:4: an alias cannot be a key"),
    ("a: &a {x: y}\nb: [ [*a]: b ]", "compose.yml:2:10: a key is a text"),
    ("a: &a {x: y}\n? *a\n: b", "compose.yml:2:1: a key stands on one line, before its colon"),
    ("a: &a x\nb:\n  <<: *a", "compose.yml:3:3: b[\"<<\"]: '<<' brings in mappings, not a single value"),
  ]

  @Test(arguments: refusals) func `a refusal says file, line and key`(text: String, expected: String) {
    #expect(problems { _ = try compose(text) } == expected)
  }

  @Test func `the fault of an overlay names the overlay`() {
    let said = problems { _ = try compose("services: { app: { image: a:1 } }", "services:\n  - app") }
    #expect(said == "compose.1.yml:2:3: services: a mapping is needed here, not a list")
  }

  @Test func `aliases that multiply are refused in time`() {
    let levels = (1...40).map { "a\($0): &a\($0) [*a\($0 - 1), *a\($0 - 1)]" }
    let bomb = (["a0: &a0 [x, x]"] + levels).joined(separator: "\n")
    let said = problems { _ = try compose(bomb) }
    #expect(said?.hasSuffix("the document has too many values") == true)
  }

  @Test func `texts over several lines are read as the parser reads them`() throws {
    let text = """
      services:
        app:
          image: "docker.io/\\
            app:1"
          command: one
            two
          deploy:
            labels: { a: 'b

              c', d: e }
      """
    let app = try compose(text).app
    #expect(app.image == "docker.io/app:1")
    #expect(app.labels == ["a": "b\nc", "d": "e"])
  }

  @Test func `a variable that the file demands is demanded`() throws {
    let stack = try compose("services: { app: { image: 'a:${TAG:?say which}' } }")
    #expect(throws: Interpolation.Fault.required("TAG", message: "say which")) { try stack.resolved(with: ["TAG": ""]) }
    #expect(try stack.resolved(with: ["TAG": "1"]).app.image == "a:1")
  }
}
