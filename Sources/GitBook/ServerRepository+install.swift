import Coordination
import FoundationEssentials
import GitStorage
import HostEffects
import WorkflowModel

extension ServerRepository {
  /// Puts hooks into the repository, where they run beside those that stand there. Returns what it did, a line each. Run
  /// again, it only renews its own.
  package func install(hooks: [(name: String, text: String)], branch: String, host: Host) async throws -> [String] {
    guard repository.isBare else {
      throw CoordinationError.usage(
        "\(InertText.line(repository.gitDirectory)) is not a bare repository",
        mend: "assay guard install REPOSITORY.git")
    }
    let git = GitCommand(directory: repository.gitDirectory, environment: host.environment)
    let configured = try await git.configuredPath("core.hooksPath")
    let directory =
      configured.map { $0.hasPrefix("/") ? $0 : "\(repository.gitDirectory)/\($0)" }
      ?? "\(repository.gitDirectory)/hooks"
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    var done: [String] = []
    for hook in hooks {
      done += try HookPlace(directory: directory, name: hook.name, program: host.program).put(hook.text)
    }
    // What git itself can refuse, it refuses first: malformed objects, and histories that were cut.
    try await git.setConfig("receive.fsckObjects", "true")
    try await git.setConfig("receive.shallowUpdate", "false")
    try await git.setConfig("assay.branch", branch)
    return done
  }
}

/// Where a hook of one name goes. A forge has a hook of its own there that runs every program in a directory named after
/// it, finds that directory by its own name, and is written anew by the forge at will (Gitea, Forgejo): ours then goes
/// into the directory, and theirs is left alone. Any other hook is set aside, and ours runs it.
private struct HookPlace {
  let directory: String
  let name: String
  let program: String

  private var files: FileManager { FileManager.default }
  private var path: String { "\(directory)/\(name)" }
  private var aside: String { path + ".before-assay" }
  private var inside: String { "\(path).d/assay" }

  func put(_ text: String) throws -> [String] {
    let old = read(path)
    if let old, !isOurs(old) {
      if runsItsDirectory(old) { return try write(text, to: inside, as: "\(name).d/assay") }
      return try setAside() + write(text, to: path, as: name)
    }
    // An older version set a forge's hook aside, where it no longer finds its directory.
    if old != nil, let kept = read(aside), runsItsDirectory(kept) {
      let lines = try write(text, to: inside, as: "\(name).d/assay")
      try files.removeItem(atPath: path)
      try files.moveItem(atPath: aside, toPath: path)
      return lines + ["put \(name) back: it runs what lies in \(name).d"]
    }
    return try write(text, to: path, as: name)
  }

  private func setAside() throws -> [String] {
    guard !files.fileExists(atPath: aside) else {
      throw CoordinationError.usage(
        "\(InertText.line(aside)) is there already, and \(name) is another hook", mend: "put one of them away")
    }
    try files.moveItem(atPath: path, toPath: aside)
    return ["kept \(name) as \(name).before-assay"]
  }

  /// The guard itself as the hook, where no other is to run after it: every push would wait for the shell between.
  private func withoutShell(_ text: String) -> String? {
    let words = text.split(separator: "\n").dropFirst().first ?? ""
    let line = "#!\(program) guard"
    // What the kernel takes for the name of a program, and for all of it.
    guard name == "pre-receive", program.hasPrefix("/"), line.utf8.count < 120, !program.contains(where: \.isWhitespace)
    else { return nil }
    return "\(line)\n\(words)\n"
  }

  private func write(_ script: String, to path: String, as shown: String) throws -> [String] {
    let text = files.fileExists(atPath: aside) ? script : withoutShell(script) ?? script
    if read(path) == text { return [] }
    try Data(text.utf8).write(to: URL(filePath: path), options: .atomic)
    try files.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
    return ["wrote \(shown)"]
  }

  private func read(_ path: String) -> String? {
    files.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
  }

  private func isOurs(_ text: String) -> Bool { text.contains("# assay guard:") }

  /// Whether a shell script runs what lies in the directory that bears its name, and there is such a directory.
  private func runsItsDirectory(_ text: String) -> Bool {
    var isDirectory = false
    guard files.fileExists(atPath: path + ".d", isDirectory: &isDirectory), isDirectory else { return false }
    return ["\(name).d", "}.d", ").d", "$0.d", "$hookname.d", "\".d"].contains { text.contains($0) }
  }
}
