import WorkflowModel

/// V4 — FAIL names at least one failing check or one open finding. CONDITIONAL names its lift condition and counts as
/// not passed.
package enum NamedCause: RefusalReason {
  case failWithoutCause
  case notInChecklist([CheckID])
  case passedInEvidence([CheckID])
  case findingNotOpen([FindingID])
  case noCondition
  case passWithCause(Ruling)
  case openBlockers([FindingID])

  package var found: String {
    switch self {
    case .failWithoutCause: "FAIL names neither a failing check nor an open finding"
    case .notInChecklist(let checks): "the gate asks no check \(list(checks))"
    case .passedInEvidence(let checks): "the evidence that is cited says that \(list(checks)) passed"
    case .findingNotOpen(let findings): "\(list(findings)) is no open finding of this phase"
    case .noCondition: "CONDITIONAL does not say what lifts it"
    case .passWithCause(let ruling):
      "\(ruling.rawValue) cannot name failing checks or a condition that it does not have"
    case .openBlockers(let findings): "blocking findings on this gate are open: \(list(findings))"
    }
  }

  package var mend: String {
    switch self {
    case .failWithoutCause, .findingNotOpen: "assay finding open -m TITLE, then: assay review GATE --fail --finding ID"
    case .notInChecklist, .passedInEvidence: "name a check that failed: --check ID"
    case .noCondition: "--condition TEXT"
    case .passWithCause: "leave out --check and --condition, or rule FAIL"
    case .openBlockers: "re-test and close them: assay finding close ID; or rule FAIL"
    }
  }
}

enum V4NamedCause: Rule {
  static func refusals(of candidate: Candidate, in state: WorkflowState) -> [Refusal] {
    guard let id = candidate.content.phase, let phase = state.phases[id] else { return [] }
    if case .liftCondition(let gate, _, _) = candidate.content.act { return openBlockers(on: gate, in: phase) }
    guard case .rule(let verdict) = candidate.content.act,
      let open = phase.gate(verdict.gate).standing.answerable
    else { return [] }
    let notOpen = verdict.findings.filter { phase.findings[$0]?.closedBy != nil || phase.findings[$0] == nil }
    if !notOpen.isEmpty { return [.v4(.findingNotOpen(notOpen))] }
    let notAsked = verdict.failing.filter { open.gate.check($0) == nil }
    if !notAsked.isEmpty { return [.v4(.notInChecklist(notAsked))] }
    if !verdict.failing.isEmpty, case .read(let set) = candidate.facts.evidence {
      let failed = Set(set.failed.map(\.check))
      let passed = verdict.failing.filter { !failed.contains($0) }
      if !passed.isEmpty { return [.v4(.passedInEvidence(passed))] }
    }
    switch verdict.ruling {
    case .fail:
      if verdict.failing.isEmpty, verdict.findings.isEmpty { return [.v4(.failWithoutCause)] }
      return verdict.condition == nil ? [] : [.v4(.passWithCause(.fail))]
    case .conditional: return verdict.condition == nil ? [.v4(.noCondition)] : []
    case .pass:
      if !verdict.failing.isEmpty || verdict.condition != nil { return [.v4(.passWithCause(.pass))] }
      return openBlockers(on: verdict.gate, in: phase)
    }
  }

  private static func openBlockers(on gate: GateID, in phase: PhaseState) -> [Refusal] {
    let blockers = phase.openFindings.filter { $0.severity == .blocking && $0.gate == gate }.map(\.id)
    return blockers.isEmpty ? [] : [.v4(.openBlockers(blockers))]
  }
}

/// V5 — Every probe pre-registered for that gate is accounted for in the verdict.
package enum AccountedProbes: RefusalReason {
  case unaccounted([ProbeID])
  case unknown([ProbeID])
  case repeated([ProbeID])
  case brokeAndPassed([ProbeID])
  case tooLate(GateID)

  package var found: String {
    switch self {
    case .unaccounted(let probes): "the verdict does not account for the probes \(list(probes))"
    case .unknown(let probes): "no probe \(list(probes)) was registered for this gate"
    case .repeated(let probes): "the probes \(list(probes)) are named more than once"
    case .brokeAndPassed(let probes): "the probes \(list(probes)) broke it, so it cannot pass"
    case .tooLate(let gate): "a claim stands on \(gate), and probes are registered before it"
    }
  }

  package var mend: String {
    switch self {
    case .unaccounted, .unknown, .repeated: "--probe ID=held|broke|not-tried[:NOTE] for each"
    case .brokeAndPassed: "open a finding and rule FAIL"
    case .tooLate: "name what you tried in the verdict's text"
    }
  }
}

enum V5AccountedProbes: Rule {
  static func refusals(of candidate: Candidate, in state: WorkflowState) -> [Refusal] {
    guard let id = candidate.content.phase, let phase = state.phases[id] else { return [] }
    switch candidate.content.act {
    case .rule(let verdict):
      let registered = Set((phase.probes[verdict.gate] ?? []).map(\.id))
      let accounted = verdict.probes.map(\.id)
      let unknown = Set(accounted).subtracting(registered)
      if !unknown.isEmpty { return [.v5(.unknown(unknown.sorted()))] }
      if Set(accounted).count != accounted.count { return [.v5(.repeated(duplicates(accounted)))] }
      let missing = registered.subtracting(accounted)
      if !missing.isEmpty { return [.v5(.unaccounted(missing.sorted()))] }
      let broke = verdict.probes.filter { $0.result == .broke }.map(\.id)
      return verdict.ruling == .pass && !broke.isEmpty ? [.v5(.brokeAndPassed(broke))] : []
    case .registerProbes(let gate, let probes):
      if phase.gate(gate).standing.answerable != nil { return [.v5(.tooLate(gate))] }
      let ids = (phase.probes[gate] ?? []).map(\.id) + probes.map(\.id)
      return probes.isEmpty || Set(ids).count != ids.count ? [.v5(.repeated(duplicates(ids)))] : []
    default: return []
    }
  }

  private static func duplicates(_ ids: [ProbeID]) -> [ProbeID] {
    Dictionary(grouping: ids, by: { $0 }).filter { $0.value.count > 1 }.keys.sorted()
  }
}
