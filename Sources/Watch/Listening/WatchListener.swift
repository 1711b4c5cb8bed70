import Glibc
import HostEffects
import WorkflowModel

/// How much a listener bears.
package struct ListenerLimits: Hashable, Sendable {
  /// At the limit, the connection that has been there for longest makes room.
  package var connections: Int
  /// For the request, and again for the answer.
  package var time: Duration

  package init(connections: Int = 128, time: Duration = .seconds(5)) {
    self.connections = connections
    self.time = time
  }
}

/// Speaks as little HTTP as a watch needs: `GET /metrics` answers what is counted, `POST /signal` says that something
/// was pushed, and everything else is refused. It ends when it is let go of.
package final class WatchListener: Sendable {
  /// Where it listens: with the port that was picked, if it was asked for 0.
  package let address: ListenAddress
  private let thread: OwnThread
  private let file: BoundSocket?

  /// With a token, every request has to bear it (`Authorization: Bearer TOKEN`); an empty one is none. Without one it
  /// listens where other machines cannot reach it.
  ///
  /// Both closures are called on the listener's thread, and are to return at once. `signal` is given an inert line, by
  /// its sender's habit the path of a repository; it may say anything.
  package init(
    at address: ListenAddress, token: String?, limits: ListenerLimits = ListenerLimits(),
    metrics: @escaping @Sendable () -> String, signal: @escaping @Sendable (String) -> Void,
    trouble: @escaping @Sendable (ListenTrouble) -> Void = { _ in }
  ) throws(ListenTrouble) {
    let token = token == "" ? nil : token
    guard address.isLocal || token != nil else { throw .tokenNeeded(address.description) }
    let descriptor: Int32
    switch address {
    case .internet(let host, let port):
      let bound = try host.listen(port: port)
      descriptor = bound.descriptor
      self.address = .internet(host, port: bound.port)
      file = nil
    case .unix(let path):
      let bound = try SocketFile(path: path).bind(.stream)
      descriptor = bound.descriptor
      self.address = address
      file = bound
      guard listen(descriptor, 128) == 0 else {
        let failure = ListenTrouble.failed("listen at", path)
        bound.removeFile()
        close(descriptor)
        throw failure
      }
    }
    let pages = WatchPages(token: token, metrics: metrics, signal: signal)
    do throws(FileFailure) {
      thread = try OwnThread { stop in
        var loop = ListenerLoop(listening: descriptor, stop: stop, pages: pages, limits: limits, trouble: trouble)
        loop.run()
      }
    } catch {
      file?.removeFile()
      close(descriptor)
      throw .cannot("listen at", address.description, why: error.description)
    }
  }

  deinit { file?.removeFile() }
}
