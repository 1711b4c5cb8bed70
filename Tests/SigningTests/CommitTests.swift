import FoundationEssentials
import Signatures
import Signing
import TestSupport
import Testing

/// Commits signed here, as git itself sees them.
struct CommitTests {
  private let scratch: ScratchDirectory
  private let ssh: HermeticSSH
  private let git: HermeticGit

  init() throws {
    scratch = try ScratchDirectory()
    ssh = HermeticSSH(in: scratch.path)
    git = HermeticGit(home: scratch.path)
  }

  /// The header line of a signature: all lines after the first are indented by one space.
  private func gpgsig(_ armored: String) -> String { "gpgsig " + armored.replacing("\n", with: "\n ") + "\n" }

  /// Writes a signed commit and returns its id; `change` is done to its text after it was signed.
  private func commit(
    _ signer: any RecordSigner, in repository: String, change: (String) -> String = { $0 }
  ) async throws -> String {
    let tree = try await git.run("write-tree", in: repository)
    let header = """
      tree \(tree)
      author Ada <ada@example.org> 1781199360 +0000
      committer Ada <ada@example.org> 1781199360 +0000

      """
    let message = "\nclaim(hello): M1 — greets\n"
    let armored = try await signer.sign(Array((header + message).utf8))
    return try await git.run(
      "hash-object", "-t", "commit", "-w", "--stdin", in: repository, input: change(header + gpgsig(armored) + message))
  }

  private func repository(allowing signers: [(String, SSHPublicKey)]) async throws -> String {
    let place = scratch.path("repository")
    try await git.run("init", "-q", place, in: scratch.path)
    let allowed = try scratch.write(try AllowedSigners.text(signers.map { ($0.0, $0.1) }), to: "allowed")
    try await git.run("config", "gpg.ssh.allowedSignersFile", allowed, in: place)
    return place
  }

  @Test func `a commit signed here is good for git, and its bytes are what git signs`() async throws {
    let path = try await ssh.makeKey("key", "-t", "ed25519")
    let signer = try await RecordSigners.open(path: path, environment: ssh.environment)
    let place = try await repository(allowing: [("ada@example.org", signer.key)])
    let ours = try await commit(signer, in: place)
    try await git.run("verify-commit", ours, in: place)
    #expect(
      try await git.run("log", "-1", "--format=%G? %GS %GF", ours, in: place)
        == "G ada@example.org \(signer.key.fingerprint)")
    let shown = try await git.run("log", "-1", "--show-signature", ours, in: place)
    #expect(shown.contains("Good \"git\" signature for ada@example.org"))

    let tree = try await git.run("write-tree", in: place)
    let theirs = try await git.run(
      "-c", "gpg.format=ssh", "-c", "user.signingkey=\(path)", "commit-tree", "-S", "-m", "claim(hello): M1 — greets",
      tree, in: place)
    #expect(theirs == ours)
  }

  @Test func `a commit that was changed after it was signed is bad for git`() async throws {
    let signer = try KeyFile.generate(at: scratch.path("key"), comment: "") { count in
      (0..<count).map { UInt8(truncatingIfNeeded: $0) }
    }
    let place = try await repository(allowing: [("ada@example.org", signer.key)])
    try await git.run("verify-commit", try await commit(signer, in: place), in: place)
    let changed = try await commit(signer, in: place) { $0.replacing("M1", with: "M2") }
    await #expect(throws: GitFailure.self) { try await git.run("verify-commit", changed, in: place) }
    #expect(try await git.run("log", "-1", "--format=%G?", changed, in: place) == "B")
  }

  @Test func `a key that is not on the list is nobody's for git`() async throws {
    let signer = try KeyFile.generate(at: scratch.path("key"), comment: "") { count in
      (0..<count).map { UInt8(truncatingIfNeeded: $0) }
    }
    let other = try KeyFile(path: try await ssh.makeKey("other", "-t", "ed25519"))
    let place = try await repository(allowing: [("ada@example.org", other.key)])
    let made = try await commit(signer, in: place)
    await #expect(throws: GitFailure.self) { try await git.run("verify-commit", made, in: place) }
    #expect(try await git.run("log", "-1", "--format=%G?", made, in: place) == "U")
  }
}
