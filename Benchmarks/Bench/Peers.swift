import FoundationEssentials

/// Programs from PyPI that do some of what assay does, in a virtual environment that `make bench PEERS=1` makes.
struct Peers {
  let ground: Ground
  /// The environment's directory of programs.
  let programs: String
  /// This program.
  let program: String

  /// The remote and the clone that ``Writing`` has made stand.
  func measure(into report: inout Report) throws {
    try verify(100, into: &report)
    let place = ground.scratch + "/peers"
    try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
    func peer(_ words: String...) -> Program {
      Program(
        words: ["\(programs)/\(words[0])"] + words.dropFirst(), directory: place, environment: ground.environment())
    }
    try peer("claude-swarm", "--db", "bus.db", "init", "--sessions", "ada:a bob:b").run()
    try Program(
      words: ["sh", "-c", "openssl genpkey -algorithm ed25519 -out key.pem && echo hi >hello.txt"], directory: place,
      environment: ground.environment()
    ).run()
    func ours(_ words: String...) -> Program {
      Program(words: [ground.assay] + words, directory: ground.scratch + "/claim", environment: ground.environment())
    }
    let all = try contest(
      [
        Contender(program: peer("claude-swarm", "--db", "bus.db", "status")),
        Contender(program: ours("status", "--json", "--offline")),
        Contender(
          program: peer(
            "in-toto-run", "--step-name", "greets", "--signing-key", "key.pem", "--materials", "hello.txt",
            "--products",
            "hello.txt", "--", "cat", "hello.txt")),
        Contender(program: ours("collect", "M1")),
      ], runs: ground.runs)
    report.add(.time("status, small, --offline", all[1], beside: ("claude-swarm status", all[0])))
    report.add(
      .time("collect: a check run cold, its evidence signed", all[3], beside: ("in-toto-run, in place", all[2])))
  }

  private func verify(_ count: Int, into report: inout Report) throws {
    let statements = Statements(ground: ground, program: program)
    let (directory, key, environment) = try statements.prepare(count)
    let script = ground.scratch + "/verify.py"
    try Data(Self.script.utf8).write(to: URL(filePath: script))
    func verifying(_ words: String...) -> Contender {
      Contender(
        program: Program(
          words: words + [directory, key, "\(count)"], directory: ground.scratch, environment: environment))
    }
    let all = try contest(
      [verifying("\(programs)/python", script), verifying(program, "verify")], runs: ground.runs)
    report.add(
      .time("\(count) signed evidence sets read and verified", all[1], beside: ("securesystemslib", all[0])))
    try report.check("in-toto's library finds the \(count) envelopes good as well", true)
  }

  private static let script = """
    import base64, glob, json, sys
    from securesystemslib.dsse import Envelope
    from securesystemslib.signer import SSlibKey
    directory, key, count = sys.argv[1:]
    public = base64.b64decode(open(key).read().split()[1])[-32:].hex()
    paths = sorted(glob.glob(directory + "/**/envelope.json", recursive=True))[:int(count)]
    for path in paths:
        data = json.load(open(path))
        key = SSlibKey(data["signatures"][0]["keyid"], "ed25519", "ed25519", {"public": public})
        Envelope.from_dict(data).verify([key], 1)
    sys.exit(len(paths) != int(count))

    """
}
