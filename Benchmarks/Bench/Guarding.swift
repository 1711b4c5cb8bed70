import FoundationEssentials

/// Pushes to a guarded bare repository, beside the same pushes to one whose hook reads its input and does nothing.
struct Guarding {
  let workspace: Workspace
  let guarded: String
  let plain: String

  private var ground: Ground { workspace.ground }
  private var files: FileManager { FileManager.default }

  /// The clock stands amid the records that are pushed.
  private let now: String

  init(_ workspace: Workspace) throws {
    self.workspace = workspace
    now = try workspace.git(
      "log", "-1", "--skip=500", "--format=%cd", "--date=format-local:%Y-%m-%dT%H:%M:%SZ", "refs/heads/main"
    ).answer()
    guarded = workspace.ground.scratch + "/guarded.git"
    plain = workspace.ground.scratch + "/plain.git"
  }

  func measure(into report: inout Report) throws {
    let tip = try workspace.git("rev-parse", "refs/heads/main").answer()
    for (count, limit) in [(100, 50.0), (1000, 400.0)] where count < workspace.size.records {
      let base = try workspace.record(before: count)
      try prepare(base: base)
      let updates = ground.scratch + "/updates"
      try Data("\(base) \(tip) refs/heads/main\n".utf8).write(to: URL(filePath: updates))
      let words = "push of \(count) signed records onto \(workspace.size.records - count)"
      report.add(
        try figure(words, push: "\(tip):refs/heads/main", base: base, atMost: limit))
      // The objects are there now; the guard judges them as inside the push.
      try restore(guarded, base: base, isEmptied: false)
      var judging = Program(
        words: [ground.assay, "guard"], directory: guarded, environment: workspace.environment, input: updates)
      judging.environment["GIT_DIR"] = "."
      report.add(.memory("the guard's peak memory in that push", try judging.at(now).run()))
      try workspace.git("push", "--quiet", guarded, "\(tip):refs/heads/main").at(now).run()
      let taken = try workspace.git("rev-parse", "refs/heads/main", in: guarded).answer()
      try report.check("the guard took the push of \(count) whole", taken == tip)
    }
    let base = try workspace.record(before: 100)
    try prepare(base: base)
    let topic = try workspace.git("commit-tree", "\(base)^{tree}", "-p", base, "-m", "topic").answer()
    report.add(try figure("push of a branch with no record", push: "\(topic):refs/heads/topic", base: base, atMost: 5))
  }

  private func figure(_ name: String, push: String, base: String, atMost limit: Double) throws -> Figure {
    let all = try contest(
      [plain, guarded].map { repository in
        Contender(
          program: workspace.git("push", "--quiet", repository, push).at(now),
          prepare: { try restore(repository, base: base, isEmptied: true) })
      }, runs: ground.runs)
    return .excess(name, all[1], over: ("push to a no-op hook", all[0]), atMost: limit)
  }

  private func prepare(base: String) throws {
    for repository in [guarded, plain] {
      try ground.putAway(repository)
      try workspace.git("init", "--quiet", "--bare", repository).run()
      try workspace.git("push", "--quiet", repository, "\(base):refs/heads/main").run()
      // Each push is one pack, which can be taken out again.
      try workspace.git("config", "receive.unpackLimit", "1", in: repository).run()
      try workspace.git("config", "receive.autogc", "false", in: repository).run()
    }
    try Data("#!/bin/sh\ncat >/dev/null\n".utf8).write(to: URL(filePath: plain + "/hooks/pre-receive"))
    try files.setAttributes([.posixPermissions: 0o755], ofItemAtPath: plain + "/hooks/pre-receive")
    let assay = Program(
      words: [ground.assay, "guard", "install", guarded], directory: ground.scratch,
      environment: workspace.environment)
    try assay.run()
    // As the push before would have left it.
    try Program(words: [ground.assay, "guard", "remember"], directory: guarded, environment: workspace.environment)
      .run()
    for repository in [guarded, plain] {
      try ground.copy("\(repository)/objects/pack", to: "\(repository)/packs-aside")
      if files.fileExists(atPath: repository + "/assay") {
        try ground.copy(repository + "/assay", to: repository + "/assay-aside")
      }
    }
  }

  private func restore(_ repository: String, base: String, isEmptied: Bool) throws {
    try workspace.git("update-ref", "refs/heads/main", base, in: repository).run()
    try workspace.git("update-ref", "-d", "refs/heads/topic", in: repository).run()
    if isEmptied { try ground.copy("\(repository)/packs-aside", to: "\(repository)/objects/pack") }
    if files.fileExists(atPath: repository + "/assay-aside") {
      try ground.copy(repository + "/assay-aside", to: repository + "/assay")
    }
  }
}
