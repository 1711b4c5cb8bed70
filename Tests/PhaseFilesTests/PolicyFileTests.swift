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
    let key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5 ada@example.org"
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
}
