import FoundationEssentials

/// Where the bench works: two programs, a scratch directory, and an environment without anybody's settings.
struct Ground {
  let assay: String
  let generate: String
  /// Kept from run to run: workspaces of thousands of records, each made once.
  let store: String
  /// Emptied at the beginning of every run.
  let scratch: String
  let runs: Int

  /// Later than every record that the generator writes.
  static let now = "2026-06-11T17:36:00Z"

  init(assay: String, generate: String, directory: String, runs: Int) throws {
    self.generate = generate
    // As `make install` puts it: what a linker has written lies scattered in memory, and starts later.
    self.assay = directory + "/scratch/assay"
    self.runs = runs
    store = directory + "/workspaces"
    scratch = directory + "/scratch"
    if files.fileExists(atPath: scratch) { try files.removeItem(atPath: scratch) }
    try files.createDirectory(atPath: scratch + "/home", withIntermediateDirectories: true)
    try files.createDirectory(atPath: store, withIntermediateDirectories: true)
    try Program(words: ["install", "-m", "755", assay, self.assay], directory: scratch, environment: environment())
      .run()
  }

  var files: FileManager { FileManager.default }

  /// Takes away what lies there, if anything does. It is removed when the bench ends: without a journal, ext4 searches on
  /// past all that was removed in the last minutes whenever a file is made, and each git makes many.
  func putAway(_ path: String) throws {
    guard files.fileExists(atPath: path) else { return }
    let away = scratch + "/away"
    try files.createDirectory(atPath: away, withIntermediateDirectories: true)
    try files.moveItem(atPath: path, toPath: "\(away)/\(UUID().uuidString)")
  }

  func copy(_ source: String, to target: String) throws {
    try putAway(target)
    try files.copyItem(atPath: source, toPath: target)
  }

  /// Of this user nothing but the path.
  func environment(config: String? = nil) -> [String: String] {
    [
      "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin", "HOME": scratch + "/home", "LC_ALL": "C",
      "XDG_CONFIG_HOME": config ?? scratch + "/home/.config", "GIT_CONFIG_GLOBAL": "/dev/null",
      "GIT_CONFIG_NOSYSTEM": "1", "GIT_TERMINAL_PROMPT": "0", "GIT_AUTHOR_NAME": "Ada",
      "GIT_AUTHOR_EMAIL": "ada@example.org", "GIT_COMMITTER_NAME": "Ada", "GIT_COMMITTER_EMAIL": "ada@example.org",
      "GIT_CONFIG_COUNT": "3", "GIT_CONFIG_KEY_0": "gc.auto", "GIT_CONFIG_VALUE_0": "0",
      "GIT_CONFIG_KEY_1": "maintenance.auto", "GIT_CONFIG_VALUE_1": "false", "GIT_CONFIG_KEY_2": "init.defaultBranch",
      "GIT_CONFIG_VALUE_2": "main",
    ]
  }

  /// A workspace of the generator's, made if it is not there.
  func workspace(_ size: Size) throws -> Workspace {
    let directory = "\(store)/\(size.name)"
    let mark = directory + "/made"
    if !files.fileExists(atPath: mark) {
      say("making \(size.name)")
      if files.fileExists(atPath: directory) { try files.removeItem(atPath: directory) }
      let words = [generate, directory, "\(size.records)"] + size.options
      let cost = try Program(words: words, directory: scratch, environment: environment()).run()
      try Data("\(cost.wall)\n".utf8).write(to: URL(filePath: mark))
    }
    return Workspace(ground: self, directory: directory, size: size, making: Double(text(of: mark).dropLast()) ?? 0)
  }
}

/// How large a workspace is to be. Signed ones have a second between two commits: a guard takes nothing that is dated far
/// from its own time.
struct Size {
  let records: Int
  var commits = 0
  var phaseRecords = 200
  var isSigned = false

  var name: String { "\(records)-\(commits)-\(phaseRecords)" + (isSigned ? "-signed-1s" : "") }
  var options: [String] {
    ["--commits", "\(commits)", "--phase-records", "\(phaseRecords)"] + (isSigned ? ["--signed", "--step", "1"] : [])
  }
}

struct Workspace {
  let ground: Ground
  let directory: String
  let size: Size
  /// Milliseconds that making it took.
  let making: Double

  var remote: String { directory + "/team.git" }
  var environment: [String: String] {
    var environment = ground.environment(config: directory + "/config")
    environment["ASSAY_NOW"] = Ground.now
    return environment
  }

  func git(_ words: String..., in place: String? = nil) -> Program {
    Program(words: ["git"] + words, directory: place ?? remote, environment: environment)
  }

  /// A clone that acts as Builder.
  func clone(_ name: String) throws -> Clone {
    let path = "\(ground.scratch)/\(name)"
    try Program(
      words: [ground.assay, "join", "builder", remote, path], directory: ground.scratch, environment: environment
    ).run()
    return Clone(workspace: self, path: path)
  }

  /// The record that so many others follow.
  func record(before count: Int) throws -> String {
    let lines = try git(
      "rev-list", "--max-count=\(count + 1)", "--grep=^Assay-Record: ", "refs/heads/main"
    ).answer().split(separator: "\n")
    guard lines.count == count + 1, let last = lines.last else { throw Trouble("fewer than \(count) records") }
    return String(last)
  }
}

struct Clone {
  let workspace: Workspace
  let path: String

  private var kept: String { path + "/.git/assay" }
  private var files: FileManager { FileManager.default }

  func assay(_ words: String..., output: String = "/dev/null") -> Program {
    Program(
      words: [workspace.ground.assay] + words, directory: path, environment: workspace.environment, output: output)
  }

  func git(_ words: String...) -> Program {
    Program(words: ["git"] + words, directory: path, environment: workspace.environment)
  }

  /// Removes whatever assay keeps to go faster; prompts stay.
  func forget() throws {
    for name in try files.contentsOfDirectory(atPath: kept) where !name.hasSuffix(".md") {
      try workspace.ground.putAway("\(kept)/\(name)")
    }
  }

  /// Keeps what assay keeps, to begin there again.
  func save() throws { try workspace.ground.copy(kept, to: path + "/.git/assay-aside") }
  func restore() throws {
    let aside = path + "/.git/assay-aside"
    for name in try files.contentsOfDirectory(atPath: aside) {
      // Only ever added to; to write 30 MB anew would empty the caches for whoever is measured next.
      if name.hasSuffix(".phases"), try size("\(aside)/\(name)") == size("\(kept)/\(name)") { continue }
      try workspace.ground.copy("\(aside)/\(name)", to: "\(kept)/\(name)")
    }
  }

  private func size(_ path: String) throws -> Int? {
    guard files.fileExists(atPath: path) else { return nil }
    return try files.attributesOfItem(atPath: path)[.size] as? Int
  }

  /// Makes the clone one that has seen the branch up to that commit and no further.
  func see(_ commit: String) throws {
    try git("update-ref", "refs/assay/seen/origin/main", commit).run()
  }
}
