import Coordination
import FoundationEssentials
import HostEffects
import Logging
import WorkflowModel
import WorkflowRules

extension RepositoryWatch {
  private var subscriptionsPath: String { branch.stateDirectory + "/subscriptions.json" }

  /// Whom to tell, as the policy in force says. Kept for a start at which the remote cannot be asked.
  func chosen() throws -> Subscriptions {
    let consumers = state.policy?.consumers ?? []
    let chosen = Subscriptions(
      workspace: state.policy?.name ?? "", consumers: plan.chosen(from: consumers), secrets: consumers.secretVariables)
    plan.withheld.withhold(chosen.secrets)
    // Whoever was named with the call is named again with the next.
    if chosen != last, plan.consumers == nil {
      try FileManager.default.createDirectory(atPath: branch.stateDirectory, withIntermediateDirectories: true)
      try ReplacedFile.write(Array(try JSONEncoder().encode(chosen)), to: subscriptionsPath)
    }
    last = chosen
    return chosen
  }

  /// Whom to tell, as the last look that succeeded had it.
  func kept() throws -> Subscriptions {
    if let last { return last }
    if let consumers = plan.consumers { return Subscriptions(workspace: "", consumers: consumers) }
    return try remembered()
  }

  private func remembered() throws -> Subscriptions {
    guard let bytes = FileManager.default.contents(atPath: subscriptionsPath) else { return Subscriptions() }
    return try JSONDecoder().decode(Subscriptions.self, from: bytes)
  }

  /// Withholds what was to be withheld when this clone was watched before. To be done for all watches of the process
  /// before one of them begins.
  package func withholdKnownSecrets() {
    plan.withheld.withhold((plan.consumers ?? []).secretVariables)
    do {
      plan.withheld.withhold(try remembered().secrets)
    } catch {
      logger.warning(
        "\(InertText.line(subscriptionsPath)) is not what was written there, and is written anew: \(error)")
    }
  }

  /// Every consumer who is remembered expects the branch to lead on from where it stood (R5).
  func recall() throws {
    for name in try ConsumerDesk.known(in: branch.stateDirectory) {
      do {
        if let tip = try ConsumerDesk(name, in: branch.stateDirectory).read()?.tip { try branch.expect(tip) }
      } catch let error as MemoryTrouble {
        // The others are told all the same; this one's courier says it when it takes its place.
        logger.debug("\(error)")
      }
    }
  }

  /// Sees to it that each consumer has a courier, and nobody else.
  func settle(_ wanted: Subscriptions) async {
    for (name, courier) in couriers where !wanted.consumers.contains(courier.consumer) {
      couriers[name] = nil
      if let task = tasks.removeValue(forKey: name) {
        task.cancel()
        await task.value
      }
      courier.leave()
    }
    for consumer in wanted.consumers where couriers[consumer.name] == nil {
      let courier = Courier(
        consumer, desk: ConsumerDesk(consumer.name, in: branch.stateDirectory),
        messenger: plan.messenger(consumer.means, directory),
        workspace: Courier.Workspace(name: wanted.workspace, directory: directory), host: host, logger: logger,
        metrics: metrics, limits: plan.limits)
      couriers[consumer.name] = courier
      if plan.isLasting { tasks[consumer.name] = Task { await serve(courier) } }
    }
    if !plan.isLasting {
      for courier in couriers.values {
        do { _ = try courier.takePlace() } catch { unserved[courier.consumer.name] = error }
      }
    }
  }

  /// Delivers until cancelled. Where another watch serves the consumer, this one waits for its end. What goes wrong with
  /// one consumer is said, and tried again; the others do not notice.
  private func serve(_ courier: Courier) async {
    while !Task.isCancelled {
      do {
        while try !courier.takePlace() { try await Task.sleep(for: .milliseconds(250)) }
        if tip != nil { try courier.catchUp(with: self) }
        stir()
        waker.ring()
        try await courier.run()
      } catch is CancellationError {
        return
      } catch {
        logger.error("\(error)", metadata: ["consumer": "\(courier.consumer.name)"])
        courier.leave()
        do { try await Task.sleep(for: .seconds(5)) } catch { return }
      }
    }
  }

  func catchUp() throws {
    for courier in couriers.values where courier.isServing { try courier.catchUp(with: self) }
  }
}

/// Whom a watch tells.
struct Subscriptions: Hashable, Codable, Sendable {
  var workspace = ""
  var consumers: [Consumer] = []
  /// The variables that webhooks of whomever the policy names sign with, told here or not.
  var secrets: Set<String> = []
}
