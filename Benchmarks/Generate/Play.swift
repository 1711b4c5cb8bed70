import Coordination
import Evidence
import FoundationEssentials
import GitObjects
import GitStorage
import HostEffects
import Ledgers
import PhaseFiles
import Signatures
import Signing
import WorkflowModel
import WorkflowRules

/// A workspace in the making: its tip, its state, its tree in memory, and a clock that only commits move.
final class Play {
  private let directory: String
  private let repository: Repository
  private let pack: Pack
  private let plan: Plan
  private let root = Folder()
  private var ledgers: [String: Revised] = [:]
  private var state = WorkflowState()
  private var head: ObjectID?
  private var time = Timestamp(seconds: 1_750_000_000)
  private(set) var records = 0
  private(set) var commits = 0
  private let parties: [Role: Principal]
  private let signers: [Role: KeyFile]

  init(directory: String, signatures: SignaturePolicy, plan: Plan) async throws {
    self.directory = directory
    self.plan = plan
    repository = try Repository.create(at: directory + "/team.git", bare: true)
    pack = try Pack(in: directory + "/team.git")
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
    try pack.finish()
    let repository = try Repository.open(containing: directory + "/team.git")
    try repository.setReference("refs/heads/main", to: tip, expecting: .absent)
    for place in ["root", "home", "tmp"] { try FileManager.default.removeItem(atPath: "\(directory)/\(place)") }
  }

  func found() async throws {
    try code("start")
    let principals = [Role.operator, .builder, .adversary].compactMap { parties[$0] }
    let policy = Policy(name: "bench", signatures: signers.isEmpty ? .off : .required, principals: principals)
    var facts = Facts()
    facts.policy = .read(policy)
    try await record(
      .operator, nil, .foundWorkspace(policy: try file(PolicyFile.text(policy))), "bench", facts: facts)
  }

  /// A commit of code, by plain means.
  func code(_ text: String) throws {
    root.put(try file("\(text)\n"), .file, at: "src/part-\(commits % 40)/file-\(commits % 7).txt")
    let author = Author(name: "Dev", address: "dev@bench.invalid")
    try commit(
      Repository.commitBuffer(
        tree: try root.write(to: pack), parents: head.map { [$0] } ?? [], author: author, committer: author,
        time: next(),
        message: "work: \(text)\n\nSome words about the change, as people write them.\n"))
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
    let author = Author(name: principal.name.text, address: principal.address)
    let candidate = Candidate(content: content, author: author, time: next(), facts: facts)
    let buffer = Repository.commitBuffer(
      tree: try tree(of: candidate), parents: head.map { [$0] } ?? [], author: author, committer: author,
      time: candidate.time, message: RecordMessage.text(of: content))
    let id = try commit(buffer, signature: try await signer?.sign(buffer))
    let refusals = state.take(id, candidate)
    guard refusals.isEmpty else { throw Unfit("\(act.kind): \(refusals.map(\.found))") }
    records += 1
    while commits - records < plan.code(after: records) { try code("commit \(commits)") }
    return id
  }

  /// The tree that the record's commit has: as the tool would make it, from what stands in memory.
  private func tree(of candidate: Candidate) throws -> ObjectID {
    var policy = state.policy
    if policy == nil, case .read(let founding) = candidate.facts.policy { policy = founding }
    guard let policy else { throw Unfit("no policy") }
    let rendering = Rendering(candidate.content, at: candidate.time, under: policy)
    for (path, id) in rendering.files { root.put(id, .file, at: path) }
    for append in rendering.appends {
      let path = "\(policy.ledgers)/\(append.file.name)"
      let old = ledgers[path]?.bytes
      let new = try LedgerSections.appending(append, to: old)
      let start = zip(old ?? [], new).prefix { $0 == $1 }.count
      let added = Array(new[start..<start + new.count - (old?.count ?? 0)])
      ledgers[path, default: Revised()].replace(start..<start, with: added)
      guard ledgers[path]?.bytes == new, let id = try ledgers[path]?.write(to: pack, as: .blob) else {
        throw Unfit("\(path) was not appended to")
      }
      root.put(id, .file, at: path)
    }
    if let evidence = rendering.evidence {
      // Every claim has one set here, so that its number is known.
      root.put(evidence.tree, .directory, at: "\(policy.ledgers)/\(evidence.directory)-1")
    }
    return try root.write(to: pack)
  }

  @discardableResult
  private func commit(_ buffer: [UInt8], signature: String? = nil) throws -> ObjectID {
    var bytes = buffer
    if let signature {
      guard let end = zip(buffer, buffer.dropFirst()).enumerated().first(where: { $0.element == (0x0A, 0x0A) }) else {
        throw Unfit("a commit without a message")
      }
      let lines = signature.split(separator: "\n")
      bytes.insert(contentsOf: Array("gpgsig \(lines.joined(separator: "\n "))\n".utf8), at: end.offset + 1)
    }
    let id = try pack.write(bytes, as: .commit)
    head = id
    commits += 1
    return id
  }

  func file(_ text: String) throws -> ObjectID { try pack.write(Array(text.utf8), as: .blob) }

  func discharge(_ gates: [Gate]) -> Facts {
    var facts = Facts()
    for gate in gates { facts.drift[gate.id] = Drift() }
    facts.expectedHead = head
    return facts
  }

  /// An Adversary's cold set for the claim, and its tree.
  func collect(_ id: PhaseID, _ gate: Gate, claim: ObjectID, subject: ObjectID, plan: ObjectID) async throws
    -> (ObjectID, Facts)
  {
    guard let adversary = parties[.adversary] else { throw Unfit("no adversary") }
    let moment = time
    let clock = Host(now: { moment }, environment: [:], randomBytes: { Array(repeating: 7, count: $0) })
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
    let folder = Folder()
    for file in collected.files { folder.put(try pack.write(file.bytes, as: .blob), .file, at: file.path) }
    facts.evidence = .read(collected.set)
    return (try folder.write(to: pack), facts)
  }

  private func next() -> Timestamp {
    time = time + .seconds(plan.step)
    return time
  }
}
