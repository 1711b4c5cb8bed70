import PhaseFiles
import Testing
import WorkflowModel

@Suite struct `A policy file` {
  @Test func `has defaults`() throws {
    let policy = try PolicyFile.read(text(goodPolicy))
    #expect(policy.branch == "main")
    #expect(policy.remote == "origin")
    #expect(policy.ledgers == "machine-docs")
    #expect(policy.phases == "phases")
    #expect(policy.signatures == .off)
    #expect(policy.sharing == .separate)
    #expect(policy.principals.map(\.name.text) == ["op", "ada", "bob"])
    #expect(policy.principals.map(\.roles) == [[.operator], [.builder], [.adversary]])
    #expect(policy.secrets.isEmpty)
  }

  @Test(arguments: ["demo", "yes", "1.10", "", "a: b # c", "\"quoted\" \\ 'text'", "- dash", "größe ✓", "null"])
  func `reads back what it writes`(_ name: String) throws {
    let key = goodKey
    let policy = Policy(
      name: name.isEmpty ? "x" : name, branch: "release/1.0", remote: "upstream", ledgers: "docs/ledgers",
      phases: "docs/phases", sharing: .shared,
      principals: [
        Principal(name: try #require(PrincipalName("op-1")), address: "op@example.org", roles: [.operator, .builder]),
        Principal(name: try #require(PrincipalName("7")), address: "7@example.org", roles: [.adversary], key: key),
      ], secrets: ["TOKEN", "DB_PASSWORD"])
    let written = PolicyFile.text(policy)
    #expect(try PolicyFile.read(Array(written.utf8)) == policy)
    #expect(written.contains("\nsignatures: off\n"))
  }

  /// Digests that YAML would take for numbers, if it were let.
  @Test(arguments: [["1"], ["0", "e"], ["a", "b", "c"]]) func `reads back which programs are approved`(
    digits: [String]
  ) throws {
    let digests = try digits.map { try #require(Digest(String(repeating: $0, count: 64))) }
    let approvals = [
      ProgramApproval(metadata: "recipe.yml", digests: digests),
      ProgramApproval(metadata: "tests/a b/recipe.yml", digests: digests),
    ]
    let plain = try PolicyFile.read(text(goodPolicy))
    #expect(plain.approvals.isEmpty && !PolicyFile.text(plain).contains("harness"))
    let policy = Policy(name: "x", principals: plain.principals, approvals: approvals)
    #expect(try PolicyFile.read(Array(PolicyFile.text(policy).utf8)) == policy)
  }

  @Test func `keeps the key, not its comment`() throws {
    var lines = goodPolicy
    lines[4] = "  ada: { address: ada@example.org, roles: [builder], key: \(goodKey) ada's laptop }"
    #expect(try PolicyFile.read(text(lines)).principals[1].key == goodKey)
  }

  @Test func `may require signatures where everybody has a key`() throws {
    let keys = [goodKey, otherKey, thirdKey]
    let lines =
      ["assay: 1", "name: demo", "signatures: required", "principals:"]
      + zip(["operator", "builder", "adversary"], keys).map {
        "  \($0): { address: \($0)@example.org, roles: [\($0)], key: \($1) }"
      }
    let policy = try PolicyFile.read(text(lines))
    #expect(policy.signatures == .required)
    #expect(policy.principal(key: otherKey + " comment")?.name.text == "builder")
    #expect(try PolicyFile.read(Array(PolicyFile.text(policy).utf8)) == policy)
  }
}

/// Keys that nobody has.
let goodKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIM06NhppI6brtWUmx+vzPRoRdzgWt/ynFYuvz6QDtb4b"
let otherKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHDzPJD9h0uUufpsbygTGR3kOP6AXd9WDKxd0Tgq+Ckh"
let thirdKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINnhuFgotZyNdS86bhb/k2Kd2NwSeiTUxEyGkIx64BzT"
