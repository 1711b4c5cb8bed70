import Glibc

/// A thread of its own, for what waits in the kernel for most of its life: it takes no place in the pool that tasks run
/// on, and costs nothing while it waits. When its owner lets go of it, it is told to end.
package final class OwnThread: Sendable {
  /// The owner's end of a line to the thread. The kernel tells `poll` at the other end when it is closed.
  private let line: Int32

  private final class Work: Sendable {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
  }

  /// Starts the work. It is given a descriptor to poll for reading, beside its own: whatever comes from it means the
  /// end. Nobody waits for that, and nothing has to be done about the descriptor.
  package init(_ work: @escaping @Sendable (_ stop: Int32) -> Void) throws(FileFailure) {
    var ends: [Int32] = [-1, -1]
    guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &ends) == 0 else {
      throw FileFailure("cannot make a line to", "a thread")
    }
    let stop = ends[0]
    let handed = Unmanaged.passRetained(
      Work {
        work(stop)
        close(stop)
      })
    var thread = pthread_t()
    let status = pthread_create(
      &thread, nil,
      { context in
        // Signals are for those who look out for them.
        var all = sigset_t()
        sigfillset(&all)
        pthread_sigmask(SIG_BLOCK, &all, nil)
        if let context { Unmanaged<Work>.fromOpaque(context).takeRetainedValue().run() }
        return nil
      }, handed.toOpaque())
    guard status == 0 else {
      handed.release()
      for end in ends { close(end) }
      errno = status
      throw FileFailure("cannot start", "a thread")
    }
    pthread_detach(thread)
    line = ends[1]
  }

  deinit { close(line) }
}
