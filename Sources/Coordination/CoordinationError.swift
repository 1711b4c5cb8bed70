import WorkflowModel
import WorkflowRules

/// Why an act did not happen. Each case has its exit status; nothing was changed.
package enum CoordinationError: Error, Hashable, Sendable {
  /// A rule says no. 77
  case refused([Refusal])
  /// The server says no, in its own words. 77
  case refusedByServer(String)
  /// 69
  case unreachable(remote: String, said: String)
  /// The branch kept moving. 75
  case contention(attempts: Int)
  /// 75
  case timedOut(String)
  /// Something that was given cannot be used: what, why, and the command that mends it. 65
  case malformed(String, mend: String)
  /// The call is incomplete or contradicts itself. 64
  case usage(String, mend: String)
  /// History, repository or settings are not as they have to be. 65
  case damaged(String, mend: String)
}

extension CoordinationError {
  package var exitStatus: Int32 {
    switch self {
    case .refused, .refusedByServer: 77
    case .unreachable: 69
    case .contention, .timedOut: 75
    case .malformed, .damaged: 65
    case .usage: 64
    }
  }
}
