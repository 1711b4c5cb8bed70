import Ledgers
import WorkflowModel

/// R1 — A record's author role, and its signature where signatures are required, permit that record. Roles come from
/// `assay.yml` as it was at the record's parent, never from the record itself.
///
/// While signatures are off, an author is who their address says. Where they are required, the key says who it is, and
/// the address has to be that principal's.
package enum Permission: RefusalReason {
  case unknownAddress(String)
  case otherName(PrincipalName, address: String, belongsTo: PrincipalName)
  case roleNotHeld(PrincipalName, Role, holds: [Role])
  case roleMayNot(Role, RecordKind, who: [Role])
  case phaseIsOpen(PhaseID)
  case notTheIssuer(PrincipalName, issuer: PrincipalName)
  case notTheAddressee(Role, addressee: Role)
  case unsigned
  case badSignature(String)
  case unknownKey(String)
  case otherKey(PrincipalName, belongsTo: PrincipalName)
  case otherAddress(String, PrincipalName, its: String)

  package var found: String {
    switch self {
    case .unknownAddress(let address): "the author address \(InertText.line(address)) belongs to no principal"
    case .otherName(let name, let address, let owner):
      "the record says \(name), but \(InertText.line(address)) is \(owner)'s address"
    case .roleNotHeld(let name, let role, let held):
      "\(name) does not act as \(role.rawValue): \(name) is \(list(held.map(\.rawValue)))"
    case .roleMayNot(let role, let kind, let who):
      "a record of kind \(kind.rawValue) is for \(list(who.map(\.rawValue))), not for the \(role.rawValue)"
    case .phaseIsOpen(let phase): "phase \(phase) is open, and its file is the operator's from then on"
    case .notTheIssuer(let name, let issuer): "\(issuer) raised it, so \(name) cannot lift it"
    case .notTheAddressee(let role, let addressee):
      "the message is to the \(addressee.rawValue), and the \(role.rawValue) cannot acknowledge it"
    case .unsigned: "the record is not signed, and assay.yml requires signatures"
    case .badSignature(let why): "the record's signature is no good: \(why)"
    case .unknownKey(let key): "the record is signed with a key that belongs to no principal: \(InertText.line(key))"
    case .otherKey(let name, let owner): "the record says \(name), but it is signed with \(owner)'s key"
    case .otherAddress(let address, let name, let own):
      "the record bears the address \(InertText.line(address)), and \(name)'s, who signed it, is \(own)"
    }
  }

  package var mend: String {
    switch self {
    case .unknownAddress: "assay principal list; an operator adds one with: assay principal add NAME ROLE KEY"
    case .otherName, .roleNotHeld: "act from the clone of that role: assay join ROLE REMOTE DIR"
    // The other side's role is not taken on by an option.
    case .roleMayNot(_, _, let who):
      who == [.operator]
        ? "--as operator" : "from that role's clone: assay join \(who.first?.rawValue ?? "ROLE") REMOTE DIR"
    case .phaseIsOpen: "from the operator's clone: assay phase add FILE --as operator"
    case .notTheIssuer(_, let issuer): "ask \(issuer): assay send adversary -m TEXT"
    case .notTheAddressee(_, let addressee): "assay ack ID --as \(addressee.rawValue)"
    case .unsigned, .badSignature: "records are written and signed by assay's commands, with a key that assay.yml names"
    case .unknownKey: "assay principal list; an operator adds it with: assay principal add NAME ROLE 'KEY'"
    case .otherKey, .otherAddress: "act from the clone of that role: assay join ROLE REMOTE DIR"
    }
  }
}

/// The one table of who may do what (§4 of the contract).
package enum PermissionTable {
  package static func roles(for act: Act, in phase: PhaseState?) -> [Role] {
    switch act {
    case .foundWorkspace, .changePolicy, .reopenGate, .reopenPhase: [.operator]
    case .filePhase, .openPhase: [.builder, .operator]
    case .claim, .withdraw, .journal, .publishKey, .addBacklog, .finishBacklog, .done: [.builder]
    case .rule, .revoke, .veto, .liftVeto, .liftCondition, .registerProbes, .captureBaseline, .openFinding,
      .correctFinding, .closeFinding:
      [.adversary]
    case .waive: phase?.phase.waivers == .adversary ? [.adversary] : [.operator]
    case .defer, .resolve, .decide: [.builder, .adversary, .operator]
    case .send, .acknowledge: Role.allCases
    }
  }
}

enum R1Permission: Rule {
  static func refusals(of candidate: Candidate, in state: WorkflowState) -> [Refusal] {
    let content = candidate.content
    guard let policy = policy(for: candidate, in: state) else { return [] }
    let principal: Principal
    do throws(Permission) {
      principal = try author(of: candidate, under: policy)
    } catch {
      return [.r1(error)]
    }
    guard principal.roles.contains(content.role) else {
      return [.r1(.roleNotHeld(principal.name, content.role, holds: principal.roles))]
    }
    let phase = content.phase.flatMap { state.phases[$0] }
    let permitted = PermissionTable.roles(for: content.act, in: phase)
    guard permitted.contains(content.role) else {
      return [.r1(.roleMayNot(content.role, content.act.kind, who: permitted))]
    }
    return narrower(candidate, in: state, phase: phase)
  }

  /// The principal whose record it is: by key where signatures are required, else by address.
  private static func author(of candidate: Candidate, under policy: Policy) throws(Permission) -> Principal {
    let name = candidate.content.principal
    let address = candidate.author.address
    switch policy.signatures {
    case .off:
      guard let principal = policy.principal(address: address) else { throw .unknownAddress(address) }
      guard principal.name == name else { throw .otherName(name, address: address, belongsTo: principal.name) }
      return principal
    case .required:
      let key: String
      switch candidate.facts.signature {
      case .notAsked, .absent: throw .unsigned
      case .invalid(let why): throw .badSignature(why)
      case .by(let signing): key = signing
      }
      guard let principal = policy.principal(key: key) else { throw .unknownKey(key) }
      guard principal.name == name else { throw .otherKey(name, belongsTo: principal.name) }
      guard principal.address.lowercased() == address.lowercased() else {
        throw .otherAddress(address, name, its: principal.address)
      }
      return principal
    }
  }

  /// The founding record is judged by the policy that it brings.
  private static func policy(for candidate: Candidate, in state: WorkflowState) -> Policy? {
    if case .foundWorkspace = candidate.content.act, case .read(let policy) = candidate.facts.policy { return policy }
    return state.policy
  }

  private static func narrower(_ candidate: Candidate, in state: WorkflowState, phase: PhaseState?) -> [Refusal] {
    let content = candidate.content
    switch content.act {
    case .filePhase:
      guard let phase, phase.stage != .declared, content.role != .operator else { return [] }
      return [.r1(.phaseIsOpen(phase.phase.id))]
    case .liftVeto(let id):
      // A veto outlives its issuer's place in the policy; then any Adversary may lift it.
      guard let veto = phase?.vetoes.first(where: { $0.record == id }), veto.by != content.principal,
        state.policy?.principal(named: veto.by) != nil
      else { return [] }
      return [.r1(.notTheIssuer(content.principal, issuer: veto.by))]
    case .acknowledge(let id):
      guard let message = state.messages.first(where: { $0.id == id }), message.to != content.role else { return [] }
      return [.r1(.notTheAddressee(content.role, addressee: message.to))]
    default: return []
    }
  }
}
