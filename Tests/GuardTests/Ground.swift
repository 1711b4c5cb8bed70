import Evidence
import FoundationEssentials
import GitBook
import GitObjects
import GitStorage
import HostEffects
import Ledgers
import PhaseFiles
import Replay
import TestSupport
import WorkflowModel
import WorkflowRules

struct Nothing: Error {}

func need<Value>(_ value: Value?) throws -> Value {
  guard let value else { throw Nothing() }
  return value
}

/// A repository with a workspace that was founded and whose phase is open: what every history begins with.
final class Ground {
  let scratch: ScratchDirectory
  let repository: Repository
  let policy: Policy
  let phase: Phase
  /// The object ids of the phase's file, in two wordings.
  let plans: [ObjectID]
  private(set) var heads: [ObjectID] = []
  private(set) var time = Timestamp(seconds: 1_780_000_000)
  private(set) var state = WorkflowState()
  private(set) var point: FoldPoint?
  /// What was collected for each gate, with stand-ins where a claim's ids belong.
  private var sets: [GateID: [EvidenceFile]] = [:]
  private static let claim = String(repeating: "1", count: 40)
  private static let subject = String(repeating: "2", count: 40)
  private static let plan = String(repeating: "3", count: 40)
  private static let nonce = "the-nonce-of-a-set"

  var root: ObjectID { heads[0] }

  init() async throws {
    scratch = try ScratchDirectory()
    repository = try Repository.create(at: scratch.path("team.git"), bare: true)
    func person(_ name: String, _ role: Role) throws -> Principal {
      Principal(name: try need(PrincipalName(name)), address: "\(name)@team.invalid", roles: [role])
    }
    policy = Policy(
      name: "team",
      principals: [
        try person("op", .operator), try person("builder", .builder), try person("ada", .adversary),
        try person("eve", .adversary),
      ])
    phase = try PhaseFile.read(Array(Self.file.utf8), file: "greet.yml")
    plans = [
      try repository.writeBlob(Array(Self.file.utf8)), try repository.writeBlob(Array((Self.file + "# more\n").utf8)),
    ]
    for gate in phase.gates { sets[gate.id] = try await collected(gate) }
    let dev = Author(name: "Dev", address: "dev@team.invalid")
    heads = [
      try commit(
        message: "start\n", author: dev, at: time.seconds, on: [], changes: [("hello.txt", Array("hi\n".utf8))])
    ]
    let file = try repository.writeBlob(Array(PolicyFile.text(policy).utf8))
    for act: Act in [.foundWorkspace(policy: file), .filePhase(plan: plans[0]), .openPhase(plan: plans[0])] {
      time = time + .seconds(60)
      var id: PhaseID? = phase.id
      if case .foundWorkspace = act { id = nil }
      let content = RecordContent(
        principal: try need(PrincipalName("op")), role: .operator, phase: id, act: act, title: "begin", body: "")
      let author = Author(name: "op", address: "op@team.invalid")
      heads.append(try record(content, author: author, at: time.seconds, on: [heads[heads.count - 1]]))
    }
    let fold = try History(repository).fold(
      try repository.walk(from: [heads[heads.count - 1]], hiding: []), depth: .trees)
    state = fold.state
    point = fold.point(at: heads[heads.count - 1])
    guard state.disputes.isEmpty, fold.plainDisputes.isEmpty, state.activePhases.count == 1 else { throw Nothing() }
  }

  /// Stores a commit on the first parent's tree, or on another commit's, with some files changed.
  func commit(
    message: String, author: Author, at seconds: Int64, on parents: [ObjectID], tree: ObjectID? = nil,
    changes: [(path: String, bytes: [UInt8])]
  ) throws -> ObjectID {
    let puts = try changes.map { change in
      (path: change.path, change: TreeChange.put(try repository.writeBlob(change.bytes), .file))
    }
    return try commit(message: message, author: author, at: seconds, on: parents, tree: tree, puts: puts)
  }

  private func commit(
    message: String, author: Author, at seconds: Int64, on parents: [ObjectID], tree: ObjectID?,
    puts: [(path: String, change: GitStorage.TreeChange)]
  ) throws -> ObjectID {
    let base = try (tree ?? parents.first).map { try repository.commitHeader($0).tree }
    return try repository.writeCommit(
      buffer: Repository.commitBuffer(
        tree: try repository.updatedTree(base: base, changes: puts), parents: parents, author: author,
        committer: author, time: Timestamp(seconds: seconds), message: message))
  }

  /// A record with its rendering on the first parent; with a tree of its own, without one; spoilt, with a line more.
  func record(
    _ content: RecordContent, author: Author, at seconds: Int64, on parents: [ObjectID], tree: ObjectID? = nil,
    spoilt: Bool = false
  ) throws -> ObjectID {
    let message = RecordMessage.text(of: content)
    guard tree == nil, let parent = parents.first else {
      return try commit(message: message, author: author, at: seconds, on: parents, tree: tree, puts: [])
    }
    let history = History(repository)
    let rendering = Rendering(content, at: Timestamp(seconds: seconds), under: policy)
    var puts: [(path: String, change: GitStorage.TreeChange)] = rendering.files.map { ($0.key, .put($0.value, .file)) }
    for append in rendering.appends {
      let path = "\(policy.ledgers)/\(append.file.name)"
      let old = try history.entry(at: path, of: parent).map { try repository.blob($0.id) }
      // Where a ledger is no more what it was, any bytes will do: the record is refused either way.
      var bytes: [UInt8]
      do { bytes = try LedgerSections.appending(append, to: old) } catch { bytes = old ?? [] }
      if spoilt { bytes += Array("more\n".utf8) }
      puts.append((path, .put(try repository.writeBlob(bytes), .file)))
    }
    if let evidence = rendering.evidence {
      let number = try (1...99).first { number in
        try history.entry(at: "\(policy.ledgers)/\(evidence.directory)-\(number)", of: parent) == nil
      }
      puts.append(("\(policy.ledgers)/\(evidence.directory)-\(try need(number))", .put(evidence.tree, .directory)))
    }
    return try commit(message: message, author: author, at: seconds, on: parents, tree: nil, puts: puts)
  }

  /// The set that was collected for a gate, as if for this claim.
  func evidence(_ gate: Gate, claim: StandingClaim, nonce: String) -> ObjectID? {
    let files = (sets[gate.id] ?? []).map { file in
      guard file.path == "statement.json" else { return file }
      let text = String(decoding: file.bytes, as: UTF8.self)
        .replacing(Self.claim, with: claim.record.description)
        .replacing(Self.subject, with: claim.claim.subject.description)
        .replacing(Self.plan, with: claim.claim.plan.description).replacing(Self.nonce, with: nonce)
      return EvidenceFile(path: file.path, bytes: Array(text.utf8))
    }
    do {
      return try repository.updatedTree(
        base: nil, changes: try files.map { ($0.path, .put(try repository.writeBlob($0.bytes), .file)) })
    } catch {
      return nil
    }
  }

  private func collected(_ gate: Gate) async throws -> [EvidenceFile] {
    for place in ["home", "tmp"] { try scratch.directory(place) }
    try scratch.write("hi\n", to: "root/hello.txt")
    let moment = time
    let request = CollectionRequest(
      phase: phase.id, gate: gate, claim: try need(ObjectID(Self.claim)), subject: try need(ObjectID(Self.subject)),
      plan: try need(ObjectID(Self.plan)), collector: try need(PrincipalName("ada")), role: .adversary,
      nonce: Self.nonce, toolVersion: "test")
    return try await Evidence.collect(
      request,
      in: Workspace(
        root: scratch.path("root"), home: scratch.path("home"), temporary: scratch.path("tmp"), temperature: .cold),
      host: Host(now: { moment }, environment: [:], randomBytes: { Array(repeating: 7, count: $0) }),
      sandbox: SandboxChoice.none
    ).files
  }

  private static let file = """
    phase: greet
    title: the file greets
    waivers: adversary
    rounds: 2
    dod:
      D1: hello.txt greets
      D2: it stays so
    gates:
      - id: M1
        title: greets
        covers: [D1]
        checks:
          - id: greets
            title: hello.txt says hi
            run: cat hello.txt
            expect: { exit: 0, stdout: { contains: ["hi"] } }
      - id: M2
        title: greets still
        covers: [D2]
        needs: [M1]
        paths: [side/1.txt]
        checks:
          - id: greets
            title: hello.txt says hi
            run: cat hello.txt
            expect: { exit: 0 }

    """
}
