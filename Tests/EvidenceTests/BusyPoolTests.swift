import HostEffects
import Synchronization
import Testing

/// By itself, since it leaves no room for what runs beside it.
@Suite struct BusyPoolTests {
  private final class Size: Sendable {
    let bytes = Mutex(0)
  }

  @Test func `a busy pool of tasks does not hold up what a command writes`() async throws {
    let size = Size()
    let outcome = try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<256 {
        group.addTask {
          let clock = ContinuousClock()
          while !Task.isCancelled {
            let until = clock.now + .milliseconds(10)
            while clock.now < until {}
            await Task.yield()
          }
        }
      }
      defer { group.cancelAll() }
      // In pieces, so that the reader has nothing to read between them.
      let source = "i=0; while [ $i -lt 200 ]; do head -c 100000 /dev/zero; i=$((i + 1)); done"
      return try await runSupervised(
        SupervisedCommand(
          program: "/bin/sh", arguments: ["-c", source], environment: ["PATH": "/usr/bin:/bin"], directory: "/",
          deadline: .seconds(60))
      ) { _, bytes in size.bytes.withLock { $0 += bytes.count } }
    }
    #expect(!outcome.timedOut)
    #expect(size.bytes.withLock(\.self) == 20_000_000)
  }
}
