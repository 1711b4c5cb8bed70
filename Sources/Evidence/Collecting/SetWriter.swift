import Crypto
import WorkflowModel

/// Gathers what the checks came to, masked, and makes the set of it.
struct SetWriter {
  let masking: Masking
  let request: RequestIdentity
  private var checks: [StatedCheck] = []
  private var files: [EvidenceFile] = []
  private var checkOfFile: [String: CheckID] = [:]

  init(masking: Masking, _ request: RequestIdentity) {
    self.masking = masking
    self.request = request
  }

  func hasOutcome(_ check: CheckID) -> Bool { checks.contains { $0.id == check } }

  /// Adds a check instance and returns its outcome.
  mutating func add(_ instance: CheckInstance, _ runs: [CheckRun]) -> CheckOutcome {
    let check = instance.check
    let stated = runs.enumerated().map { index, run in self.run(run, instance, number: index + 1) }
    let status = CheckStatus.overall(stated.map(\.status))
    let asked = instance.question.asked
    let stance = StatedCheck(
      id: check.id, title: line(check.title), kind: check.asks.name, argv: asked.argv?.map(text),
      shell: asked.shell.map(text), facts: asked.facts?.map(text), network: check.reach == .shared ? true : nil,
      inspected: status == .error ? nil : runs.first?.inspected.map(masked),
      instance: instance.values, control: check.isControl, status: status,
      reason: StatedCheck.reason(status, stated), runs: stated)
    checks.append(stance)
    return stance.outcome
  }

  /// Makes the statement, and looks through all files once more for secrets.
  func finish(
    _ request: CollectionRequest, _ workspace: Workspace, _ sandbox: Sandbox, started: Timestamp, finished: Timestamp
  ) throws -> CollectedSet {
    let details = StatedCollection(
      schema: StatedCollection.schema, phase: request.phase, gate: request.gate.id, claim: request.claim,
      subject: request.subject, plan: request.plan, checklist: request.gate.checklist, collector: request.collector,
      role: request.role, nonce: request.nonce, started: "\(started)", finished: "\(finished)",
      workspace: workspace.temperature,
      isolation: StatedIsolation(
        cold: workspace.temperature == .cold, home: "empty", network: sandbox.network, sandbox: sandbox.name),
      toolVersion: request.toolVersion, host: .current, checks: checks,
      unasked: request.gate.unasked.map { UnaskedCheck(id: $0.id, reason: line($0.reason)) })
    let statement = EvidenceFile(path: Statement.path, bytes: try Statement(details).encoded())
    let all = [statement] + files
    for file in all where masking.leaks(file.bytes) {
      throw CollectionError.secretLeft(check: checkOfFile[file.path]?.text ?? "any", file: file.path)
    }
    try EvidenceLimits.check(all)
    return CollectedSet(set: EvidenceSet(details, started: started, finished: finished), files: all)
  }

  private mutating func run(_ run: CheckRun, _ instance: CheckInstance, number: Int) -> StatedRun {
    var exit: Int?
    var signal: Int?
    switch run.ending {
    case .exit(let code)?: exit = code
    case .signal(let number)?: signal = number
    case nil: break
    }
    let tests = run.tests.map { StatedTests(ran: $0.ran, failed: $0.failed.count, skipped: $0.skipped.count) }
    let stdout = store(run.stdout, instance, instance.logPath(run: number, "stdout"))
    let stderr = store(run.stderr, instance, instance.logPath(run: number, "stderr"))
    func stated(_ judgement: Judgement) -> StatedRun {
      StatedRun(
        status: judgement.status, reason: line(judgement.reason), exit: exit, signal: signal,
        seconds: run.duration.seconds, tests: tests, stdout: stdout, stderr: stderr)
    }
    let seen = stated(run.judgement)
    // Whoever reads the set later has nothing but what is stored, and would find that it does not pass.
    guard seen.status == .pass,
      let again = instance.judgeStored(
        seen, inspected: run.inspected.map(masked), request, log: { path in files.last { $0.path == path }?.bytes }),
      again.status != .pass
    else { return seen }
    return stated(.error("as its log is stored, with secrets masked, it does not pass: \(again.reason)"))
  }

  private mutating func store(_ record: StreamRecord?, _ instance: CheckInstance, _ path: String) -> StatedStream? {
    guard let record, let whole = Digest(record.sha256) else { return nil }
    let bytes = record.stored(masking)
    guard let stored = Digest(Hexadecimal.text(of: SHA256.hash(data: bytes))) else { return nil }
    files.append(EvidenceFile(path: path, bytes: bytes))
    checkOfFile[path] = instance.check.id
    return StatedStream(sha256: whole, size: record.size, stored: path, storedSHA256: stored)
  }

  private func masked(_ read: StatedInspection) -> StatedInspection {
    StatedInspection(
      path: line(read.path), first: read.first, last: read.last, blob: read.blob, sha256: read.sha256,
      question: line(read.question), sentence: line(read.sentence))
  }

  private func text(_ text: String) -> String { InertText.block(masking.masked(text)) }

  private func line(_ text: String) -> String {
    InertText.line(String(InertText.line(masking.masked(text)).prefix(EvidenceLimits.reason)))
  }
}

extension StatedCheck {
  /// Why the runs are no pass: the first that is none, with its number when there are several.
  static func reason(_ status: CheckStatus, _ runs: [StatedRun]) -> String {
    guard status != .pass, let index = runs.firstIndex(where: { $0.status != .pass }) else { return "" }
    return runs.count == 1 ? runs[index].reason : "run \(index + 1) of \(runs.count): \(runs[index].reason)"
  }

  var outcome: CheckOutcome {
    CheckOutcome(
      check: id, instance: instance, status: status, runs: runs.map(\.status), reason: reason,
      reading: inspected?.words)
  }
}

extension EvidenceSet {
  init(_ details: StatedCollection, started: Timestamp, finished: Timestamp) {
    self.init(
      phase: details.phase, gate: details.gate, claim: details.claim, subject: details.subject, plan: details.plan,
      checklist: details.checklist, collector: details.collector, role: details.role, nonce: details.nonce,
      started: started, finished: finished, workspace: details.workspace, outcomes: details.checks.map(\.outcome))
  }
}
