import FoundationEssentials
import WorkflowModel

extension Host {
  /// The machine as it is. `ASSAY_NOW` (`2026-06-11T17:36:00Z`) pins the clock, for replays and tests.
  package static var live: Host {
    let environment = ProcessInfo.processInfo.environment
    let pinned = environment["ASSAY_NOW"].flatMap { Timestamp($0) }
    return Host(
      now: { pinned ?? Timestamp(seconds: Int64(Date().timeIntervalSince1970)) },
      environment: environment,
      randomBytes: { count in
        var generator = SystemRandomNumberGenerator()
        return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
      })
  }
}
