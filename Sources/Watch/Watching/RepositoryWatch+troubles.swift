import Coordination
import HostEffects
import Logging
import WorkflowModel
import WorkflowRules

extension RepositoryWatch {
  /// Tells everybody that the branch cannot be looked at.
  func tell(_ error: any Error) {
    let (kind, said) = Self.trouble(error)
    metrics.troubled(by: kind)
    let event = WatchEvent(
      id: "\(kind.rawValue):\(host.now())", kind: kind, wakes: [.operator, .watchdog],
      title: InertText.line("\(directory): \(said)"), time: host.now(),
      next: kind == .unreachable || kind == .denied ? "git ls-remote" : "assay audit --full")
    for courier in couriers.values { courier.trouble(event, recovered: recovery) }
  }

  var recovery: WatchEvent {
    WatchEvent(
      id: "recovered:\(host.now())", kind: .recovered, wakes: [.operator, .watchdog],
      title: "\(InertText.line(directory)) can be watched again", time: host.now())
  }

  private static func trouble(_ error: any Error) -> (EventKind, String) {
    guard let error = error as? CoordinationError else { return (.damaged, "\(error)") }
    switch error {
    case .unreachable(let remote, let said):
      return (RemoteWords.isDenial(said) ? .denied : .unreachable, "\(remote) cannot be reached: \(said)")
    case .refused(let refusals):
      let isRewound = refusals.contains { if case .r5 = $0 { true } else { false } }
      return (
        isRewound ? .rewound : .damaged, refusals.map { "\($0.rule.rawValue): \($0.found)" }.joined(separator: "; ")
      )
    case .refusedByServer(let said): return (.denied, said)
    case .contention, .timedOut: return (.unreachable, "it took too long")
    case .malformed(let what, _), .usage(let what, _), .damaged(let what, _): return (.damaged, what)
    }
  }
}

/// What git and ssh say, in the words of `LC_ALL=C`, when a server answers and lets nobody in. They have no other way to
/// say it: the exit status is the same for a server that is not there. Nothing but an event's kind depends on this.
enum RemoteWords {
  static func isDenial(_ said: String) -> Bool {
    ["Permission denied", "Authentication failed", "could not read Username", "could not read Password", "error: 403"]
      .contains { said.contains($0) }
  }
}
