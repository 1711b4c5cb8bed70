import FoundationEssentials
import HostEffects
import TestSupport
import Testing

/// Answers that never came, and commands of one clone that get in each other's way.
@Suite struct BrokenLineTests {
  @Test func `A record that arrived before the server died is not written again`() async throws {
    let shop = try Workshop()
    try await shop.found()
    // The server's git dies once it has moved the branch, and before it has said so.
    try shop.scratch.write(
      """
      #!/bin/sh
      [ "$1" = committed ] && grep --quiet refs/heads/ || exit 0
      rm "$0"
      kill -9 "$PPID"

      """, to: "team.git/hooks/reference-transaction", executable: true)
    let ran = try await shop.assay("decide", "-m", "once", in: "work")
    #expect(ran.code == 0, "\(ran)")
    #expect(!FileManager.default.fileExists(atPath: shop.path("team.git/hooks/reference-transaction")))
    #expect(try await shop.subjects().count { $0 == "decision(hello): once" } == 1)
    #expect(try await shop.git("log", "-1", "--format=%s", in: "work") == "decision(hello): once")
    try await shop.requireCleanAudit(in: "work")
  }

  @Test func `A record that arrived is found below what others wrote after it`() async throws {
    let shop = try Workshop()
    try await shop.found()
    try await shop.join("adversary", "ada")
    let slow = try Interruption(
      in: shop, after: "push", once: "cd '\(shop.path("ada"))' && assay decide -m theirs", then: "exit 128")
    let ran = try await shop.run(try Workshop.binary, ["decide", "-m", "mine"], in: "work", slow.variables)
    #expect(ran.code == 0, "\(ran)")
    #expect(slow.wasMade)
    #expect(try await shop.subjects().prefix(2) == ["decision(hello): theirs", "decision(hello): mine"])
    try await shop.requireCleanAudit(in: "work")
  }

  @Test func `What another command of the clone writes meanwhile is no rewound remote`() async throws {
    let shop = try Workshop()
    try await shop.found()
    // A record that this clone does not have: it has to be fetched.
    try FileManager.default.copyItem(atPath: shop.path("work"), toPath: shop.path("elsewhere"))
    try await shop.done("decide", "-m", "from elsewhere", in: "elsewhere")
    let slow = try Interruption(
      in: shop, after: "fetch", once: "cd '\(shop.path("work"))' && assay decide -m meanwhile", then: "exit 0")
    let ran = try await shop.run(try Workshop.binary, ["status"], in: "work", slow.variables)
    #expect(slow.wasMade)
    #expect(ran.code == 0, "\(ran)")
    let seen = try await shop.git("rev-parse", "refs/assay/seen/origin/main", in: "work")
    #expect(try await seen == shop.git("rev-parse", "main", in: "team.git"))
  }

  @Test func `A lock that a killed command left on the seen tip is broken`() async throws {
    let shop = try Workshop()
    try await shop.found()
    let lock = "work/.git/refs/assay/seen/origin/main.lock"
    try shop.scratch.write("", to: lock)
    try await shop.done("decide", "-m", "on we go", in: "work")
    #expect(!FileManager.default.fileExists(atPath: shop.path(lock)))
    let seen = try await shop.git("rev-parse", "refs/assay/seen/origin/main", in: "work")
    #expect(try await seen == shop.git("rev-parse", "main", in: "team.git"))
  }
}

/// A `git` that, after its first call of one kind, lets something else happen before the caller hears of it.
struct Interruption {
  let variables: [String: String]
  private let mark: String

  init(in shop: Workshop, after command: String, once other: String, then end: String) throws {
    let path = shop.git.environment["PATH"] ?? ""
    guard case .found(let git) = ProgramSearch.find("git", path: path, directory: "/") else {
      throw Unexpected("no git on PATH")
    }
    let assay = try Workshop.binary.split(separator: "/", omittingEmptySubsequences: false).dropLast()
    mark = shop.path("interruption/mark")
    try shop.scratch.write(
      """
      #!/bin/sh
      \(git) "$@" || exit
      case " $* " in *" \(command) "*) mkdir '\(mark)' 2>/dev/null || exit 0 ;; *) exit 0 ;; esac
      (PATH='\(assay.joined(separator: "/")):\(path)'; \(other)) >'\(mark)/said' 2>&1 && touch '\(mark)/done'
      \(end)

      """, to: "interruption/git", executable: true)
    variables = ["PATH": "\(shop.path("interruption")):\(path)"]
  }

  /// Whether it came to it, and the other command succeeded.
  var wasMade: Bool { FileManager.default.fileExists(atPath: mark + "/done") }
}
