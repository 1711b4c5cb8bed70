import Dispatch
import Glibc
import HostEffects
import Synchronization

/// A program that runs beside the test, and is killed with the last use of it.
package final class RunningProgram: Sendable {
  package let pid: pid_t
  private let ending: Ending

  /// Starts it with nothing on its standard input; what it writes is added to a file.
  package init(
    _ path: String, _ arguments: [String], environment: [String: String], output: String
  ) throws {
    var actions = posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
    posix_spawn_file_actions_init(&actions)
    posix_spawnattr_init(&attributes)
    defer {
      posix_spawn_file_actions_destroy(&actions)
      posix_spawnattr_destroy(&attributes)
    }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_APPEND, 0o644)
    posix_spawn_file_actions_adddup2(&actions, 1, 2)
    // As a shell starts it, whatever this process ignores or has blocked.
    var (all, none) = (sigset_t(), sigset_t())
    sigfillset(&all)
    sigemptyset(&none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
    let words = ([path] + arguments).map { strdup($0) } + [nil]
    let variables = environment.map { strdup("\($0)=\($1)") } + [nil]
    defer { for text in words + variables { free(text) } }
    var child = pid_t()
    let status = posix_spawn(&child, path, &actions, &attributes, words, variables)
    guard status == 0 else { throw NotStarted(path: path, reason: String(cString: strerror(status))) }
    pid = child
    ending = Ending(of: child)
  }

  deinit { ending.send(SIGKILL) }

  /// Sends a signal, unless it has ended.
  package func send(_ signal: Int32) { ending.send(signal) }

  package var hasEnded: Bool { ending.status != nil }

  /// Waits until it has ended.
  package func end() async -> ToolStatus { await ending.wait() }
}

package struct NotStarted: Error, CustomStringConvertible {
  let path: String
  let reason: String
  package var description: String { "\(path): \(reason)" }
}

/// Waits for a child, and knows when its number is not its own any more.
private final class Ending: Sendable {
  private struct State {
    var status: ToolStatus?
    var waiting: [CheckedContinuation<ToolStatus, Never>] = []
  }

  private let child: pid_t
  private let state = Mutex(State())

  init(of child: pid_t) {
    self.child = child
    // A queue of its own: it waits for as long as the program runs.
    DispatchQueue(label: "child").async { [self] in
      var information = siginfo_t()
      while waitid(P_PID, id_t(child), &information, WEXITED | WNOWAIT) != 0, errno == EINTR {}
      finish()
    }
  }

  var status: ToolStatus? { state.withLock(\.status) }

  func send(_ signal: Int32) {
    state.withLock { if $0.status == nil { kill(child, signal) } }
  }

  func wait() async -> ToolStatus {
    await withCheckedContinuation { continuation in
      let status = state.withLock { state -> ToolStatus? in
        if state.status == nil { state.waiting.append(continuation) }
        return state.status
      }
      if let status { continuation.resume(returning: status) }
    }
  }

  private func finish() {
    let (status, waiting) = state.withLock { state in
      var word: Int32 = 0
      while waitpid(child, &word, 0) < 0, errno == EINTR {}
      let signal = word & 0x7F
      let status = signal == 0 ? ToolStatus.exited(Int((word >> 8) & 0xFF)) : .signalled(Int(signal))
      state.status = status
      defer { state.waiting = [] }
      return (status, state.waiting)
    }
    for continuation in waiting { continuation.resume(returning: status) }
  }
}
