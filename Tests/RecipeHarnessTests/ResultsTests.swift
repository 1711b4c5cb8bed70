import RecipeHarness
import Recipes
import Testing
import WorkflowModel

@Suite struct ResultsTests {
  static let written = """
    {
      "assay" : {
        "base" : {
          "commit" : "1111111111111111111111111111111111111111",
          "reference" : "1.12.0+1.27.0"
        },
        "deployer" : "docker",
        "deployments" : {
          "counted" : 1,
          "expected" : 1
        },
        "domain" : "cust-123456.ci.example.org",
        "engine" : "27.3.1",
        "expected_na" : {

        },
        "head" : "7ae7b0f76efb0123456789abcdef0123456789ab",
        "injected" : [

        ],
        "isolation" : {
          "checkout" : "clone",
          "home" : "empty",
          "sandbox" : "none"
        },
        "linted" : true,
        "nonce" : "n0nce",
    """

  @Test func `results are written in one form and read back`() throws {
    let result = try goodResult().with { $0.customization = $0.customization.masked }
    let bytes = try result.encoded()
    #expect(String(decoding: bytes, as: UTF8.self).hasPrefix(Self.written))
    #expect(try HarnessResult.read(bytes) == result)
    #expect(try result.encoded() == bytes)
  }

  @Test func `the keys are the reference's and two more`() throws {
    let text = String(decoding: try goodResult().encoded(), as: UTF8.self)
    let keys = text.split(separator: "\n").filter { $0.hasPrefix("  \"") }.compactMap {
      $0.split(separator: "\"").dropFirst().first
    }
    #expect(
      keys == [
        "assay", "customization", "failure", "finished", "flags", "level", "lint", "pr", "recipe", "ref", "run_id",
        "rungs",
        "schema", "screenshot", "skips", "stages", "summary_card", "version",
      ])
    for line in [
      "  \"schema\" : 2,", "  \"screenshot\" : null,", "    \"clean_teardown\" : true,", "  \"level\" : 5,",
      "      \"backup_restore\" : \"no service is backed up\"", "      \"name\" : \"lint\",",
      "    \"rules_failed\" : [",
    ] { #expect(text.contains("\n\(line)\n"), "\(line)") }
  }

  @Test func `secrets are masked by their key's name before they are written`() throws {
    let text = String(decoding: try goodResult().encoded(), as: UTF8.self)
    #expect(!text.contains("hush"))
    #expect(text.contains("\"ADMIN_PASSWORD\" : \"[masked]\""))
    #expect(text.contains("\"KEYCLOAK_URL\" : \"https://k\""))
  }

  @Test func `a run without version, base or stages is written too`() throws {
    let result = try goodResult().with {
      $0.version = nil
      $0.stages = []
      $0.lint = nil
      $0.customization = .members([:])
      $0.reasons = [Reason(.interrupted, "SIGTERM")]
    }
    #expect(try HarnessResult.read(try result.encoded()) == result)
  }

  static let forgeries: [(old: String, new: String, fault: ResultsFault)] = [
    ("\"level\" : 5", "\"level\" : 4", .contradiction),
    ("\"verdict\" : \"pass\"", "\"verdict\" : \"fail\"", .contradiction),
    ("\"functional\" : \"pass\"", "\"functional\" : \"fail\"", .contradiction),
    (
      "\"name\" : \"upgrade\",\n      \"status\" : \"pass\"", "\"name\" : \"upgrade\",\n      \"status\" : \"fail\"",
      .contradiction
    ),
    ("\"name\" : \"upgrade\",\n      \"status\"", "\"name\" : \"restore\",\n      \"status\"", .contradiction),
    ("\"schema\" : 2", "\"schema\" : 1", .unknownSchema(1)),
    ("\"pr\" : \"4\",", "\"pr\" : \"4\",\n  \"extra\" : 1,", .notCanonical),
    ("\"pr\" : \"4\",", "\"pr\" : \"5\",\n  \"pr\" : \"4\",", .notCanonical),
    ("\"level\" : 5", "\"level\": 5", .notCanonical),
    ("\"screenshot\" : null,\n", "", .notCanonical),
    (
      "\"head\" : \"7ae7", "\"head\" : \"7AE7",
      .malformed("'7AE7b0f76efb0123456789abcdef0123456789ab' is not a 40-digit object id, at assay.head")
    ),
    ("\"nonce\" : \"n0nce\",", "", .malformed("the key 'nonce' is missing, at assay")),
    ("\"finished\" : \"2", "\"finished\" : \"x", .contradiction),
  ]

  @Test(arguments: forgeries)
  func `what was changed by hand is refused`(row: (old: String, new: String, fault: ResultsFault)) throws {
    let text = String(decoding: try goodResult().encoded(), as: UTF8.self)
    try #require(text.contains(row.old))
    let forged = text.replacing(row.old, with: row.new, maxReplacements: 1)
    #expect(throws: row.fault) { try HarnessResult.read(Array(forged.utf8)) }
  }

  @Test(arguments: ["", "{}", "[]", "null", "{\"schema\": 2}", String(repeating: "[", count: 100_000)])
  func `what is no result is refused`(text: String) {
    #expect(throws: ResultsFault.self) { try HarnessResult.read(Array(text.utf8)) }
  }

  @Test(arguments: ["DB_PASSWORD", "api_token", "SECRET_KEY", "KEY", "SSH_KEY_FILE", "Credentials", "app-key"])
  func `a name of a secret`(name: String) { #expect(SecretName.isOne(name)) }

  @Test(arguments: ["KEYCLOAK_URL", "MONKEY", "KEYS_X", "DOMAIN", "", "PASSPORT"])
  func `no name of a secret`(name: String) { #expect(!SecretName.isOne(name)) }

  @Test func `the manifest holds what is not the default`() throws {
    let text = """
      health: { exec: { service: db, run: [pg_isready, -q] } }
      extra_env: { A_TOKEN: t }
      hooks: { pre_backup: seed.sh }
      deploy_timeout: 15m
      """
    let manifest = try RecipeMetadata.read(Array(text.utf8)).manifest
    #expect(
      manifest.masked
        == .members([
          "health": .text("exec db: pg_isready -q"), "extra_env": .members(["A_TOKEN": .text("[masked]")]),
          "hooks": .members(["pre_backup": .text("seed.sh")]), "deploy_timeout": .text("15m"),
        ]))
    #expect(RecipeMetadata().manifest == .members([:]))
  }
}
