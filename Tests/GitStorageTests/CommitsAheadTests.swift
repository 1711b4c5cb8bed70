import FoundationEssentials
import GitObjects
import TestSupport
import Testing
import WorkflowModel

@testable import GitStorage

/// Packs are read in pieces ahead of a walk. Nothing that lies in them, and nothing that is wrong with them, may make an
/// answer another one.
@Suite struct CommitsAheadTests {
  /// How a pack comes to its order.
  enum Order: CaseIterable { case oldestFirst, newestFirst, split }

  private static let count = 1200

  /// A line of commits of all sizes, with a merge now and then.
  private func history(_ order: Order) async throws -> Fixture {
    let fixture = try await Fixture()
    func stream(_ numbers: Range<Int>) -> String {
      numbers.map { number in
        let mark = number % 3 == 0 ? "\nAssay-Record: \(number)\n" : ""
        let text =
          "commit \(number)\n\n" + String(repeating: "word \(number * 7919 % 1000) ", count: number % 90) + mark
        let from = number > 0 && number == numbers.lowerBound ? "from refs/heads/main^0\n" : ""
        let merge = number % 50 == 49 && number > numbers.lowerBound + 60 ? "merge :\(number - 20)\n" : ""
        return "commit refs/heads/main\nmark :\(number + 1)\ncommitter A <a> \(number) +0000\n"
          + "data \(text.utf8.count)\n\(text)\n\(from)\(merge)M 644 inline f\ndata 5\n\(10000 + number)\n"
      }.joined()
    }
    let halves = order == .split ? [0..<Self.count / 2, Self.count / 2..<Self.count] : [0..<Self.count]
    for numbers in halves {
      try await fixture.run("-c", "fastimport.unpackLimit=1", "fast-import", "--quiet", input: stream(numbers))
    }
    if order == .newestFirst { try await fixture.run("repack", "-a", "-d", "-f", "--quiet") }
    return fixture
  }

  private func known(_ fixture: Fixture) async throws -> Set<String> {
    Set(try await fixture.run("log", "--format=%H %T %P %ct", "main").split(separator: "\n").map(String.init))
  }

  private func lines(_ walk: CommitWalk) -> Set<String> {
    Set(walk.map { "\($0.id) \($0.tree) \($0.parents.map(\.description).joined(separator: " ")) \($0.time.seconds)" })
  }

  @Test(arguments: Order.allCases) func `a walk finds what git finds, in every order of packs`(_ order: Order)
    async throws
  {
    let fixture = try await history(order)
    let tip = try await fixture.id("main")
    let repository = try fixture.open()
    let walk = try repository.walk(from: [tip])
    #expect(walk.count == Self.count)
    #expect(try await lines(walk) == known(fixture))
  }

  @Test(arguments: [Order.oldestFirst, .newestFirst]) func `commits are there before they are asked for`(_ order: Order)
    async throws
  {
    let fixture = try await history(order)
    let repository = try fixture.open()
    var header = try repository.commitHeader(try await fixture.id("main"))
    for _ in 0..<140 { header = try repository.commitHeader(try #require(header.parents.first)) }
    #expect(repository.commits.count > 300)
    // And no more of them than there are.
    _ = try repository.walk(from: [try await fixture.id("main")])
    #expect(repository.commits.count == Self.count)
  }

  @Test(arguments: Order.allCases) func `the commits of a walk are read a second time as they are stored`(
    _ order: Order
  ) async throws {
    let fixture = try await history(order)
    let repository = try fixture.open()
    let walk = try repository.walk(from: [try await fixture.id("main")])
    // The first time takes what is still there from the walk.
    for isFirst in [true, false] {
      let source = StoredCommits(repository)
      var read = 0
      for header in walk where header.mayBeRecord {
        #expect(try source.bytes(of: header) == repository.commitBytes(header.id))
        read = max(read, source.piece.count)
      }
      #expect(isFirst ? read == 0 : read > 50)
    }
  }

  @Test func `no file of a pack is held once a walk is over`() async throws {
    let fixture = try await history(.newestFirst)
    let repository = try fixture.open()
    let tip = try await fixture.id("main")
    _ = try repository.walk(from: [tip])
    let held = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").compactMap { name -> String? in
      // One that was closed meanwhile is held by nobody.
      do { return try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/" + name) } catch {
        return nil
      }
    }
    #expect(held.filter { $0.hasPrefix(fixture.path) && $0.hasSuffix(".idx") } == [])
    withExtendedLifetime(repository) {}
  }

  @Test(arguments: ["pack", "idx"]) func `a changed byte is found, or changes nothing`(_ kind: String) async throws {
    let fixture = try await history(.newestFirst)
    let tip = try await fixture.id("main")
    let right = try await known(fixture)
    let place = fixture.path + "/.git/objects/pack/"
    let name = try #require(FileManager.default.contentsOfDirectory(atPath: place).first { $0.hasSuffix("." + kind) })
    let whole = try #require(FileManager.default.contents(atPath: place + name))
    try FileManager.default.removeItem(atPath: place + name)
    var refused = 0
    for trial in 0..<120 {
      var bytes = whole
      let changed = whole.count * trial / 120
      bytes[changed] ^= UInt8(1 << (trial % 8))
      try bytes.write(to: URL(filePath: place + name))
      do {
        let walk = try fixture.open().walk(from: [tip])
        #expect(lines(walk) == right, "byte \(changed) of the \(kind)")
      } catch {
        refused += 1
      }
    }
    #expect(refused > 0)
    // Cut short, too.
    for trial in 1..<20 {
      try whole.prefix(whole.count * trial / 20).write(to: URL(filePath: place + name))
      do {
        let walk = try fixture.open().walk(from: [tip])
        #expect(lines(walk) == right, "the \(kind), cut at \(trial)/20")
      } catch { continue }
    }
  }
}
