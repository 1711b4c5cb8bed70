import FoundationEssentials
import Glibc
import HostEffects
import RecipeHarness
import Recipes
import TestSupport
import Testing
import WorkflowModel

/// A picture is for people: it is there or it is said why not, and nothing else depends on it.
struct ScreenshotTests {
  private static let png = #"printf '\211PNG\r\n\032\n'"#

  /// A browser of the test's own, in a directory of its own, and a curl for which every page answers.
  private func browser(_ script: String, named name: String = "chromium", in scratch: ScratchDirectory) throws -> Host {
    try scratch.write("#!/bin/sh\n\(script)\n", to: "bin/\(name)", executable: true)
    return host("\(scratch.path("bin")):/bin:/usr/bin")
  }

  private func host(_ path: String) -> Host {
    Host(
      now: { Timestamp(seconds: 0) }, environment: ["PATH": path, "SECRET": "x"],
      randomBytes: { [UInt8](repeating: 7, count: $0) })
  }

  private func take(_ host: Host, in scratch: ScratchDirectory, deadline: Duration = .seconds(45)) async
    -> Screenshot.Outcome
  {
    await Screenshot(of: "https://a.example/p", in: scratch.path("b"), host: host, deadline: deadline).take()
  }

  @Test(arguments: Screenshot.browsers) func `the browser is asked in exactly this way`(name: String) async throws {
    let scratch = try ScratchDirectory()
    let script = """
      printf '%s\\n' "$@" >'\(scratch.path("arguments"))'
      env >'\(scratch.path("environment"))'
      \(Self.png) >screenshot.png
      """
    let host = try browser(script, named: name, in: scratch)
    var alone = host
    alone.environment["PATH"] = try Self.tools(["env"], in: scratch)
    #expect(await take(alone, in: scratch) == .taken([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]))
    let arguments = (scratch.text(of: "arguments") ?? "").split(separator: "\n").map(String.init)
    let place = scratch.path("b")
    #expect(
      arguments.drop { $0 == "--no-sandbox" } == [
        "--headless=new", "--disable-gpu", "--disable-dev-shm-usage", "--disable-extensions", "--no-first-run",
        "--no-default-browser-check", "--hide-scrollbars", "--user-data-dir=\(place)/profile",
        "--window-size=1280,800", "--virtual-time-budget=10000", "--screenshot=\(place)/screenshot.png",
        "https://a.example/p",
      ])
    #expect(arguments.contains("--no-sandbox") == isRoot)
    let environment = scratch.text(of: "environment") ?? ""
    #expect(environment.contains("HOME=\(place)\n") && !environment.contains("SECRET"))
  }

  @Test func `without a browser the names that were looked for are told`() async throws {
    let scratch = try ScratchDirectory()
    let outcome = await take(host(scratch.path), in: scratch)
    #expect(outcome == .none("none of chromium, chromium-browser, google-chrome is on PATH; install one"))
  }

  @Test(arguments: [
    ("exit 3", "the browser failed: exited(3)"), ("true", "the browser left no picture"),
    ("echo '<html>' >screenshot.png", "the browser left no picture"),
    ("ln -s /etc/passwd screenshot.png", "the browser left no picture"),
  ]) func `what is no picture is none`(script: String, why: String) async throws {
    let scratch = try ScratchDirectory()
    #expect(await take(try browser(script, in: scratch), in: scratch) == .none(why))
  }

  @Test func `a browser that does not end is ended`() async throws {
    let scratch = try ScratchDirectory()
    let host = try browser("exec sleep 600", in: scratch)
    let outcome = await take(host, in: scratch, deadline: .seconds(1))
    #expect(outcome == .none("the browser did not end within 1s"))
  }

  @Test(arguments: [("\(png) >screenshot.png", true), ("exit 3", false)])
  func `verdict, level and exit are the same with a picture and without`(script: String, isTaken: Bool) async throws {
    let kitchen = try await Kitchen()
    _ = try browser(script, in: kitchen.scratch)
    try kitchen.scratch.write("#!/bin/sh\nprintf 200\n", to: "bin/curl", executable: true)
    let plain = try await kitchen.run("").result
    let run = try await kitchen.run("screenshot: { path: /start }\n", path: kitchen.scratch.path("bin"))
    let result = run.result
    #expect(result.verdict == plain.verdict && result.level == plain.level && result.exit == plain.exit)
    #expect(result.stages.map(\.status) == plain.stages.map(\.status))
    #expect(plain.screenshot == nil && plain.details.noScreenshot == "the metadata asks for none")
    #expect(result.screenshot == (isTaken ? "screenshot.png" : nil))
    #expect(result.details.noScreenshot == (isTaken ? nil : "the browser failed: exited(3)"))
    #expect((run.screenshot != nil) == isTaken)

    // An older run's picture is not taken for this one's.
    try kitchen.scratch.write("old", to: "out/screenshot.png")
    try ResultsDirectory(kitchen.scratch.path("out")).write(run)
    #expect(kitchen.scratch.text(of: "out/screenshot.png") != "old")
    #expect(FileManager.default.fileExists(atPath: kitchen.scratch.path("out/screenshot.png")) == isTaken)
  }

  @Test func `a page that does not answer is not shown as if it were the app's`() async throws {
    let kitchen = try await Kitchen()
    _ = try browser("\(Self.png) >screenshot.png", in: kitchen.scratch)
    try kitchen.scratch.write("#!/bin/sh\nprintf 503\n", to: "bin/curl", executable: true)
    let run = try await kitchen.run("screenshot: {}\n", path: kitchen.scratch.path("bin"))
    #expect(run.result.verdict == .pass && run.result.screenshot == nil && run.screenshot == nil)
    #expect(run.result.details.noScreenshot == "status 503")
  }

  @Test(.enabled("no Chromium is installed here") { Self.chromium != nil })
  func `a real Chromium shows the page in its size`() async throws {
    let scratch = try ScratchDirectory()
    let page = try scratch.write("<body style='background: #3fb950'><h1>It serves</h1></body>", to: "page.html")
    let live = host(Self.searchPath)
    let screenshot = Screenshot(
      of: "file://\(page)", in: scratch.path("b"), host: live, deadline: .seconds(300))
    let outcome = await screenshot.take()
    guard case .taken(let bytes) = outcome else {
      Issue.record("\(outcome)")
      return
    }
    // The header: width and height, in four bytes each.
    #expect(Array(bytes[16..<24]) == [0, 0, 5, 0, 0, 0, 3, 0x20])
  }

  private static let searchPath = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
  private static var chromium: String? {
    Screenshot.browsers.first {
      if case .found = ProgramSearch.find($0, path: searchPath, directory: "/") { true } else { false }
    }
  }

  private var isRoot: Bool { geteuid() == 0 }

  /// A search path with the test's own programs and a few of the system's, and no browser that may be installed.
  private static func tools(_ names: [String], in scratch: ScratchDirectory) throws -> String {
    for name in names {
      try FileManager.default.createSymbolicLink(
        atPath: scratch.path("bin/\(name)"), withDestinationPath: "/usr/bin/\(name)")
    }
    return scratch.path("bin")
  }
}
