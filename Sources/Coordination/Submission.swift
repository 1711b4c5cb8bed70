import HostEffects
import Ledgers
import Logging
import Signatures
import WorkflowModel
import WorkflowRules

/// What became of an act: its records, on the remote, and the clone afterwards.
package struct Submission: Sendable {
  package let records: [Record]
  package let state: WorkflowState
  package let attempts: Int
  package let follow: FollowResult
}

extension Coordinator {
  /// Writes records: fetch, fold, judge, render, commit, push with the fetched tip as the expected old value; again
  /// from the start when the branch moved. `make` is asked anew in each round, so that what it binds is in force. A
  /// Builder's keys that are to be published go before it, in the same push.
  ///
  /// - Throws: ``CoordinationError``; then nothing was changed on the remote, nor in any ref of the clone.
  package func submit(
    _ scope: FetchScope = .coordination, publishing ground: KeyGround = .ruling, waking: Waking = .everything,
    make: (Standing, Acting) async throws -> [RecordContent]
  ) async throws -> Submission {
    for attempt in 1...options.attempts {
      let done = try await endingLooks {
        try await tryOnce(scope, publishing: ground, waking: waking, attempt: attempt, make: make)
      }
      if let done { return done }
    }
    throw CoordinationError.contention(attempts: options.attempts)
  }

  private func tryOnce(
    _ scope: FetchScope, publishing ground: KeyGround, waking: Waking, attempt: Int,
    make: (Standing, Acting) async throws -> [RecordContent]
  ) async throws -> Submission? {
    var standing = try await writingStanding(scope, waking)
    let acting = try acting(in: standing.state)
    var records: [Record] = []
    let expected = standing.tip
    while let key = try await keyToPublish(ground, after: standing, by: acting) {
      let (record, next) = try await judgeAndCompose(key, by: acting.principal, after: standing)
      records.append(record)
      standing = next
    }
    for content in try await make(standing, acting) {
      let (record, next) = try await judgeAndCompose(content, by: acting.principal, after: standing)
      records.append(record)
      standing = next
    }
    return try await deliver(records, standing, expecting: expected, attempt: attempt)
  }

  /// One record by whoever acts.
  package func submit(
    title: String, body: String = "", _ scope: FetchScope = .coordination,
    act: (Standing, PhaseState, Acting) async throws -> Act
  ) async throws -> Submission {
    try await submit(scope, waking: .asked(phase)) { standing, acting in
      let phase = try phaseState(in: standing.state)
      let act = try await act(standing, phase, acting)
      return [
        RecordContent(
          principal: acting.principal.name, role: acting.role, phase: phase.phase.id, act: act, title: title,
          body: body)
      ]
    }
  }

  /// A writer always asks the remote: what it has seen before is no ground to write on.
  private func writingStanding(_ scope: FetchScope, _ waking: Waking) async throws -> Standing {
    guard options.asking == .remote else {
      throw CoordinationError.usage("a record cannot be written offline", mend: "leave out --offline")
    }
    return try await standing(scope, waking: waking)
  }

  func judgeAndCompose(
    _ content: RecordContent, by principal: Principal, after standing: Standing
  ) async throws -> (Record, Standing) {
    try checkReadable(content)
    var standing = standing
    try branch.wake(for: content, in: &standing.state)
    var facts = try await branch.facts(for: content, in: standing.state, on: standing.tip)
    var policy = standing.state.policy
    // A founding record's policy is its own.
    if policy == nil, case .read(let brought) = facts.policy { policy = brought }
    let signer = try await signer(of: principal, under: policy)
    if let signer { facts.signature = .by(key: signer.key.line) }
    let author = Author(name: principal.name.text, address: principal.address)
    // Clocks differ between machines; a record is never dated before the one it follows.
    let time = max(host.now(), standing.state.lastTime ?? host.now())
    let candidate = Candidate(content: content, author: author, time: time, facts: facts)
    let refusals = Judge.refusals(of: candidate, in: standing.state)
    guard refusals.isEmpty else { throw CoordinationError.refused(refusals) }
    let id = try await branch.compose(candidate, in: standing.state, on: standing.tip, signer: signer)
    var state = standing.state
    state.take(id, candidate)
    return (
      Record(id: id, time: candidate.time, author: author, content: content), Standing(tip: id, state: state)
    )
  }

  /// What signs for the principal, where the policy requires that.
  func signer(of principal: Principal, under policy: Policy?) async throws -> (any RecordSigner)? {
    guard policy?.signatures == .required else { return nil }
    guard let line = principal.key else {
      throw CoordinationError.usage(
        "assay.yml has no key of \(principal.name)", mend: "assay principal add NAME ROLE KEY --as operator")
    }
    return try await keyring.signer(
      for: try Self.publicKey(line), of: principal.name, ownFile: try branch.settings().key)
  }

  package static func publicKey(_ line: String) throws -> SSHPublicKey {
    do {
      return try SSHPublicKey(line: line)
    } catch {
      throw CoordinationError.malformed(error.description, mend: "give the line of a .pub file, or its path")
    }
  }

  /// What is written has to read back as what was meant, before anybody sees it.
  private func checkReadable(_ content: RecordContent) throws {
    do {
      let read = try RecordMessage.read(RecordMessage.text(of: content))
      guard read == content else { throw MalformedRecord.notCanonical }
    } catch let problem as MalformedRecord {
      throw CoordinationError.malformed(
        "the record cannot be written: \(problem)",
        mend: "shorten the text, or put the long part into a file of the repository and name it")
    }
  }

  /// Pushes. Nil means that the branch had moved and the whole act is to be tried again.
  func deliver(
    _ records: [Record], _ standing: Standing, expecting tip: ObjectID?, attempt: Int
  ) async throws -> Submission? {
    guard let last = records.last else {
      return Submission(records: [], state: standing.state, attempts: attempt, follow: .leftAlone("nothing to do"))
    }
    // A look at the work tree takes git as long as a small push does: one beside the other.
    let checkout = try lookAtCheckout()
    switch try await branch.push(last.id, expecting: tip) {
    case .accepted:
      return Submission(
        records: records, state: standing.state, attempts: attempt,
        follow: try await branch.follow(last.id, from: checkout))
    case .moved:
      logger.debug("the branch moved; once more", metadata: ["attempt": "\(attempt)"])
      try await Task.sleep(for: .milliseconds(pause(after: attempt)))
      return nil
    case .refused(let said): throw CoordinationError.refusedByServer(said)
    }
  }

  func follow(_ commit: ObjectID) async throws -> FollowResult {
    try await endingLooks { try await branch.follow(commit, from: try lookAtCheckout()) }
  }

  /// Does the work; no look at the working tree that was begun for it outlives it.
  func endingLooks<Value>(_ work: () async throws -> Value) async throws -> Value {
    do {
      let value = try await work()
      await branch.stopLooking()
      return value
    } catch {
      await branch.stopLooking()
      throw error
    }
  }

  private func lookAtCheckout() throws -> Task<Checkout, any Error> {
    options.following == .follow ? try branch.lookAtCheckout() : Task { .leftAlone("--no-follow was given") }
  }

  /// A random part of a window that grows to half a second, so that writers who met do not meet again.
  private func pause(after attempt: Int) -> Int {
    let window = min(10 << min(attempt, 6), 500)
    let random = host.randomBytes(2).reduce(0) { $0 << 8 | Int($1) }
    return random % window
  }
}
