import Evidence
import HostEffects
import Ledgers
import Logging
import WorkflowModel
import WorkflowRules

/// The use cases' common ground: a clone, a host, and whom the user acts as. Each act and each reading is an
/// extension in a file of its own.
package struct Coordinator {
  package let branch: any CoordinationBranch
  package let keyring: any Keyring
  package let host: Host
  package let logger: Logger
  /// The role that was asked for; nil means the clone's own.
  package let role: Role?
  /// The phase that was asked for; nil means the only active one.
  package let phase: PhaseID?
  package let options: WritingOptions

  package init(
    branch: any CoordinationBranch, keyring: any Keyring = EmptyKeyring(), host: Host, logger: Logger,
    role: Role? = nil, phase: PhaseID? = nil,
    options: WritingOptions = WritingOptions()
  ) {
    self.branch = branch
    self.keyring = keyring
    self.host = host
    self.logger = logger
    self.role = role
    self.phase = phase
    self.options = options
  }
}

package struct WritingOptions: Sendable {
  package enum Following: Sendable { case follow, stay }
  package enum Asking: Sendable { case remote, offline }

  package var following = Following.follow
  package var asking = Asking.remote
  package var attempts = 80

  package init() {}
}

/// Who acts: a principal of the policy in one of their roles.
package struct Acting: Hashable, Sendable {
  package let principal: Principal
  package let role: Role
}

/// The workspace as fetched: tip and state belong together.
package struct Standing: Sendable {
  package let tip: ObjectID?
  package internal(set) var state: WorkflowState
}

extension Coordinator {
  /// The state at the remote's tip or, offline, at the last one seen. Refuses a workspace that is not the pinned one.
  package func standing(
    _ scope: FetchScope = .coordination, waking: Waking = .everything
  ) async throws -> Standing {
    let tip = try await tip(scope)
    var state = try branch.state(at: tip)
    try branch.wake(waking.ids(in: state), in: &state)
    try state.requireTrust(pinned: try branch.settings().founding)
    return Standing(tip: tip, state: state)
  }

  /// The remote's tip or, offline, the last one seen.
  func tip(_ scope: FetchScope = .coordination) async throws -> ObjectID? {
    switch options.asking {
    case .remote: try await branch.fetch(scope)
    case .offline: try branch.knownTip()
    }
  }

  package func policy(of state: WorkflowState) throws -> Policy {
    guard let policy = state.policy else { throw CoordinationError.refused([.r7(.notFounded)]) }
    return policy
  }

  /// The principal that the user acts as.
  package func acting(in state: WorkflowState) throws -> Acting {
    let policy = try policy(of: state)
    let settings = try branch.settings()
    guard let role = role ?? settings.role else {
      throw CoordinationError.usage(
        "this clone has no role",
        mend: "--as ROLE, or ASSAY_ROLE, or git config assay.role ROLE; a clone of a role is made by: assay join")
    }
    let holders = policy.principals.filter { $0.roles.contains(role) }
    if let name = settings.principal, let own = holders.first(where: { $0.name == name }) {
      return Acting(principal: own, role: role)
    }
    if let name = settings.principal, policy.signatures == .required, settings.key != nil {
      throw CoordinationError.usage(
        "assay.yml does not name \(name), whose key this clone has",
        mend: "an operator adds it: assay principal add \(name) \(role.rawValue) KEY --as operator")
    }
    switch holders.count {
    case 1: return Acting(principal: holders[0], role: role)
    case 0:
      throw CoordinationError.usage("assay.yml names no \(role.rawValue)", mend: "assay principal list")
    default:
      throw CoordinationError.usage(
        "several principals are \(role.rawValue): \(holders.map(\.name.text).joined(separator: ", "))",
        mend: "git config assay.principal NAME")
    }
  }

  package func phaseState(named id: PhaseID, in state: WorkflowState) throws -> PhaseState {
    _ = try policy(of: state)
    guard let found = state.phases[id] else {
      throw CoordinationError.refused([.c1(.unknownPhase(id, known: state.phases.ids))])
    }
    return found
  }

  /// The phase that was asked for, or the only one that is active.
  package func phaseState(in state: WorkflowState) throws -> PhaseState {
    if let phase { return try phaseState(named: phase, in: state) }
    _ = try policy(of: state)
    let active = state.activePhases
    switch active.count {
    case 1: return active[0]
    case 0:
      let known = state.phases.ids.map(\.text)
      throw CoordinationError.usage(
        "no phase is active" + (known.isEmpty ? "" : "; there is \(known.joined(separator: ", "))"),
        mend: known.isEmpty ? "assay phase add FILE, then: assay phase open ID" : "--phase ID, or: assay phase open ID")
    default:
      throw CoordinationError.usage(
        "several phases are active: \(active.map(\.phase.id.text).joined(separator: ", "))", mend: "--phase ID")
    }
  }
}

extension WorkflowState {
  /// Refuses a workspace that is not the pinned one, and a history that forks: nobody may act on either, or be told.
  package func requireTrust(pinned: ObjectID?) throws(CoordinationError) {
    let refusals = mistrust(pinned: pinned)
    if !refusals.isEmpty { throw .refused(refusals) }
  }

  func mistrust(pinned: ObjectID?) -> [Refusal] {
    (pinned.map { Judge.refusals(pinned: $0, in: self) } ?? []) + Judge.refusals(ofForkIn: self)
  }
}
