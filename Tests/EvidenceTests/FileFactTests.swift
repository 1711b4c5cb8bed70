import FoundationEssentials
import Testing
import WorkflowModel

@testable import Evidence

private let hiDigest = text(Digest("98ea6e4f216f2fb4b69fff9b3a44842c38686ca685f3f55dc48c5d3fb1107be4"))

struct FileFactTests {
  let bench: Bench

  init() throws {
    bench = try Bench()
    try bench.write("dir/a.txt", "hi\n")
    try bench.write("data.json", #"{"a":[1,2]}"#)
    let files = FileManager.default
    for (link, target) in [("out", "/etc/passwd"), ("up", ".."), ("in", "dir/a.txt"), ("lost", "nowhere")] {
      try files.createSymbolicLink(atPath: bench.workspace.root + "/" + link, withDestinationPath: target)
    }
  }

  static let cases: [(FileFact, CheckStatus, String)] = [
    (.present(path: "dir/a.txt"), .pass, ""),
    (.present(path: "dir"), .pass, ""),
    (.present(path: "nothing"), .fail, "'nothing' is not there"),
    (.present(path: "lost"), .fail, "'lost' is not there"),
    (.present(path: "out"), .error, "leads out"),
    (.absent(path: "nothing"), .pass, ""),
    (.absent(path: "dir"), .fail, "which it must not"),
    (.absent(path: "../root"), .error, "leads out"),
    (.absent(path: "/etc/shadow"), .error, "leads out"),
    (.absent(path: "up/root/nothing"), .pass, ""),
    (.text(path: "in", TextCondition(equals: "hi")), .pass, ""),
    (.text(path: "dir/a.txt", TextCondition(contains: ["ho"])), .fail, "'dir/a.txt' does not contain"),
    (.text(path: "out", TextCondition(contains: ["root"])), .error, "leads out"),
    (.text(path: "up/../../etc/passwd", TextCondition(contains: ["root"])), .error, "leads out"),
    (.text(path: "dir", TextCondition(contains: ["x"])), .fail, "is no file"),
    (.json(path: "data.json", [JSONCondition(pointer: "/a/1", test: .equals(.number(2)))]), .pass, ""),
    (.json(path: "dir/a.txt", [JSONCondition(pointer: "/a", test: .exists)]), .error, "is not JSON"),
    (.digest(path: "dir/a.txt", hiDigest), .pass, ""),
    (.digest(path: "data.json", hiDigest), .fail, "has digest"),
  ]

  @Test(arguments: cases) func `a fact is asked within the workspace`(
    _ fact: FileFact, _ status: CheckStatus, _ reason: String
  ) async throws {
    let outcome = try await bench.outcome(check("f", .file([.present(path: "data.json"), fact])))
    #expect(outcome.status == status, "\(outcome.reason)")
    #expect(outcome.reason.contains(reason) && (reason.isEmpty == outcome.reason.isEmpty), "\(outcome.reason)")
  }

  @Test func `facts leave a report, which a control can be about`() async throws {
    let facts = CheckKind.file([.present(path: "dir"), .present(path: "nothing")])
    let because = Conditions(stdout: TextCondition(contains: ["fails: nothing is present"]))
    let set = try await bench.collect([check("f", facts, .failure(because: because))])
    #expect(set.set.outcomes.first?.status == .pass)
    #expect(
      set.text("logs/f.stdout") == "holds: dir is present\nfails: nothing is present: 'nothing' is not there\n")
    let toothless = check("f", .file([.present(path: "dir")]), .failure(because: because))
    #expect(try await bench.outcome(toothless).status == .fail)
  }

  @Test func `a pipe is no file to read`() async throws {
    let check = check(
      "p", shell("mkfifo pipe"), .success(Conditions(files: [.text(path: "pipe", TextCondition(contains: ["x"]))])))
    #expect(try await bench.outcome(check).reason == "'pipe' is no file")
  }
}
