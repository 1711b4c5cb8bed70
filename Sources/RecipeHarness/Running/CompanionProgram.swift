import Evidence
import FoundationEssentials
import HostEffects
import Recipes
import Synchronization
import WorkflowModel

/// A program of the recipe's keepers, run on this machine beside the app: a hook or the recipe's own tests. Whoever
/// proposes a change could run code here, so it runs only where somebody said so (``ProgramPermission``), from a copy of
/// what they said it of, in which nothing else stands.
struct CompanionProgram {
  let course: Course

  /// What a companion is told, beside PATH and what docker needs.
  var environment: [String: String] {
    var variables = course.run.host.environment.filter { $0.key == "PATH" || $0.key.hasPrefix("DOCKER_") }
    variables["HOME"] = course.app.directory
    variables["TMPDIR"] = course.app.directory
    variables["LANG"] = "C.UTF-8"
    variables["ASSAY_RECIPE"] = course.app.recipe.text
    variables["ASSAY_DOMAIN"] = course.app.domain.text
    variables["ASSAY_STACK"] = course.app.stack
    variables["ASSAY_HEAD"] = "\(course.head)"
    variables["ASSAY_NONCE"] = course.request.nonce
    variables["ASSAY_REPORTS"] = reports
    return variables
  }

  /// Where the copy is.
  static func directory(of app: App) -> String { app.directory + "/companions" }

  /// Where tests leave their reports.
  var reports: String { course.app.directory + "/reports" }

  /// Runs a command with the copy's directory as its own. A program is looked for there, too.
  func run(_ command: Command, deadline: Duration) async throws -> (SupervisedOutcome, [UInt8]) {
    try course.request.requirePermission()
    let directory = Self.directory(of: course.app)
    let program: String
    var arguments: [String]
    switch command {
    case .shell(let source): (program, arguments) = ("/bin/sh", ["-c", source])
    case .arguments(let list):
      guard
        case .found(let path) = ProgramSearch.find(
          list.first ?? "", path: directory + ":" + (environment["PATH"] ?? ""), directory: directory)
      else { throw StageFailure(.hookFailed, "\(InertText.line(list.first ?? "")) is no program beside the metadata") }
      (program, arguments) = (path, Array(list.dropFirst()))
    }
    let output = Mutex<[UInt8]>([])
    let supervised = SupervisedCommand(
      program: program, arguments: arguments, environment: environment, directory: directory, deadline: deadline)
    let outcome = try await runSupervised(supervised) { _, bytes in
      output.withLock { if $0.count < EvidenceLimits.judged { $0 += bytes } }
    }
    return (outcome, output.withLock { $0 })
  }
}

extension Course {
  /// Puts what may run in its place. Throws before anything is deployed where something would run that may not.
  func layOutPrograms() throws {
    try request.requirePermission()
    guard request.programs.standing != .notNeeded else { return }
    try request.companions.write(below: CompanionProgram.directory(of: app))
  }

  /// Runs the hook if the metadata names one.
  mutating func runHook(_ hook: RecipeHook) async throws {
    guard let path = metadata.hooks[hook] else { return }
    run.report(.note("hook \(hook.rawValue)"))
    try await runCompanion(.arguments([path]), as: hook.rawValue)
  }

  /// Asks the recipe's own word for whether the backup is whole.
  mutating func verifyBackup(_ command: Command) async throws {
    do {
      try await runCompanion(command, as: "backup_verify")
    } catch let failure as StageFailure where failure.code == .hookFailed {
      throw StageFailure(.backupEmpty, failure.detail)
    }
  }

  private mutating func runCompanion(_ command: Command, as name: String) async throws {
    let (outcome, output) = try await CompanionProgram(course: self).run(command, deadline: .seconds(600))
    keep(output, as: name + ".log")
    guard outcome.ending == .exited(0), !outcome.timedOut else {
      // Masked before it is cut: nobody would know the rest of a secret for one.
      let words = masking.masked(InertText.line(String(decoding: output, as: UTF8.self)))
      throw StageFailure(.hookFailed, "\(name) \(outcome.words): \(words.suffix(300))")
    }
  }

  /// The recipe's own tests.
  mutating func runTests(_ tests: RecipeTests) async throws -> [String] {
    let companions = CompanionProgram(course: self)
    try FileManager.default.createDirectory(atPath: companions.reports, withIntermediateDirectories: true)
    let reports = try TestReports(pattern: tests.reports, below: companions.reports)
    let (outcome, output) = try await companions.run(tests.run, deadline: .seconds(1800))
    keep(output, as: "tests.log")
    if outcome.timedOut { throw StageFailure(.deadline, "the recipe's tests \(outcome.words)") }
    var found: [ReportedTest]
    do {
      found = try reports.read()
    } catch {
      throw StageFailure(.noTestsCollected, "\(error)")
    }
    if request.injection == .dropTest, let named = tests.passed.first { found.removeAll { $0.answers(to: named) } }
    guard found.contains(where: { $0.result != .skipped }) else {
      throw StageFailure(.noTestsCollected, "the recipe's tests ran nothing")
    }
    for name in tests.passed where !found.contains(where: { $0.answers(to: name) && $0.result != .skipped }) {
      throw StageFailure(.testMissing, "the test \(InertText.line(name)) did not run")
    }
    if let failed = found.first(where: { $0.result == .failed }) {
      throw StageFailure(.testsFailed, "\(InertText.line(failed.name)) failed")
    }
    guard outcome.ending == .exited(0) else {
      throw StageFailure(.testsFailed, "the recipe's tests \(outcome.words), and no test of theirs failed")
    }
    return found.filter { $0.result == .passed }.map(\.name)
  }
}

extension SupervisedOutcome {
  /// `exited with 1`
  fileprivate var words: String {
    if timedOut { return "did not end in time" }
    switch ending {
    case .exited(let code): return "exited with \(code)"
    case .signalled(let number): return "were ended by signal \(number)"
    }
  }
}
