import Coordination
import Evidence
import FoundationEssentials
import GitBook
import GitObjects
import GitStorage
import HostEffects
import Ledgers
import PhaseFiles
import Signatures
import Signing
import WorkflowModel
import WorkflowRules

/// A workspace in the making: its tip, its state, and a clock that only records move.
final class Play {
  private let directory: String
  private let repository: Repository
  private let book: GitBook
  private let host: Host
  private var state = WorkflowState()
  private var head: ObjectID?
  private var time = Timestamp(seconds: 1_750_000_000)
  private(set) var records = 0
  private(set) var commits = 0
  private let parties: [Role: Principal]
  private let signers: [Role: KeyFile]

  init(directory: String, signatures: SignaturePolicy) async throws {
    self.directory = directory
    let bare = directory + "/team.git"
    repository = try Repository.create(at: bare, bare: true)
    host = Host(
      now: { Timestamp(seconds: 1_900_000_000) }, environment: [:], randomBytes: { Array(repeating: 7, count: $0) })
    book = try GitBook.open(containing: bare, host: host)
    for place in ["root", "home", "tmp"] {
      try FileManager.default.createDirectory(atPath: "\(directory)/\(place)", withIntermediateDirectories: true)
    }
    try Data("hi\n".utf8).write(to: URL(filePath: "\(directory)/" + "root/hello.txt"))
    var parties: [Role: Principal] = [:]
    var signers: [Role: KeyFile] = [:]
    for role in [Role.operator, .builder, .adversary] {
      guard let name = PrincipalName(role.rawValue) else { throw Unfit("a name") }
      if signatures == .required {
        signers[role] = try KeyFile.generate(
          at: "\(directory)/config/assay/keys/bench-\(role.rawValue)", comment: role.rawValue,
          randomBytes: try Host.live().randomBytes)
      }
      parties[role] = Principal(
        name: name, address: "\(role.rawValue)@bench.invalid", roles: [role], key: signers[role]?.key.line)
    }
    self.parties = parties
    self.signers = signers
  }

  var tip: ObjectID { head ?? .none }

  func publish() throws {
    try repository.setReference("refs/heads/main", to: tip, expecting: .absent)
    for place in ["root", "home", "tmp"] { try FileManager.default.removeItem(atPath: "\(directory)/\(place)") }
  }

  func found() async throws {
    try code("start")
    let principals = [Role.operator, .builder, .adversary].compactMap { parties[$0] }
    let policy = Policy(name: "bench", signatures: signers.isEmpty ? .off : .required, principals: principals)
    let file = try repository.writeBlob(Array(PolicyFile.text(policy).utf8))
    var facts = Facts()
    facts.policy = .read(policy)
    try await record(.operator, nil, .foundWorkspace(policy: file), "bench", facts: facts)
  }

  /// A commit of code, by plain means.
  func code(_ text: String) throws {
    let blob = try repository.writeBlob(Array("\(text)\n".utf8))
    let tree = try repository.updatedTree(
      base: try head.map { try repository.commitHeader($0).tree },
      changes: [("src/part-\(commits % 40)/file-\(commits % 7).txt", .put(blob, .file))])
    let author = Author(name: "Dev", address: "dev@bench.invalid")
    head = try repository.writeCommit(
      buffer: Repository.commitBuffer(
        tree: tree, parents: head.map { [$0] } ?? [], author: author, committer: author, time: next(),
        message: "work: \(text)\n\nSome words about the change, as people write them.\n"))
    commits += 1
  }

  @discardableResult
  func record(
    _ role: Role, _ phase: PhaseID?, _ act: Act, _ title: String = "", body: String = "", facts: Facts = Facts()
  ) async throws -> ObjectID {
    guard let principal = parties[role] else { throw Unfit("no \(role)") }
    let content = RecordContent(
      principal: principal.name, role: role, phase: phase, act: act, title: title, body: RecordText.body(body))
    var facts = facts
    facts.subject = .present
    let signer = signers[role]
    if let signer { facts.signature = .by(key: signer.key.line) }
    let candidate = Candidate(
      content: content, author: Author(name: principal.name.text, address: principal.address), time: next(),
      facts: facts)
    let refusals = Judge.refusals(of: candidate, in: state)
    guard refusals.isEmpty else { throw Unfit("\(act.kind): \(refusals.map(\.found))") }
    let id = try await book.compose(candidate, in: state, on: head, signer: signer)
    state.take(id, candidate)
    head = id
    records += 1
    commits += 1
    return id
  }

  func phaseState(_ id: PhaseID) throws -> PhaseState {
    guard let found = state.phases[id] else { throw Unfit("no phase \(id)") }
    return found
  }

  func file(_ text: String) throws -> ObjectID { try repository.writeBlob(Array(text.utf8)) }

  func discharge(_ id: PhaseID, _ gate: Gate) -> Facts {
    var facts = Facts()
    facts.drift = [gate.id: Drift()]
    facts.expectedHead = head
    return facts
  }

  /// An Adversary's cold set for the claim, and its tree.
  func collect(_ id: PhaseID, _ gate: Gate, claim: ObjectID, subject: ObjectID, plan: ObjectID) async throws
    -> (ObjectID, Facts)
  {
    guard let adversary = parties[.adversary] else { throw Unfit("no adversary") }
    let moment = time
    let clock = Host(now: { moment }, environment: [:], randomBytes: host.randomBytes)
    var collected = try await Evidence.collect(
      CollectionRequest(
        phase: id, gate: gate, claim: claim, subject: subject, plan: plan, collector: adversary.name,
        role: .adversary, nonce: "\(claim.short)", toolVersion: "bench"),
      in: Workspace(
        root: directory + "/root", home: directory + "/home", temporary: directory + "/tmp", temperature: .cold),
      host: clock, sandbox: SandboxChoice.none)
    var facts = Facts()
    if let signer = signers[.adversary] {
      collected = try collected.signed(
        Envelope(key: signer.key.fingerprint, signature: try await signer.attest(collected.message)))
      facts.evidenceSignature = .by(key: signer.key.line)
    }
    let changes = try collected.files.map { file in
      (path: file.path, change: GitStorage.TreeChange.put(try repository.writeBlob(file.bytes), .file))
    }
    facts.evidence = .read(collected.set)
    return (try repository.updatedTree(base: nil, changes: changes), facts)
  }

  private func next() -> Timestamp {
    time = time + .seconds(60)
    return time
  }
}
