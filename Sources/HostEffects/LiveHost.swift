import FoundationEssentials
import WorkflowModel

extension Host {
  /// The machine as it is. `ASSAY_NOW` (`2026-06-11T17:36:00Z`) pins the clock, for replays and tests; what is no moment
  /// is refused, since a clock that went on would be taken for a pinned one.
  package static func live() throws(MalformedClock) -> Host {
    let environment = ProcessInfo.processInfo.environment
    var pinned: Timestamp?
    if let text = environment[MalformedClock.variable] {
      guard let moment = Timestamp(text) else { throw MalformedClock(text: text) }
      pinned = moment
    }
    return Host(
      now: { [pinned] in pinned ?? Timestamp(seconds: Int64(Date().timeIntervalSince1970)) },
      environment: environment,
      randomBytes: { count in
        var generator = SystemRandomNumberGenerator()
        return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
      })
  }
}

/// `ASSAY_NOW` is set, and is no moment.
package struct MalformedClock: Error, Hashable, Sendable, CustomStringConvertible {
  package static let variable = "ASSAY_NOW"
  package let text: String

  package var description: String { "\(Self.variable) is '\(InertText.line(text))', and that is no moment" }
  package var mend: String { "write it as 2026-06-11T17:36:00Z, in UTC, or unset it" }
}
