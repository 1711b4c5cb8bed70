import Swarm
struct Convergence {
  init(engine: any SwarmEngine, stack: String, before: [ServiceState], deadline: Duration) {}
  init(engine: any SwarmEngine, stack: String, settled: [ServiceState], deadline: Duration) {}
  func follow() async throws -> (ends: [String: RolloutEnd], x: Int) { ([:], 0) }
}
