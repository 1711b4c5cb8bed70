import Recipes
import Swarm
import WorkflowModel

/// The parts of a run, in their order. Lint is judged apart from them.
package enum Stage: String, Hashable, Codable, Sendable, CaseIterable {
  case install
  case upgrade
  case backup
  case restore
  case custom

  package var rung: Rung {
    switch self {
    case .install: .install
    case .upgrade: .upgrade
    case .backup, .restore: .backupRestore
    case .custom: .functional
    }
  }
}

/// How one stage went.
package struct StageResult: Hashable, Sendable {
  package let stage: Stage
  package let status: RungStatus
  /// Assertions of the harness and tests of the recipe, in the order in which they were asked.
  package let tests: [StageTest]
  /// Why it did not pass; at least one for a failure.
  package let reasons: [Reason]
  /// What was declared, for a skip; empty otherwise.
  package let declared: String
  package let services: [ServiceEnd]
  package let duration: Duration

  package init(
    _ stage: Stage, _ status: RungStatus, tests: [StageTest] = [], reasons: [Reason] = [], declared: String = "",
    services: [ServiceEnd] = [], duration: Duration = .zero
  ) {
    self.stage = stage
    self.status = status
    self.tests = tests
    self.reasons = reasons
    self.declared = declared
    self.services = services
    self.duration = duration
  }
}

/// A test of a stage.
package struct StageTest: Hashable, Codable, Sendable {
  package let name: String
  package let status: RungStatus
  package let ms: Int

  package init(name: String, status: RungStatus, ms: Int) {
    self.name = name
    self.status = status
    self.ms = ms
  }
}

/// A code, and what was found: in one line, without secrets.
package struct Reason: Hashable, Codable, Sendable, CustomStringConvertible {
  package let code: ReasonCode
  package let detail: String

  package init(_ code: ReasonCode, _ detail: String = "") {
    self.code = code
    self.detail = InertText.line(detail)
  }

  package var description: String { detail.isEmpty ? code.sentence : "\(code.sentence): \(detail)" }
}

/// How the deployment of one service ended.
package struct ServiceEnd: Hashable, Codable, Sendable {
  package let service: String
  /// `converged`, `unchanged` (nothing to roll), or the code of a failure.
  package let end: String
  /// The engine's own words; empty when it had none.
  package let message: String

  package init(service: String, _ end: RolloutEnd) {
    switch end {
    case .converged(let rolled): self.init(service: service, end: rolled ? "converged" : "unchanged", message: "")
    case .failed(let failure, let message):
      self.init(service: service, end: failure.rawValue, message: InertText.line(message))
    }
  }

  init(service: String, end: String, message: String) {
    self.service = service
    self.end = end
    self.message = message
  }
}
