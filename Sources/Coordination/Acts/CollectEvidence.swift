import Evidence
import HostEffects
import Ledgers
import Logging
import Signatures
import WorkflowModel
import WorkflowRules

/// What a collection gave: the set, kept in this clone under its id.
package struct GateCollection: Sendable {
  package let id: ObjectID
  package let set: EvidenceSet
  package let gate: Gate

  /// Whether every check passed.
  package var isClean: Bool { self.set.failed.isEmpty }
}

/// What a collection is about.
struct CollectionTarget {
  let gate: Gate
  /// ``WorkflowModel/ObjectID/none`` where there is no claim; then no verdict can cite the set.
  let claim: ObjectID
  let subject: ObjectID
  let plan: ObjectID
}

extension Coordinator {
  /// Runs the gate's checklist in a fresh clone at exactly the subject, and keeps what was seen.
  ///
  /// An Adversary collects for the claim that stands. A Builder may collect before claiming; the set then belongs to no
  /// claim yet, and no verdict can cite it.
  package func collect(
    _ gate: GateID, claim asked: String?, subject: String?, readings: [CheckID: GivenReading] = [:],
    progress: (CollectionProgress) -> Void
  ) async throws -> GateCollection {
    let standing = try await standing(.everything)
    let acting = try acting(in: standing.state)
    let phase = try phaseState(in: standing.state)
    let target = try target(of: gate, in: phase, claim: asked, subject: subject, role: acting.role)
    return try await collect(target, in: phase, by: acting, after: standing, readings: readings, progress: progress)
  }

  func collect(
    _ target: CollectionTarget, in phase: PhaseState, by acting: Acting, after standing: Standing,
    readings: [CheckID: GivenReading] = [:], progress: (CollectionProgress) -> Void
  ) async throws -> GateCollection {
    let policy = try policy(of: standing.state)
    try Self.check(readings, askedBy: target.gate)
    let request = CollectionRequest(
      phase: phase.phase.id, gate: target.gate, claim: target.claim, subject: target.subject, plan: target.plan,
      collector: acting.principal.name, role: acting.role, nonce: Hexadecimal.text(of: host.randomBytes(16)),
      secrets: secrets(of: policy), readings: readings, approvals: policy.approvals, toolVersion: ToolVersion.current)
    // Who cannot sign learns it before the checks have run.
    let signer = try await signer(of: acting.principal, under: policy)
    let workspace = try await branch.coldWorkspace(for: target.subject, of: policy, lasting: .command)
    // What was seen counts, whatever becomes of the place where it was seen.
    defer { discard(workspace) }
    var collected = try await Evidence.collect(request, in: workspace, host: host, progress: progress)
    if let signer { collected = try await Self.signed(collected, by: signer) }
    return GateCollection(
      id: try branch.keep(collected.files, of: collected.set), set: collected.set, gate: target.gate)
  }

  /// A reading that nobody asked for would be lost without a word.
  private static func check(_ readings: [CheckID: GivenReading], askedBy gate: Gate) throws {
    let places = gate.checks.filter { if case .inspect = $0.asks { true } else { false } }.map(\.id)
    guard let other = readings.keys.sorted().first(where: { !places.contains($0) }) else { return }
    let known = places.isEmpty ? "it asks for none" : "it asks for \(places.map(\.text).joined(separator: ", "))"
    throw CoordinationError.usage(
      "gate \(gate.id) asks for no reading '\(other)'; \(known)", mend: "assay phase show lists the checks")
  }

  private static func signed(_ collected: CollectedSet, by signer: any RecordSigner) async throws -> CollectedSet {
    let signature: [UInt8]
    do {
      signature = try await signer.attest(collected.message)
    } catch {
      throw CoordinationError.usage(
        "the evidence set could not be signed: \(error)", mend: "nothing was kept; collect again")
    }
    return try collected.signed(Envelope(key: signer.key.fingerprint, signature: signature))
  }

  private func discard(_ workspace: Workspace) {
    do {
      try branch.discard(workspace)
    } catch {
      logger.warning("a workspace could not be removed", metadata: ["path": "\(workspace.root)", "why": "\(error)"])
    }
  }

  /// A fresh clone at exactly the claimed subject, for a person to look around in.
  package func verificationWorkspace(_ gate: GateID) async throws -> (workspace: Workspace, subject: ObjectID) {
    let standing = try await standing(.everything)
    let phase = try phaseState(in: standing.state)
    let claim = try answerable(gate, in: phase)
    let workspace = try await branch.coldWorkspace(
      for: claim.claim.subject, of: try policy(of: standing.state), lasting: .kept)
    return (workspace, claim.claim.subject)
  }

  private func target(
    of id: GateID, in phase: PhaseState, claim asked: String?, subject: String?, role: Role
  ) throws -> CollectionTarget {
    guard let gate = phase.phase.gate(id) ?? phase.gate(id).standing.answerable?.gate else {
      throw CoordinationError.refused([.c1(.unknownGate(id, phase.phase.id, declared: phase.phase.gates.map(\.id)))])
    }
    if let open = phase.gate(id).standing.answerable, subject == nil {
      if let asked, !open.record.description.hasPrefix(asked.lowercased()) {
        throw CoordinationError.malformed(
          "claim \(InertText.line(asked)) is not the one that stands on \(id), which is \(open.record.short)",
          mend: "assay collect \(id)")
      }
      return CollectionTarget(gate: open.gate, claim: open.record, subject: open.claim.subject, plan: open.claim.plan)
    }
    guard role == .builder, asked == nil else { throw CoordinationError.refused([.v1(.noOpenClaim(id))]) }
    let commit = try branch.resolve(subject ?? "HEAD")
    return CollectionTarget(gate: gate, claim: .none, subject: commit, plan: phase.plan)
  }

  private func secrets(of policy: Policy) -> [String: String] {
    var secrets: [String: String] = [:]
    for name in policy.secrets { if let value = host.environment[name], !value.isEmpty { secrets[name] = value } }
    return secrets
  }
}
