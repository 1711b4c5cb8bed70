import FoundationEssentials
import Glibc
import HostEffects
import Recipes
import WorkflowModel

/// A picture of the app's page, for people. It decides nothing: whatever goes wrong is only said.
package struct Screenshot: Sendable {
  package static let fileName = "screenshot.png"
  /// In the order in which they are looked for.
  package static let browsers = ["chromium", "chromium-browser", "google-chrome"]
  private static let largest = 16 << 20
  private static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

  private let url: String
  private let directory: String
  private let host: Host
  private let deadline: Duration

  /// The directory is the browser's own, and is not there yet.
  package init(of url: String, in directory: String, host: Host, deadline: Duration = .seconds(45)) {
    self.url = url
    self.directory = directory
    self.host = host
    self.deadline = deadline
  }

  /// A PNG file's bytes, or why there are none.
  package enum Outcome: Hashable, Sendable {
    case taken([UInt8])
    case none(String)
  }

  package func take() async -> Outcome {
    let path = host.environment["PATH"] ?? ""
    let found = Self.browsers.lazy.compactMap { name -> String? in
      guard case .found(let program) = ProgramSearch.find(name, path: path, directory: "/") else { return nil }
      return program
    }.first
    guard let browser = found else {
      return .none("none of \(Self.browsers.joined(separator: ", ")) is on PATH; install one")
    }
    do {
      try FileManager.default.createDirectory(
        atPath: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
      let command = SupervisedCommand(
        program: browser, arguments: arguments, environment: environment, directory: directory, deadline: deadline)
      let outcome = try await runSupervised(command) { _, _ in }
      if outcome.timedOut { return .none("the browser did not end within \(deadline.shorthand)") }
      guard outcome.ending == .exited(0) else { return .none("the browser failed: \(outcome.ending)") }
      return picture
    } catch {
      return .none(InertText.line("the browser could not be run: \(error)"))
    }
  }

  /// A file that is a picture; a link, or anything else, is none.
  private var picture: Outcome {
    let bytes = WorkspaceFiles(root: directory).flatMap { files -> [UInt8]? in
      guard case .file(let path) = files.look(Self.fileName) else { return nil }
      return files.bytes(resolved: path, limit: Self.largest)
    }
    guard let bytes, bytes.starts(with: Self.signature) else { return .none("the browser left no picture") }
    return .taken(bytes)
  }

  private var arguments: [String] {
    // Its sandbox does not work for root, and it says so and ends.
    let rights = geteuid() == 0 ? ["--no-sandbox"] : []
    return rights + [
      "--headless=new", "--disable-gpu", "--disable-dev-shm-usage", "--disable-extensions", "--no-first-run",
      "--no-default-browser-check", "--hide-scrollbars", "--user-data-dir=\(directory)/profile",
      "--window-size=1280,800",
      // Pages that draw themselves are blank when they are loaded.
      "--virtual-time-budget=10000", "--screenshot=\(directory)/\(Self.fileName)", url,
    ]
  }

  private var environment: [String: String] {
    [
      "PATH": host.environment["PATH"] ?? "", "HOME": directory, "TMPDIR": directory, "LANG": "C.UTF-8",
      "XDG_CONFIG_HOME": directory, "XDG_CACHE_HOME": directory,
    ]
  }
}

extension Course {
  /// The page that the metadata names, as the app shows it at the end of the stages.
  func picture() async -> Screenshot.Outcome {
    guard let page = metadata.screenshot else { return .none("the metadata asks for none") }
    guard result(of: .install)?.status == .pass else { return .none("nothing was installed") }
    run.report(.note("taking a screenshot"))
    // A browser shows its own page for an app that does not answer.
    if let trouble = await trouble(at: page) { return .none(trouble) }
    let url = "https://\(page.host ?? app.domain.text)\(page.path)"
    return await Screenshot(of: url, in: app.directory + "/browser", host: run.host).take()
  }

  private func trouble(at page: ScreenshotPage) async -> String? {
    do {
      return try await trouble(host: page.host, path: page.path, ok: Set(200..<400))
    } catch let failure as StageFailure {
      return failure.detail
    } catch {
      return InertText.line("\(error)")
    }
  }
}
