import Dispatch
import Glibc
import Synchronization

/// What ended work before its time.
package enum Interruption: Hashable, Sendable {
  case signal(Int32)
  /// Whoever started this process is gone.
  case parentDied
  case deadline

  /// What the process exits with, as a shell would say it.
  package var exit: Int32 {
    switch self {
    case .signal(let number): 128 + number
    case .parentDied: 128 + SIGTERM
    case .deadline: 128 + SIGALRM
    }
  }
}

/// Work that came to its end, and what interrupted it, if anything did.
package struct Interruptible<Value: Sendable>: Sendable {
  package let result: Result<Value, any Error>
  package let interruption: Interruption?
}

/// Whether work is of use without whoever started it.
package enum ParentBond: Sendable { case endsWithParent, outlivesParent }

/// Does the work, and cancels it on SIGINT, SIGTERM or SIGHUP, when this process's parent dies, or when the time is up.
/// What comes after the first interruption is ignored: tidying up takes as long as it takes.
package func interruptible<Value: Sendable>(
  deadline: Duration? = nil, _ bond: ParentBond = .endsWithParent, _ work: @escaping @Sendable () async throws -> Value
) async -> Interruptible<Value> {
  let (interruptions, continuation) = AsyncStream<Interruption>.makeStream()
  let queue = DispatchQueue(label: "interruption")
  let sources = [SIGINT, SIGTERM, SIGHUP].map { number in
    signal(number, SIG_IGN)
    let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
    source.setEventHandler { continuation.yield(.signal(number)) }
    source.resume()
    return source
  }
  // The kernel's own word for it (PR_SET_PDEATHSIG) follows the thread that forked, not the process.
  let parent = getppid()
  let clock = DispatchSource.makeTimerSource(queue: queue)
  if bond == .endsWithParent {
    clock.schedule(deadline: .now() + .milliseconds(250), repeating: .milliseconds(250))
    clock.setEventHandler { if getppid() != parent { continuation.yield(.parentDied) } }
  }
  clock.resume()
  let end = DispatchSource.makeTimerSource(queue: queue)
  if let deadline { end.schedule(deadline: .now() + .milliseconds(Int(deadline / .milliseconds(1)))) }
  end.setEventHandler { continuation.yield(.deadline) }
  end.resume()
  defer {
    for source in sources { source.cancel() }
    clock.cancel()
    end.cancel()
    for number in [SIGINT, SIGTERM, SIGHUP] { signal(number, SIG_DFL) }
  }

  let task = Task { try await work() }
  let watch = Task { () -> Interruption? in
    for await interruption in interruptions {
      task.cancel()
      return interruption
    }
    return nil
  }
  let result = await task.result
  continuation.finish()
  return Interruptible(result: result, interruption: await watch.value)
}
