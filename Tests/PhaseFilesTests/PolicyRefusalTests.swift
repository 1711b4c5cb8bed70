import PhaseFiles
import Testing

@Suite struct `A bad policy` {
  @Test(arguments: refusals) func `is refused where it goes wrong`(_ refusal: Refusal) {
    let bytes = refusal.bytes(of: goodPolicy)
    let error = #expect(throws: PhaseFileError.self) { _ = try PolicyFile.read(bytes, file: "f.yml") }
    #expect(error?.description == refusal.expected)
  }

  private static let digest = String(repeating: "ab", count: 32)

  private static let refusals = [
    Refusal(
      "no version", [1: "#"],
      "2:1", "assay", "the key 'assay' is missing"),
    Refusal(
      "newer version", [1: "assay: 2"],
      "1:8", "assay", "schema 2 is newer than this version of assay, which reads schema 1"),
    Refusal(
      "version as text", [1: "assay: one"],
      "1:8", "assay", "a whole number is needed here"),
    Refusal(
      "no name", [2: "#"],
      "1:1", "name", "the key 'name' is missing"),
    Refusal(
      "unknown key", [2: "name: demo\nwatch: {}"],
      "3:1", "watch", "unknown key 'watch'"),
    Refusal(
      "slip", [2: "name: demo\nremotes: origin"],
      "3:1", "remotes", "unknown key 'remotes'; did you mean 'remote'?"),
    Refusal(
      "approval of everything", [2: "name: demo\nharness: { approved: { '*': \(digest) } }"],
      "3:24", "harness.approved[\"*\"]", "an approval names one file; '*' is no wildcard here"),
    Refusal(
      "approval that leads out", [2: "name: demo\nharness: { approved: { ../x: \(digest) } }"],
      "3:24", "harness.approved[\"../x\"]", "the path leaves the repository; '..' is not taken"),
    Refusal(
      "approval of whatever is there", [2: "name: demo\nharness: { approved: { recipe.yml: true } }"],
      "3:36", "harness.approved[\"recipe.yml\"]",
      "'true' is no digest of programs; assay harness programs FILE prints it"),
    Refusal(
      "approval of nothing", [2: "name: demo\nharness: { approved: { x: [] } }"],
      "3:27", "harness.approved.x", "the list is empty; at least one digest is needed"),
    Refusal(
      "approval twice", [2: "name: demo\nharness: { approved: { x: [\(digest), \(digest)] } }"],
      "3:94", "harness.approved.x[1]", "the digest stands twice in the list"),
    Refusal(
      "harness slip", [2: "name: demo\nharness: { aproved: {} }"],
      "3:12", "harness.aproved", "unknown key 'aproved'; did you mean 'approved'?"),
    Refusal(
      "branch", [2: "name: demo\nbranch: a..b"],
      "3:9", "branch", "'a..b' is no branch name"),
    Refusal(
      "remote", [2: "name: demo\nremote: git@example.org:x.git"],
      "3:9", "remote", "'git@example.org:x.git' is no name of a remote; addresses belong into git's own configuration"),
    Refusal(
      "ledgers up", [2: "name: demo\nledgers: ../x"],
      "3:10", "ledgers", "the path leaves the repository; '..' is not taken"),
    Refusal(
      "ledgers in .git", [2: "name: demo\nledgers: .git/x"],
      "3:10", "ledgers", "the path leads into .git"),
    Refusal(
      "phases in ledgers", [2: "name: demo\nphases: machine-docs/phases"],
      "3:9", "phases",
      "the ledgers ('machine-docs') and the phase files ('machine-docs/phases') cannot be inside each other"),
    Refusal(
      "ledgers are phases", [2: "name: demo\nledgers: phases"],
      "3:10", "ledgers", "the ledgers ('phases') and the phase files ('phases') cannot be inside each other"),
    Refusal(
      "signatures without a key",
      [
        2: "name: demo\nsignatures: required",
        4: "  op: { address: op@example.org, roles: [operator], key: \(goodKey) }",
        6: "  bob: { address: bob@example.org, roles: [adversary], key: \(otherKey) }",
      ],
      "6:3", "principals.ada.key", "signatures are required, and the principal has no key"),
    Refusal(
      "signatures slip", [2: "name: demo\nsignatures: on"],
      "3:13", "signatures", "'on' is not required or off"),
    Refusal(
      "shared", [2: "name: demo\nallow_shared_principals: yes"],
      "3:26", "allow_shared_principals", "true or false is needed here"),
    Refusal(
      "several roles", [5: "  ada: { address: ada@example.org, roles: [builder, adversary] }"],
      "5:43", "principals.ada.roles", "several roles for one principal need 'allow_shared_principals: true'"),
    Refusal(
      "unknown role", [5: "  ada: { address: ada@example.org, roles: [bilder] }"],
      "5:44", "principals.ada.roles[0]",
      "'bilder' is not builder, adversary, operator or watchdog; did you mean 'builder'?"),
    Refusal(
      "no role", [5: "  ada: { address: ada@example.org, roles: [] }"],
      "5:43", "principals.ada.roles", "the list is empty; at least one role is needed"),
    Refusal(
      "one address", [5: "  ada: { address: BOB@example.org, roles: [builder] }"],
      "6:19", "principals.bob.address", "the address is also that of 'ada'"),
    Refusal(
      "one name", [5: "  Bob: { address: ada@example.org, roles: [builder] }"],
      "6:3", "principals.bob", "'bob' differs from 'Bob' only in case"),
    Refusal(
      "one key",
      [
        5: "  ada: { address: ada@example.org, roles: [builder], key: \(goodKey) ada }",
        6: "  bob: { address: bob@example.org, roles: [adversary], key: \(goodKey) bob }",
      ],
      "6:61", "principals.bob.key", "the key is also that of 'ada'"),
    Refusal(
      "bad key", [5: "  ada: { address: ada@example.org, roles: [builder], key: AAAA }"],
      "5:59", "principals.ada.key",
      "an OpenSSH public key line is needed here, for example 'ssh-ed25519 AAAA…': "
        + "this is no public key line; give 'KIND BASE64 [COMMENT]', as the one line of a .pub file has it"),
    Refusal(
      "address with brackets", [5: "  ada: { address: <ada@example.org>, roles: [builder] }"],
      "5:19", "principals.ada.address",
      "an address of the form local@host is needed here, without blanks and angle brackets"),
    Refusal(
      "address without host", [5: "  ada: { address: ada, roles: [builder] }"],
      "5:19", "principals.ada.address",
      "an address of the form local@host is needed here, without blanks and angle brackets"),
    Refusal(
      "no address", [5: "  ada: { roles: [builder] }"],
      "5:8", "principals.ada.address", "the key 'address' is missing"),
    Refusal(
      "no operator", [4: "#"],
      "5:3", "principals", "no principal is an operator; nobody could change the policy or reopen a gate"),
    Refusal(
      "bad name", [5: "  a b: { address: ada@example.org, roles: [builder] }"],
      "5:3", "principals[\"a b\"]", "'a b' is no name for a principal"),
    Refusal(
      "secret values", [2: "name: demo\nsecrets: [a=b]"],
      "3:11", "secrets[0]", "the name of an environment variable is needed here, not its value"),
    Refusal(
      "secrets mapping", [2: "name: demo\nsecrets: { a: b }"],
      "3:10", "secrets", "a list is needed here, not a mapping"),
  ]
}

let goodPolicy = [
  "assay: 1",
  "name: demo",
  "principals:",
  "  op: { address: op@example.org, roles: [operator] }",
  "  ada: { address: ada@example.org, roles: [builder] }",
  "  bob: { address: bob@example.org, roles: [adversary] }",
]
