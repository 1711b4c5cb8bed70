import ArgumentParser
import Coordination
import Glibc
import HostEffects
import Logging
import Presentation
import Watch
import WorkflowModel

extension WatchCommand {
  @MainActor func runOnce(_ watches: [RepositoryWatch], in context: CommandContext) async throws {
    var sum = OneRound()
    for watch in watches {
      do {
        sum = sum + (try await watch.once())
      } catch let error as MemoryTrouble {
        throw CoordinationError.damaged(error.description, mend: error.mend)
      }
    }
    if sum.consumers == 0, sum.elsewhere == 0 { throw noConsumer }
    let report = WatchReport(sum)
    // Standard output is the events' where no other means was named.
    if speaks { context.errorOutput(report.text + "\n") } else { try show(report, in: context) }
    if sum.failed > 0 { throw ExitCode(75) }
    if sum.delivered == 0 { throw AnswerIsNo() }
  }

  @MainActor func runLasting(
    _ watches: [RepositoryWatch], _ metrics: WatchMetrics, in context: CommandContext
  ) async throws {
    let address: ListenAddress?
    do throws(ListenTrouble) {
      address = try listen.map { text throws(ListenTrouble) in try ListenAddress(text) }
    } catch {
      throw CoordinationError.usage(error.description, mend: error.mend)
    }
    let company = WatchCompany(watches, metrics: metrics, logger: logger)
    let token = context.host.environment[WithheldVariables.token]
    let ended = await interruptible(.outlivesParent) { try await company.run(listeningAt: address, token: token) }
    switch (ended.result, ended.interruption) {
    case (.failure(let error as ListenTrouble), nil): throw CoordinationError.usage(error.description, mend: error.mend)
    case (.failure(let error), nil): throw error
    // Being told to end is no failure.
    case (_, .signal(SIGTERM)), (_, nil): return
    case (_, let interruption?): throw ExitCode(interruption.exit)
    }
  }

  @MainActor func explain(_ name: String, of places: [String], in context: CommandContext) async throws {
    for place in places {
      if let found = try await context.openWatched(place, try patienceGiven).explanation(of: name) {
        return try show(ExplanationReport(found), in: context)
      }
    }
    throw CoordinationError.malformed(
      "no record and no notice has the id '\(InertText.line(name))'",
      mend: "assay log shows the ids; give four digits or more")
  }

  // MARK: What was asked for

  @MainActor func plan(
    for place: String, withholding withheld: WithheldVariables, in context: CommandContext
  ) throws -> WatchPlan {
    guard let interval = Duration(shorthand: interval), let longest = Duration(shorthand: longestInterval) else {
      throw CoordinationError.usage(
        "--interval and --longest-interval are lengths of time", mend: "--interval 2s --longest-interval 30s")
    }
    let host = context.host
    let print = PrintingMessenger(print: context.output)
    let open = try opener(for: place, in: context)
    var plan = WatchPlan(
      withheld: withheld,
      messenger: { means, directory in
        means == Self.output
          ? print : Messengers.messenger(for: means, host: host, directory: directory, withheld: withheld)
      }, open: open)
    plan.interval = interval
    plan.longestInterval = max(interval, longest)
    plan.start = from
    plan.isLasting = !once
    if let tries { plan.limits.tries = max(1, tries) }
    if once { plan.limits.tries = 1 }
    plan.only = Set(consumer)
    plan.consumers = try asked(in: context).map { [$0] }
    return plan
  }

  var patienceGiven: Duration {
    get throws {
      guard let length = Duration(shorthand: patience) else {
        throw CoordinationError.usage("--patience is a length of time", mend: "--patience 5m")
      }
      return length
    }
  }

  /// Standard output, which no file can be named.
  static let output = DeliveryMeans.lines(path: "")

  /// The one consumer that the flags describe; nil when they describe none.
  private func asked(in context: CommandContext) throws -> Consumer? {
    let named: [DeliveryMeans?] = [
      exec.map { .program([$0.contains("/") ? context.path($0) : $0]) },
      webhook.map { .webhook(url: $0, secretVariable: secret) }, tmux.map { .pane($0) },
      jsonl.map { $0 == "-" ? Self.output : .lines(path: context.path($0)) },
    ]
    let means = named.compactMap { $0 }
    guard means.count < 2 else {
      throw CoordinationError.usage(
        "more than one means of delivery is given", mend: "one of --exec, --webhook, --tmux and --jsonl")
    }
    if means.isEmpty, on == nil { return nil }
    guard consumer.count < 2 else {
      throw CoordinationError.usage("flags describe one consumer", mend: "one --consumer, or none of the other flags")
    }
    var role = try common.role(in: context)
    // Who asks for no kind is told what they are to act on.
    if on == nil, role == nil { role = try context.openBranch(common.directory(in: context)).settings().role }
    guard let name = consumer.first ?? ConsumerName(role?.rawValue ?? "watch") else {
      throw CoordinationError.usage("the consumer has no name", mend: "--consumer NAME")
    }
    return Consumer(
      name: name, kinds: try on.flatMap(kinds), phase: common.phase, role: role, means: means.first ?? Self.output)
  }

  /// Nil for any.
  private func kinds(_ text: String) throws -> [EventKind]? {
    if text == "any" { return nil }
    return try text.split(separator: ",").map { word in
      guard let kind = EventKind(subscribed: String(word)) else {
        throw CoordinationError.usage(
          "'\(InertText.line(String(word)))' is no kind of event",
          mend: "any, or some of \(EventKind.allCases.map(\.rawValue).joined(separator: ", "))")
      }
      return kind
    }
  }

  /// Whether events go to standard output.
  private var speaks: Bool {
    jsonl == "-" || (on != nil && exec == nil && webhook == nil && tmux == nil && jsonl == nil)
  }

  private var noConsumer: CoordinationError {
    .usage(
      "assay.yml names no consumer", mend: "assay watch --on claim --exec PROGRAM, or add 'consumers' to assay.yml")
  }

  /// Opens a phase as whoever the clone acts as.
  @MainActor private func opener(for place: String, in context: CommandContext) throws
    -> @MainActor (PhaseID) async throws -> Void
  {
    let command = self
    return { phase in
      let coordinator = try command.coordinator(on: context.openBranch(place), in: context, phase: phase)
      _ = try await coordinator.openPhase(phase)
    }
  }

  var logger: Logger {
    var logger = Logger(label: "assay.watch")
    logger.logLevel = common.verbose ? .debug : .info
    return logger
  }
}

/// Tells a reader of standard output.
private struct PrintingMessenger: Messenger {
  let print: @Sendable (String) -> Void

  func deliver(_ delivery: Delivery) async throws(DeliveryFailure) {
    print(String(decoding: delivery.json, as: UTF8.self) + "\n")
  }
}
