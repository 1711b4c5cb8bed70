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
    case ran(Int, Result<CheckRun, any Error>)
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
  /// `CancellationError`, after all that was started has ended. Whoever is told of the progress is told where they are:
  /// in a task group's own closure they would not be.
  mutating func ask(
    _ batch: [CheckInstance], unmet: (Check) -> CheckID?, progress: (CollectionProgress) -> Void
  ) async throws -> [(CheckInstance, [CheckRun])] {
    try Task.checkCancellation()
    let (steps, sender) = AsyncStream<Step>.makeStream()
    let clock = Self.ticks(to: sender)
    var tasks: [Int: Task<Void, Never>] = [:]
    var answers: [Int: [CheckRun]] = [:]
    var waiting = Array(batch.enumerated())[...]
    var places: [Int: Place] = [:]
    var failure: (any Error)?
    var step = steps.makeAsyncIterator()
    do {
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
          tasks[index] = Self.run(place, as: index, to: sender)
        }
        guard !places.isEmpty else { continue }
        switch await step.next(isolation: #isolation) {
        case nil: throw CancellationError()
        case .tick: progress(running(places))
        case .ran(let index, let result):
          guard var place = places[index] else { continue }
          let answer = try result.get()
          place.runs.append(answer)
          places[index] = place
          let (id, number) = (place.instance.check.id, place.runs.count)
          progress(.ran(id, run: number, of: place.repeats, answer.judgement.status, answer.duration))
          guard number == place.repeats else {
            tasks[index] = Self.run(place, as: index, to: sender)
            continue
          }
          places[index] = nil
          answers[index] = place.runs
          finish(place.instance, place.runs, after: ContinuousClock.now - place.began, progress)
        }
      }
    } catch {
      failure = error
    }
    clock.cancel()
    for task in tasks.values { task.cancel() }
    for task in tasks.values { await task.value }
    if let failure { throw failure }
    return batch.enumerated().map { ($1, answers[$0] ?? []) }
  }

  private static func run(
    _ place: Place, as index: Int, to steps: AsyncStream<Step>.Continuation
  ) -> Task<Void, Never> {
    let (runner, instance) = (place.runner, place.instance)
    return Task {
      do {
        steps.yield(.ran(index, .success(try await runner.run(instance))))
      } catch {
        steps.yield(.ran(index, .failure(error)))
      }
    }
  }

  private static func ticks(to steps: AsyncStream<Step>.Continuation) -> Task<Void, Never> {
    Task {
      while !Task.isCancelled {
        // Cut short only when there is nobody left to be told.
        do { try await Task.sleep(for: .seconds(1)) } catch { return }
        steps.yield(.tick)
      }
    }
  }

  private func running(_ places: [Int: Place]) -> CollectionProgress {
    let running = places.sorted { $0.key < $1.key }.map { place in
      RunningCheck(name: place.value.instance.name, since: ContinuousClock.now - place.value.began)
    }
    return .running(running, left: count - finished - running.count)
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
