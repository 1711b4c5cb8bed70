import Coordination
import Glibc
import HostEffects
import Logging
import WorkflowModel

/// Several watches in one process, with one ear for all of them.
@MainActor
package final class WatchCompany {
  private let watches: [RepositoryWatch]
  private let metrics: WatchMetrics
  private let logger: Logger

  package init(_ watches: [RepositoryWatch], metrics: WatchMetrics, logger: Logger) {
    self.watches = watches
    self.metrics = metrics
    self.logger = logger
  }

  /// Watches until cancelled. Answers what was counted, and is told of pushes, at an address if one is given; requests
  /// bear the token if there is one.
  package func run(listeningAt address: ListenAddress?, token: String?) async throws {
    Self.raiseLimits()
    let listener = try address.map { try listen(at: $0, token: token) }
    let bells = hangBells()
    await withTaskGroup { group in
      for watch in watches {
        if case .place(let directory, let reference) = watch.source {
          if let bells {
            group.addTask {
              for await _ in bells.bell(gitDirectory: directory, reference: reference) { await watch.waker.ring() }
            }
          }
          if let socket = signalSocket(of: directory) {
            group.addTask { for await _ in socket.signals { await watch.waker.ring() } }
          }
        }
        group.addTask { await watch.run() }
      }
      await group.waitForAll()
    }
    withExtendedLifetime(listener) {}
  }

  private func listen(at address: ListenAddress, token: String?) throws -> WatchListener {
    let (metrics, logger) = (metrics, logger)
    let listener = try WatchListener(
      at: address, token: token, metrics: { metrics.text },
      signal: { text in Task { @MainActor [weak self] in self?.ring(text) } },
      trouble: { logger.warning("\($0)") })
    logger.info("listening", metadata: ["address": "\(listener.address)"])
    return listener
  }

  /// A signal that names a repository wakes its watch; any other wakes all.
  private func ring(_ text: String) {
    let named = watches.filter { $0.directory == text }
    for watch in named.isEmpty ? watches : named { watch.waker.ring() }
  }

  /// Looking without being called is slower, and loses nothing.
  private func hangBells() -> Bells? {
    let logger = logger
    do {
      return try Bells { logger.warning("\($0)") }
    } catch {
      logger.warning("\(error)")
      return nil
    }
  }

  private func signalSocket(of directory: String) -> SignalSocket? {
    do {
      return try SignalSocket(path: SignalSocket.path(gitDirectory: directory, watch: "watch-\(getpid())"))
    } catch {
      logger.debug("no hook can tell of a push: \(error)", metadata: ["repository": "\(directory)"])
      return nil
    }
  }

  /// Each repository and each consumer keeps a few files open.
  private static func raiseLimits() {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
    limit.rlim_cur = min(limit.rlim_max, 65536)
    setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
  }
}
