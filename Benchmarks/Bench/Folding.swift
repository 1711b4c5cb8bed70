import FoundationEssentials

/// Reading a history from its beginning, beside git's own reading of it; and what is asked again after a few records.
struct Folding {
  let ground: Ground

  /// `limit` is in milliseconds for signed records, else a ratio to `git log --format=%B`.
  func cold(_ size: Size, limit: Double?, into report: inout Report) throws {
    let clone = try ground.workspace(size).clone("cold-" + size.name)
    let answers = ground.scratch + "/answer-"
    let runs = size.records > 100_000 ? min(3, ground.runs) : ground.runs
    let all = try contest(
      [
        Contender(program: clone.git("log", "--format=%B")),
        Contender(
          program: clone.assay("status", "--json", "--offline", output: answers + "cold"), prepare: clone.forget),
        Contender(program: clone.assay("status", "--json", "--offline", output: answers + "warm")),
      ], runs: runs)
    let words = "\(size.records) records\(size.isSigned ? ", signed," : "") in \(try commits(clone)) commits"
    let name = "status of \(words), from the beginning"
    if size.isSigned {
      report.add(.time(name, all[1], beside: ("git log --format=%B", all[0]), atMost: limit))
    } else {
      report.add(.ratio(name, all[1], to: ("git log --format=%B", all[0]), atMost: limit))
    }
    report.add(.memory("its peak memory", all[1], atMost: size.records >= 1_000_000 ? 400 : nil))
    report.add(.time("status of the same, nothing new", all[2], atMost: 20))
    try report.check(
      "status of \(words) is the same from the beginning and from what was kept",
      text(of: answers + "cold") == text(of: answers + "warm")
        && text(of: answers + "cold").contains("\"records\":\(size.records)"))
    if size.records <= 20_000 { try audit(clone, words, into: &report) }
    if size.isSigned, size.records <= 1000 { try verify(clone, all[1], into: &report) }
  }

  /// Every record, ledger entry and piece of evidence worked out anew.
  private func audit(_ clone: Clone, _ words: String, into report: inout Report) throws {
    let cost = try clone.assay("audit", "--full", "--offline").run()
    report.add(.time("audit --full of \(words)", cost))
    try report.check("audit --full of \(words) is clean", true)
  }

  private func verify(_ clone: Clone, _ ours: Cost, into report: inout Report) throws {
    let keys = try FileManager.default.contentsOfDirectory(atPath: clone.workspace.directory + "/config/assay/keys")
    var signers = ""
    for key in keys.filter({ $0.hasSuffix(".pub") }) {
      let role = key.dropFirst("bench-".count).dropLast(".pub".count)
      signers += "\(role)@bench.invalid " + text(of: "\(clone.workspace.directory)/config/assay/keys/\(key)")
    }
    let path = ground.scratch + "/signers"
    try Data(signers.utf8).write(to: URL(filePath: path))
    var program = clone.git(
      "-c", "gpg.format=ssh", "-c", "gpg.ssh.allowedSignersFile=\(path)", "log", "--format=%G?",
      "--grep=^Assay-Record: ")
    program.output = ground.scratch + "/verified"
    let theirs = try program.run()
    let marks = text(of: program.output).split(separator: "\n")
    try report.check(
      "git log --format=%G? finds each of \(clone.workspace.size.records) signatures good, as assay does",
      marks.count == clone.workspace.size.records && marks.allSatisfy { $0 == "G" })
    report.add(.ratio("the same, beside git's own verification", ours, to: ("git log --format=%G?", theirs)))
  }

  private func commits(_ clone: Clone) throws -> String { try clone.git("rev-list", "--count", "HEAD").answer() }

  /// An audit of everything reads each ledger and each tree, which grow with the square of the records.
  private func isAudited(_ size: Size) -> Bool { size.records <= 100_000 }

  /// A clone that has looked at all but the last `count` records.
  private func clone(_ name: String, before count: Int, of size: Size) throws -> Clone {
    let workspace = try ground.workspace(size)
    let clone = try workspace.clone("\(name)-\(size.name)")
    let tip = try clone.git("rev-parse", "refs/assay/seen/origin/main").answer()
    try clone.see(try workspace.record(before: count))
    try clone.forget()
    try clone.assay("status", "--json", "--offline").run()
    if isAudited(size) { try clone.assay("audit", "--json", "--offline").run() }
    try clone.save()
    try clone.see(tip)
    return clone
  }

  private func asking(_ command: String, _ clone: Clone) -> Contender {
    Contender(
      program: clone.assay(command, "--json", "--offline", output: ground.scratch + "/answer-" + command),
      prepare: clone.restore)
  }

  /// Status and audit of a clone that has looked at all but the last `count` records; the status also beside that of a
  /// smaller workspace.
  func after(_ count: Int, of size: Size, beside small: Size? = nil, into report: inout Report) throws {
    let clone = try clone("after", before: count, of: size)
    let isAudited = isAudited(size)
    let all = try contest(
      [Contender(program: clone.git("log", "-\(count)", "--format=%B")), asking("status", clone)]
        + (isAudited ? [asking("audit", clone)] : []), runs: ground.runs)
    let words = "after \(count) new records, \(size.records) in \(try commits(clone)) commits"
    report.add(.time("status \(words)", all[1], beside: ("git log -\(count)", all[0]), atMost: 20))
    if isAudited { report.add(.time("audit \(words)", all[2], beside: ("git log -\(count)", all[0]), atMost: 20)) }
    try clone.forget()
    try compare("status", [], words, clone, into: &report)
    if isAudited { try compare("audit", ["--full"], words, clone, into: &report) }
    guard let small else { return }
    try clone.restore()
    let both = try contest(
      [asking("status", try self.clone("beside", before: count, of: small)), asking("status", clone)],
      runs: ground.runs * 3)
    report.add(
      .ratio("the same, beside the smaller workspace", both[1], to: ("\(small.records) records", both[0]), atMost: 1.1))
  }

  private func compare(
    _ command: String, _ options: [String], _ words: String, _ clone: Clone, into report: inout Report
  ) throws {
    let quick = text(of: "\(ground.scratch)/answer-\(command)")
    var program = clone.assay(command, "--json", "--offline", output: ground.scratch + "/answer-slow")
    program.words += options
    try program.run()
    try report.check(
      "\(command) \(words) is that from the beginning", quick == text(of: program.output) && !quick.isEmpty)
  }
}
