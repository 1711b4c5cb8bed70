import FoundationEssentials
import Glibc
import HostEffects
import TestSupport
import Testing

@testable import Watch

@Suite(.timeLimit(.minutes(5))) struct SignalSocketTests {
  private let scratch: ScratchDirectory

  init() throws { scratch = try ScratchDirectory() }

  private func path(_ watch: String) -> String { SignalSocket.path(gitDirectory: scratch.path, watch: watch) }

  private func mode(of path: String) -> mode_t {
    var status = stat()
    return lstat(path, &status) == 0 ? status.st_mode : 0
  }

  @Test func `every watch of a repository is told, in the order of the pokes`() async throws {
    let sockets = [try SignalSocket(path: path("one")), try SignalSocket(path: path("two"))]
    #expect(SignalSocket.poke(gitDirectory: scratch.path, text: "/srv/team.git").isEmpty)
    #expect(SignalSocket.poke(gitDirectory: scratch.path, text: "").isEmpty)
    for socket in sockets {
      var signals = socket.signals.makeAsyncIterator()
      #expect(await signals.next() == "/srv/team.git")
      #expect(await signals.next() == "")
    }
  }

  @Test func `the socket is its user's alone, and goes with its watch`() async throws {
    var socket: SignalSocket? = try SignalSocket(path: path("one"))
    #expect(mode(of: path("one")) & 0o7777 == 0o600 && mode(of: scratch.path("assay/signal")) & 0o7777 == 0o700)
    var signals = try #require(socket).signals.makeAsyncIterator()
    socket = nil
    #expect(await signals.next() == nil)
    #expect(mode(of: path("one")) == 0)
  }

  @Test func `a second watch at one socket is told so, and takes nothing from the first`() async throws {
    let first = try SignalSocket(path: path("one"))
    #expect(throws: ListenTrouble.taken(path("one"))) { try SignalSocket(path: path("one")) }
    #expect(SignalSocket.poke(gitDirectory: scratch.path, text: "here").isEmpty)
    var signals = first.signals.makeAsyncIterator()
    #expect(await signals.next() == "here")
  }

  @Test func `a dead watch's socket is replaced, and removed by who pokes`() async throws {
    try await DeadSocket.leave(at: path("one"), .datagram)
    try await DeadSocket.leave(at: path("two"), .datagram)
    let socket = try SignalSocket(path: path("one"))
    #expect(SignalSocket.poke(gitDirectory: scratch.path, text: "here").isEmpty)
    var signals = socket.signals.makeAsyncIterator()
    #expect(await signals.next() == "here")
    #expect(mode(of: path("two")) == 0 && mode(of: path("one")) != 0)
  }

  @Test func `whoever pokes is never held up, and nothing but sockets is touched`() async throws {
    #expect(SignalSocket.poke(gitDirectory: scratch.path, text: "nobody").isEmpty)
    let deaf = try SocketFile(path: path("deaf")).bind(.datagram)
    defer { close(deaf.descriptor) }
    try scratch.write("mine", to: "assay/signal/file.sock")
    // More than the kernel keeps for one that does not read.
    for _ in 0..<2000 { _ = SignalSocket.poke(gitDirectory: scratch.path, text: "here") }
    #expect(scratch.text(of: "assay/signal/file.sock") == "mine")
    #expect(mode(of: path("deaf")) & S_IFMT == S_IFSOCK)
    #expect(throws: ListenTrouble.notASocket(path("file"))) { try SignalSocket(path: path("file")) }
  }

  @Test func `what is said is bounded and inert`() async throws {
    let socket = try SignalSocket(path: path("one"))
    let texts = ["\u{1B}[31mred\n\r\u{0}", String(repeating: "x", count: 100_000)]
    for text in texts { #expect(SignalSocket.poke(gitDirectory: scratch.path, text: text).isEmpty) }
    // As somebody else could send it, past the bound of those who are polite.
    #expect(SocketFile(path: path("one")).send([UInt8](repeating: 0x79, count: 60_000)) == .sent)
    #expect(SocketFile(path: path("one")).send([0xFF, 0xFE]) == .sent)
    var signals = socket.signals.makeAsyncIterator()
    #expect(await signals.next() == "␛[31mred ␀")
    #expect(await signals.next() == String(repeating: "x", count: 4096))
    #expect(await signals.next() == String(repeating: "y", count: 4096))
    #expect(await signals.next() == "\u{FFFD}\u{FFFD}")
  }

  @Test func `a repository may lie deeper than an address has room for`() async throws {
    let deep = scratch.path(Array(repeating: String(repeating: "d", count: 60), count: 4).joined(separator: "/"))
    try FileManager.default.createDirectory(atPath: deep, withIntermediateDirectories: true)
    let path = SignalSocket.path(gitDirectory: deep, watch: "one")
    let socket = try SignalSocket(path: path)
    #expect(throws: ListenTrouble.taken(path)) { try SignalSocket(path: path) }
    #expect(SignalSocket.poke(gitDirectory: deep, text: "deep").isEmpty)
    var signals = socket.signals.makeAsyncIterator()
    #expect(await signals.next() == "deep")
  }

  @Test func `those who find a dead socket take it one after the other`() async throws {
    try await DeadSocket.leave(at: path("one"), .datagram)
    do {
      // As another does between finding it dead and being there.
      let hold = try #require(FileHold.take(scratch.path("assay/signal"), .none))
      #expect(throws: ListenTrouble.cannot("hold", scratch.path("assay/signal"), why: "somebody else does")) {
        try SignalSocket(path: path("one"))
      }
      #expect(SignalSocket.poke(gitDirectory: scratch.path, text: "here").isEmpty)
      #expect(mode(of: path("one")) & S_IFMT == S_IFSOCK)
      withExtendedLifetime(hold) {}
    }
    let socket = try SignalSocket(path: path("one"))
    #expect(SignalSocket.poke(gitDirectory: scratch.path, text: "here").isEmpty)
    var signals = socket.signals.makeAsyncIterator()
    #expect(await signals.next() == "here")
  }

  @Test func `a push wakes a watch by the hook that the guard installs`() async throws {
    let git = HermeticGit(home: try scratch.directory("home"))
    let bare = scratch.path("team.git")
    try await git.run("init", "--quiet", "--bare", bare, in: scratch.path)
    try await git.run("init", "--quiet", "work", in: scratch.path)
    let work = scratch.path("work")
    try await git.run("commit", "--quiet", "--allow-empty", "-m", "start", in: work)
    let installed = try await runTool(
      ToolRequest(
        executable: Binary.path, arguments: ["guard", "install", bare], environment: git.environment,
        directory: scratch.path))
    #expect(installed.status == .exited(0), "\(String(decoding: installed.stderr, as: UTF8.self))")
    let socket = try SignalSocket(path: SignalSocket.path(gitDirectory: bare, watch: "main"))
    // The pusher hears of no watch: neither of one that lives, nor of a dead one.
    try await DeadSocket.leave(at: SignalSocket.path(gitDirectory: bare, watch: "dead"), .datagram)
    let pushed = try await runTool(
      ToolRequest(
        executable: "git", arguments: ["push", "--quiet", bare, "HEAD:refs/heads/main"], environment: git.environment,
        directory: work))
    #expect(pushed.status == .exited(0) && pushed.stderr.isEmpty, "\(String(decoding: pushed.stderr, as: UTF8.self))")
    var signals = socket.signals.makeAsyncIterator()
    #expect(await signals.next() == bare)
    #expect(scratch.text(of: "team.git/assay/fold-main") != nil)
  }
}
