import Ledgers
import WorkflowModel

extension WorkflowState {
  /// Judges the record and, if it is permitted, takes it in; otherwise it is noted as disputed and changes nothing.
  @discardableResult
  package mutating func take(_ id: ObjectID, _ candidate: Candidate) -> [Refusal] {
    let refusals = Judge.refusals(of: candidate, in: self)
    guard refusals.isEmpty else {
      dispute(id, refusals)
      return refusals
    }
    apply(id, candidate)
    note(id, candidate)
    recordCount += 1
    lastTime = candidate.time
    return []
  }

  /// What a record that is permitted does. It is not judged here: call ``take(_:_:)``.
  mutating func apply(_ id: ObjectID, _ candidate: Candidate) {
    let content = candidate.content
    switch content.act {
    case .foundWorkspace(let file), .changePolicy(let file):
      guard case .read(let policy) = candidate.facts.policy else { return }
      founding = founding ?? id
      self.policy = policy
      policyFile = file
    case .filePhase(let plan):
      guard let phaseID = content.phase, case .read(let phase) = candidate.facts.phaseFile else { return }
      if phases[phaseID] == nil {
        phases.add(PhaseState(phase: phase, plan: plan))
      } else {
        phases.update(phaseID) {
          $0.phase = phase
          $0.plan = plan
        }
      }
    case .send(let role, let weight):
      guard let phase = content.phase else { return }
      messages.append(
        OpenMessage(
          id: id, phase: phase, from: content.principal, to: role, weight: weight, title: content.title,
          time: candidate.time))
    case .acknowledge(let message): messages.removeAll { $0.id == message }
    case .defer(let deferral, let trigger):
      phases.update(deferral.phase) { $0.deferrals += 1 }
      deferrals.append(
        OpenDeferral(
          id: deferral, title: content.title, trigger: trigger, by: content.principal, time: candidate.time))
    case .resolve(let deferral, _): deferrals.removeAll { $0.id == deferral }
    default:
      guard let phase = content.phase else { return }
      let key = policy?.principal(named: content.principal)?.key
      phases.update(phase) { $0.apply(id, candidate, key: key) }
    }
  }
}
