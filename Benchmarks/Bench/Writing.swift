import FoundationEssentials

/// Writing to a remote on this machine, beside plain git doing as much.
struct Writing {
  let ground: Ground

  private var remote: String { ground.scratch + "/claim.git" }
  private var clone: String { ground.scratch + "/claim" }

  private func program(_ words: [String], in directory: String? = nil) -> Program {
    Program(words: words, directory: directory ?? clone, environment: ground.environment())
  }

  private func shell(_ script: String, in directory: String? = nil) -> Program {
    program(["sh", "-ec", script, "sh", ground.assay], in: directory)
  }

  /// A gate claimed on the remote, and a commit pushed to it.
  func claim(into report: inout Report) throws {
    try shell(
      """
      git init --quiet --bare claim.git
      git clone --quiet claim.git claim 2>/dev/null
      cd claim
      echo hi >hello.txt
      git add . && git commit --quiet -m start && git push --quiet -u origin HEAD
      "$1" init
      cat >../hello.yml <<'YML'
      \(Self.phase)
      YML
      "$1" phase add ../hello.yml
      "$1" phase open hello
      cd ..
      cp -a claim.git claim-aside.git
      cp -a claim claim-aside
      """, in: ground.scratch
    ).run()
    let again = {
      for end in ["", ".git"] { try ground.copy("\(ground.scratch)/claim-aside\(end)", to: clone + end) }
    }
    let all = try contest(
      [
        Contender(
          program: shell("echo more >more.txt && git add more.txt && git commit --quiet -m more && git push --quiet"),
          prepare: again),
        Contender(
          program: program([
            ground.assay, "claim", "M1", "--what", "greets", "--how", "check greets", "--expected", "hello.txt says hi",
            "--where", "hello.txt",
          ]), prepare: again),
      ], runs: ground.runs)
    report.add(
      .ratio("claim, signed, to a bare remote beside it", all[1], to: ("git commit && git push", all[0]), atMost: 1.5))
    try program([ground.assay, "audit", "--full"]).run()
    let claims = try program(["git", "log", "--format=%H", "--grep=^Assay-Record: claim", "main"], in: remote).answer()
    try report.check("the claim stands on the remote, and the audit is clean", claims.split(separator: "\n").count == 1)
  }

  /// Many writers at once, by `race.sh`, which finds every record kept or fails.
  func race(script: String, into report: inout Report) throws {
    let most = max(3, ground.runs / 3)
    let eight = try ratios(script, writers: 8, records: 1, runs: most)
    report.add(
      Figure(
        "8 writers race for one record each", 1 / eight, unit: "× plain",
        target: ("≤ 1.5×", 1 / eight <= 1.5)))
    let twelve = try ratios(script, writers: 12, records: 25, runs: 1)
    report.add(
      Figure(
        "12 writers, 25 records each: throughput", twelve, unit: "× plain", target: ("≥ 0.8×", twelve >= 0.8)))
    try report.check("of 8 and of 12 writers every record was kept, once", true)
  }

  private func ratios(_ script: String, writers: Int, records: Int, runs: Int) throws -> Double {
    var ratios: [Double] = []
    for _ in 0..<runs {
      let answer = try program(["bash", script, ground.assay, "\(writers)", "\(records)"], in: ground.scratch).answer()
      guard let last = answer.split(separator: " ").last, let ratio = Double(last), ratio > 0 else {
        throw Trouble("the race said: \(answer)")
      }
      ratios.append(ratio)
    }
    return median(ratios)
  }

  /// What every command pays before it does anything.
  func start(into report: inout Report) throws {
    let all = try contest(
      [
        Contender(program: program(["git", "--version"])),
        Contender(program: program([ground.assay, "--help"])),
        Contender(program: program(["git", "status", "--short"])),
        Contender(program: program(["git", "fetch", "--quiet"])),
        Contender(program: program([ground.assay, "status", "--json"])),
        Contender(program: program([ground.assay, "status", "--json", "--offline"])),
      ], runs: ground.runs * 3)
    report.add(.time("assay --help", all[1], beside: ("git --version", all[0]), atMost: 10))
    report.add(
      .time("assay status --json, small, asking the remote", all[4], beside: ("git fetch", all[3]), atMost: 15))
    report.add(.time("assay status --json, small, --offline", all[5], beside: ("git status", all[2]), atMost: 15))
  }

  private static let phase = """
    phase: hello
    title: the file greets
    dod: { D1: hello.txt greets }
    gates:
      - { id: M1, title: greets, covers: [D1], checks: [{ id: greets, title: says hi, run: cat hello.txt, expect: { stdout: { contains: [hi] } } }] }
    """
}
