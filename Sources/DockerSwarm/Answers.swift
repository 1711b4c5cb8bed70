import FoundationEssentials
import RecipeHarness
import Swarm
import WorkflowModel

/// What `docker service inspect` says of one service, as far as it is needed.
struct ServiceAnswer: Decodable {
  struct Specification: Decodable {
    struct Template: Decodable {
      struct Container: Decodable { let image: String? }
      let containerSpec: Container?
    }
    struct Mode: Decodable {
      struct Count: Decodable { let replicas: Int? }
      let replicated: Count?
    }
    struct Policy: Decodable {
      let failureAction: String?
      let monitor: Int64?
      let maxFailureRatio: Double?
      let order: String?
    }
    let name: String
    let labels: [String: String]?
    let taskTemplate: Template
    let mode: Mode
    let updateConfig: Policy?
  }
  struct Status: Decodable {
    let state: String?
    let startedAt: String?
    let completedAt: String?
    let message: String?
  }
  let id: String
  let version: VersionAnswer
  let spec: Specification
  let previousSpec: Specification?
  let updateStatus: Status?
}

struct VersionAnswer: Decodable { let index: UInt64 }

/// What `docker inspect --type task` says of one task.
struct TaskAnswer: Decodable {
  struct Status: Decodable {
    struct Container: Decodable {
      let containerID: String?
      let exitCode: Int?
    }
    let state: String
    let err: String?
    let containerStatus: Container?
  }
  let id: String
  let serviceID: String
  let createdAt: String
  let spec: ServiceAnswer.Specification.Template
  let slot: Int?
  let status: Status
  let desiredState: String
}

extension DockerCommand {
  static func decode<Answer: Decodable>(
    _ type: Answer.Type, _ bytes: [UInt8], _ command: [String]
  ) throws(EngineError) -> Answer {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .custom { path in
      EngineKey(stringValue: path.last.map { EngineKey.swift($0.stringValue) } ?? "")
    }
    do {
      return try decoder.decode(type, from: Data(bytes))
    } catch {
      throw .unreadable(words(command), why: InertText.line(String("\(error)".prefix(500))))
    }
  }
}

/// The engine's keys (`ID`, `DesiredState`) as Swift writes names (`id`, `desiredState`).
private struct EngineKey: CodingKey {
  let stringValue: String
  var intValue: Int? { nil }

  init(stringValue: String) { self.stringValue = stringValue }
  init?(intValue: Int) { nil }

  static func swift(_ key: String) -> String {
    key == key.uppercased() ? key.lowercased() : key.prefix(1).lowercased() + key.dropFirst()
  }
}

extension ServiceAnswer {
  var state: ServiceState {
    ServiceState(
      id: id, name: spec.name, version: version.index, labels: spec.labels ?? [:],
      previousLabels: previousSpec.map { $0.labels ?? [:] }, image: spec.taskTemplate.image,
      replicas: spec.mode.replicated.map { $0.replicas ?? 1 }, policy: UpdatePolicy(spec.updateConfig),
      status: updateStatus.flatMap { Swarm.UpdateStatus($0) })
  }
}

extension ServiceAnswer.Specification.Template {
  var image: String { InertText.line(containerSpec?.image ?? "") }
}

extension TaskAnswer {
  func state(isUpToDate: Bool) -> TaskState {
    TaskState(
      id: id, slot: slot, image: spec.image, isUpToDate: isUpToDate, desired: desiredState, state: status.state,
      error: InertText.line(status.err ?? ""), exitCode: status.containerStatus?.exitCode,
      container: status.containerStatus?.containerID.flatMap { $0.isEmpty ? nil : $0 })
  }
}

extension UpdatePolicy {
  /// The engine leaves out what has its default; a monitor of nothing means the default too.
  fileprivate init(_ answer: ServiceAnswer.Specification.Policy?) {
    let monitor = answer?.monitor ?? 0
    self.init(
      order: answer?.order.flatMap { $0.isEmpty ? nil : $0 } ?? "stop-first",
      failureAction: answer?.failureAction.flatMap { $0.isEmpty ? nil : $0 } ?? "pause",
      monitor: monitor > 0 ? .nanoseconds(monitor) : .seconds(5), maxFailureRatio: answer?.maxFailureRatio ?? 0)
  }
}

extension UpdateStatus {
  /// Nil for a status without a state: old engines write an empty one instead of none.
  fileprivate init?(_ answer: ServiceAnswer.Status) {
    guard let word = answer.state, !word.isEmpty else { return nil }
    self.init(
      state: UpdateState(word), startedAt: answer.startedAt, completedAt: answer.completedAt,
      message: InertText.line(answer.message ?? ""))
  }
}

extension UpdateState {
  fileprivate init(_ word: String) {
    switch word {
    case "updating": self = .updating
    case "completed": self = .completed
    case "paused": self = .paused
    case "rollback_started": self = .rollbackStarted
    case "rollback_paused": self = .rollbackPaused
    case "rollback_completed": self = .rollbackCompleted
    default: self = .unknown(InertText.line(word))
    }
  }
}
