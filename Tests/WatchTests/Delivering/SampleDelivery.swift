import FoundationEssentials
import HostEffects
import Watch
import WorkflowModel

enum SampleError: Error { case malformed }

private func some<Value>(_ value: Value?) throws -> Value {
  guard let value else { throw SampleError.malformed }
  return value
}

let claimID = String(repeating: "3f2a", count: 10)

/// A claim on its way to the Adversary.
func claimDelivery(title: String = "claim(dstamp): M1 — fix in \"place\"", attempt: Int = 1) throws -> Delivery {
  let event = WatchEvent(
    id: claimID, kind: .claim, phase: try some(PhaseID("dstamp")), gate: try some(GateID("M1")),
    record: try some(ObjectID(claimID)), principal: try some(PrincipalName("builder-1")), wakes: [.adversary],
    title: title, time: Timestamp(seconds: 1_781_199_360), next: "assay brief")
  return try delivery(of: event, attempt: attempt)
}

/// What belongs to no phase and to no record.
func unreachableDelivery() throws -> Delivery {
  try delivery(
    of: WatchEvent(
      id: "unreachable:origin", kind: .unreachable, title: "the remote does not answer",
      time: Timestamp(seconds: 1_781_199_360)))
}

func delivery(of event: WatchEvent, attempt: Int = 1) throws -> Delivery {
  Delivery(
    event: event, consumer: try some(ConsumerName("night-shift")), workspace: "team", repository: "/srv/watched",
    attempt: attempt)
}

/// The machine, with only this environment.
func machine(_ environment: [String: String] = [:]) -> Host {
  let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
  return Host(
    now: { Timestamp(seconds: 1_781_199_360) },
    environment: ["PATH": path, "LC_ALL": "C"].merging(environment) { _, own in own },
    randomBytes: { [UInt8](repeating: 7, count: $0) })
}

/// What became of a delivery: nil where it was acknowledged.
func failure(of messenger: any Messenger, _ delivery: Delivery) async -> String? {
  do {
    try await messenger.deliver(delivery)
    return nil
  } catch {
    return error.description
  }
}

/// Waits until it is so; gives up after so long that something must be wrong.
func eventually(_ isSo: () async throws -> Bool) async throws -> Bool {
  let end = ContinuousClock.now + .seconds(20)
  while ContinuousClock.now < end {
    if try await isSo() { return true }
    try await Task.sleep(for: .milliseconds(5))
  }
  return false
}
