import FoundationEssentials
import HostEffects
import WorkflowModel

/// Asks batches of check instances, as many of one batch at once as there are cores, and tells how far it is.
struct Shift {
  let runner: CheckRunner
  /// All instances that there are.
  let count: Int
  /// How many have been begun.
  private var begun = 0
  private var finished = 0

  private static let width = max(2, ProcessInfo.processInfo.activeProcessorCount)

  init(runner: CheckRunner, count: Int) {
    self.runner = runner
    self.count = count
  }

  private enum Step: Sendable {
    case ran(Int, CheckRun)
    case tick
  }

  /// One instance of the batch while it is being asked.
  private struct Place {
    let instance: CheckInstance
    let runner: CheckRunner
    let began: ContinuousClock.Instant
    var runs: [CheckRun] = []

    var repeats: Int { max(instance.check.repeats, 1) }
  }

  /// The runs of every instance, in the batch's order. `unmet` names what a check needs and does not have. Throws
  /// `CancellationError`, after all that was started has ended.
  mutating func ask(
    _ batch: [CheckInstance], unmet: (Check) -> CheckID?, progress: (CollectionProgress) -> Void
  ) async throws -> [(CheckInstance, [CheckRun])] {
    try Task.checkCancellation()
    var answers: [Int: [CheckRun]] = [:]
    var waiting = Array(batch.enumerated())[...]
    var places: [Int: Place] = [:]
    try await withThrowingTaskGroup(of: Step.self) { group in
      func run(_ index: Int, _ place: Place) {
        group.addTask { .ran(index, try await place.runner.run(place.instance)) }
      }
      func wait() {
        group.addTask {
          try await Task.sleep(for: .seconds(1))
          return .tick
        }
      }
      wait()
      while answers.count < batch.count {
        while places.count < Self.width, let (index, instance) = waiting.popFirst() {
          begun += 1
          progress(.began(instance.check.id, instance.values, number: begun, of: count))
          if let need = unmet(instance.check) {
            answers[index] = [CheckRun(judgement: .error("needs \(need), which did not pass"))]
            finish(instance, answers[index] ?? [], after: .zero, progress)
            continue
          }
          let place = Place(instance: instance, runner: try runner(for: instance), began: .now)
          places[index] = place
          run(index, place)
        }
        guard !places.isEmpty, let step = try await group.next() else { continue }
        switch step {
        case .tick:
          let running = places.sorted { $0.key < $1.key }.map { place in
            RunningCheck(name: place.value.instance.name, since: ContinuousClock.now - place.value.began)
          }
          progress(.running(running, left: count - finished - running.count))
          wait()
        case .ran(let index, let answer):
          guard var place = places[index] else { continue }
          place.runs.append(answer)
          places[index] = place
          let (id, number) = (place.instance.check.id, place.runs.count)
          progress(.ran(id, run: number, of: place.repeats, answer.judgement.status, answer.duration))
          guard number == place.repeats else {
            run(index, place)
            continue
          }
          places[index] = nil
          answers[index] = place.runs
          finish(place.instance, place.runs, after: ContinuousClock.now - place.began, progress)
        }
      }
      group.cancelAll()
    }
    return batch.enumerated().map { ($1, answers[$0] ?? []) }
  }

  private mutating func finish(
    _ instance: CheckInstance, _ runs: [CheckRun], after length: Duration, _ progress: (CollectionProgress) -> Void
  ) {
    finished += 1
    let status = CheckStatus.overall(runs.map(\.judgement.status))
    let reason = status == .pass ? "" : runs.first { $0.judgement.status != .pass }?.judgement.reason ?? ""
    progress(.finished(instance.check.id, instance.values, status, reason: InertText.line(reason), length))
  }

  /// A check that runs beside others has a home and a temporary directory of its own. The checkout is everybody's.
  private func runner(for instance: CheckInstance) throws -> CheckRunner {
    guard instance.check.company == .independent else { return runner }
    let base = "\(runner.setting.workspace.temporary)/\(begun)"
    let apart = Workspace(
      root: runner.setting.workspace.root, home: base + "/home", temporary: base + "/tmp",
      temperature: runner.setting.workspace.temperature)
    for directory in [apart.home, apart.temporary] {
      try FileManager.default.createDirectory(
        atPath: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }
    return runner.inside(apart)
  }
}
