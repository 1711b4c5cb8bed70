import FoundationEssentials
import Signatures
import Signing
import TestSupport
import Testing

struct GenerateTests {
  private let scratch: ScratchDirectory
  private let ssh: HermeticSSH

  init() throws {
    scratch = try ScratchDirectory()
    ssh = HermeticSSH(in: scratch.path)
  }

  private func fixed(_ count: Int) -> [UInt8] { (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ 3) } }

  private func mode(_ path: String) throws -> Int? {
    try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
  }

  @Test(arguments: ["", "b", "builder@example.org", "builder of hello", "12345678"])
  func `ssh-keygen reads the key, whatever the comment's length`(_ comment: String) async throws {
    let path = scratch.path("keys/of/builder")
    let signer = try KeyFile.generate(at: path, comment: comment, randomBytes: fixed)
    let line = comment.isEmpty ? signer.key.line : "\(signer.key.line) \(comment)"
    #expect(try await ssh.run("ssh-keygen", ["-y", "-P", "", "-f", path]) == line)
    #expect(scratch.text(of: "keys/of/builder.pub") == "\(line)\n")
    #expect(try KeyFile(path: path).key == signer.key)
    let payload = Array("payload".utf8)
    #expect(try await signer.sign(payload) == ssh.sign(payload, with: path))
  }

  @Test func `only the owner can read it or reach it, and nothing else is left`() throws {
    let path = scratch.path("keys/of/builder")
    _ = try KeyFile.generate(at: path, comment: "", randomBytes: fixed)
    #expect(try mode(path) == 0o600)
    #expect(try mode(path + ".pub") == 0o644)
    #expect(try mode(scratch.path("keys")) == 0o700)
    #expect(try mode(scratch.path("keys/of")) == 0o700)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: scratch.path("keys/of")).sorted() == [
        "builder", "builder.pub",
      ])
  }

  @Test func `overwrites neither part, and leaves no half behind`() throws {
    let path = try scratch.write("mine", to: "key")
    #expect(throws: SigningTrouble.exists(path)) { try KeyFile.generate(at: path, comment: "", randomBytes: fixed) }
    #expect(scratch.text(of: "key") == "mine")
    #expect(scratch.text(of: "key.pub") == nil)
    let other = scratch.path("other")
    try scratch.write("mine", to: "other.pub")
    #expect(throws: SigningTrouble.exists(other + ".pub")) {
      try KeyFile.generate(at: other, comment: "", randomBytes: fixed)
    }
    #expect(scratch.text(of: "other") == nil)
    #expect(scratch.text(of: "other.pub") == "mine")
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path).sorted() == ["key", "other.pub"])
  }

  @Test func `follows no dangling link, and needs a directory where one is named`() throws {
    let link = scratch.path("link")
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: scratch.path("target"))
    #expect(throws: SigningTrouble.exists(link)) { try KeyFile.generate(at: link, comment: "", randomBytes: fixed) }
    #expect(scratch.text(of: "target") == nil)
    try scratch.write("", to: "file")
    let below = scratch.path("file/key")
    #expect(throws: SigningTrouble.unwritable(below, why: "Not a directory")) {
      try KeyFile.generate(at: below, comment: "", randomBytes: fixed)
    }
  }

  @Test func `other random bytes make another key, and too few make none`() throws {
    let first = try KeyFile.generate(at: scratch.path("first"), comment: "", randomBytes: fixed)
    let second = try KeyFile.generate(at: scratch.path("second"), comment: "") { fixed($0).reversed() }
    #expect(first.key != second.key)
    let third = scratch.path("third")
    #expect(throws: SigningTrouble.randomBytes(wanted: 48, given: 47)) {
      try KeyFile.generate(at: third, comment: "") { fixed($0 - 1) }
    }
    #expect(scratch.text(of: "third") == nil)
  }

  @Test(arguments: ["two\nlines", "bell\u{7}", "cut\r"])
  func `a comment that is more than the end of a line is refused`(_ comment: String) throws {
    #expect(throws: SigningTrouble.comment(comment)) {
      try KeyFile.generate(at: scratch.path("key"), comment: comment, randomBytes: fixed)
    }
  }
}
