import FoundationEssentials
import HostEffects
import TestSupport
import Testing

/// The signed envelope of an evidence set, as others read it.
@Suite struct EnvelopeTests {
  /// A Python that has the packages of `Tests/Interop/requirements.txt`: `ASSAY_TEST_PYTHON`, else the one on PATH.
  static let python = ProcessInfo.processInfo.environment["ASSAY_TEST_PYTHON"] ?? "python3"

  static func isEquipped() async -> Bool {
    do {
      let packages = "import in_toto_attestation, securesystemslib, cryptography"
      let outcome = try await runTool(
        ToolRequest(
          executable: python, arguments: ["-c", packages], environment: ProcessInfo.processInfo.environment))
      return outcome.status == .exited(0)
    } catch {
      return false
    }
  }

  /// Collects for the claim that stands, and lays the set out as files.
  private func collected(in world: World) async throws -> String {
    let answer = try await world.must("collect", "M1", "--json", as: .adversary)
    let id = try #require(try JSONDocument.fields(of: answer.stdout)["id"] as? String)
    try await world.git("archive", "--output", world.scratch.path("set.tar"), id, in: world.path(.adversary))
    let place = try world.scratch.directory("set")
    let outcome = try await runTool(
      ToolRequest(
        executable: "tar", arguments: ["-xf", world.scratch.path("set.tar"), "-C", place],
        environment: world.environment()))
    #expect(outcome.status == .exited(0))
    return place
  }

  private func verify(_ place: String, in world: World) async throws -> (status: ToolStatus, said: String) {
    let key = world.scratch.path("home/.config/assay/keys/team-adversary.pub")
    let outcome = try await runTool(
      ToolRequest(
        executable: Self.python, arguments: [Binary.root + "/Tests/Interop/verify.py", place, key],
        environment: ProcessInfo.processInfo.environment))
    return (outcome.status, String(decoding: outcome.stdout + outcome.stderr, as: UTF8.self))
  }

  @Test(.enabled("the Python packages are not installed") { await isEquipped() })
  func `in-toto parses the statement, and two other implementations verify its signature`() async throws {
    let world = try await Stages.world(.claimed)
    let place = try await collected(in: world)
    let (status, said) = try await verify(place, in: world)
    #expect(status == .exited(0), "\(said)")
    #expect(said.hasPrefix("statement: PASSED greets"), "\(said)")
    #expect(said.hasSuffix("cryptography: holds\nsecuresystemslib: holds\n"), "\(said)")

    // What they verify is this statement and no other.
    for file in ["set/statement.json", "set/envelope.json"] {
      let text = try #require(world.scratch.text(of: file))
      let changed =
        file == "set/statement.json"
        ? text.replacing(#""collector" : "adversary""#, with: #""collector" : "adversarY""#)
        : text.replacing(
          try Regex(#""payload" : "[^"]*""#),
          with: "\"payload\" : \"\(try payload(of: "set/statement.json", in: world))\"")
      #expect(changed != text)
      try world.scratch.write(changed, to: file)
    }
    let forged = try await verify(place, in: world)
    #expect(forged.status == .exited(1), "\(forged.said)")
    #expect(forged.said.hasSuffix("cryptography: does not hold\nsecuresystemslib: does not hold\n"), "\(forged.said)")
  }

  private func payload(of file: String, in world: World) throws -> String {
    Data(try #require(world.scratch.text(of: file)).utf8).base64EncodedString()
  }

  @Test func `a set is signed where signatures are required, and only there`() async throws {
    let world = try await Stages.world(.claimed)
    let place = try await collected(in: world)
    #expect(FileManager.default.fileExists(atPath: place + "/envelope.json"))
    try await world.must("review", "M1", "--pass", "-m", "re-run cold", as: .adversary)
    try await world.must("audit")
  }

  @Test func `who cannot sign learns it before anything is run`() async throws {
    let world = try await Stages.world(.claimed)
    for end in ["", ".pub"] {
      try FileManager.default.removeItem(atPath: world.scratch.path("home/.config/assay/keys/team-adversary\(end)"))
    }
    let screen = try await world.assay(["collect", "M1", "--verbose"], as: .adversary)
    #expect(screen.status == 64 && screen.stderr.contains("key"), "\(screen.stderr)")
    #expect(!screen.stderr.contains("[1/"), "\(screen.stderr)")
  }
}
