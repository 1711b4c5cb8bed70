import Dispatch
import FoundationEssentials
import Glibc
import HostEffects
import Synchronization
import WorkflowModel

/// Where a hook on the same machine tells a watch that something was pushed. Like a bell, it says nothing but "look
/// again".
package final class SignalSocket: Sendable {
  /// What was said: an inert line of at most 4 KiB, by its sender's habit the path of the repository. It is a hint, and
  /// may say anything. Ends when the socket is closed.
  package let signals: AsyncStream<String>
  package let path: String
  private let source = Mutex<(any DispatchSourceRead)?>(nil)
  private let socket: BoundSocket

  /// The longest text that is read, in bytes.
  package static let textLimit = 4096

  /// Where watches listen for pushes to a repository, each at a socket of its own.
  package static func path(gitDirectory: String, watch: String) -> String {
    "\(folder(of: gitDirectory))/\(watch).sock"
  }

  private static func folder(of gitDirectory: String) -> String { "\(gitDirectory)/assay/signal" }

  /// Listens. Only this user can speak to it. Throws ``ListenTrouble/taken(_:)`` when another live watch does.
  package init(path: String) throws(ListenTrouble) {
    let socket = try SocketFile(path: path).bind(.datagram)
    let descriptor = socket.descriptor
    let (signals, continuation) = AsyncStream<String>.makeStream(bufferingPolicy: .bufferingNewest(64))
    (self.path, self.signals, self.socket) = (path, signals, socket)
    source.withLock { source in
      let made = DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: DispatchQueue(label: "signals"))
      made.setEventHandler {
        while let text = Self.receive(descriptor) { continuation.yield(text) }
      }
      made.setCancelHandler {
        close(descriptor)
        continuation.finish()
      }
      made.resume()
      source = made
    }
  }

  deinit {
    socket.removeFile()
    source.withLock { $0?.cancel() }
  }

  /// The next text; nil when there is none.
  private static func receive(_ descriptor: Int32) -> String? {
    var buffer = [UInt8](repeating: 0, count: textLimit)
    while true {
      let count = recv(descriptor, &buffer, buffer.count, 0)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { return nil }
      return InertText.line(String(decoding: buffer[..<count], as: UTF8.self))
    }
  }

  /// Tells every watch of a repository, without waiting for any, and removes the sockets of dead ones. Returns what
  /// kept it from telling one, an inert line each; who pokes goes on with its work.
  package static func poke(gitDirectory: String, text: String) -> [String] {
    let folder = folder(of: gitDirectory)
    guard access(folder, F_OK) == 0 else { return [] }
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".sock") }.sorted()
    } catch {
      return ["cannot look into \(InertText.line(folder)): \(InertText.line("\(error)"))"]
    }
    let bytes = Array(text.utf8.prefix(textLimit))
    return names.compactMap { name in
      let file = SocketFile(path: "\(folder)/\(name)")
      switch file.send(bytes) {
      // A watch that has more waiting than it has read looks again anyway.
      case .sent, .busy: return nil
      case .unheard: file.removeIfUnheard()
      case .failed(let trouble): return InertText.line(trouble.description)
      }
      return nil
    }
  }
}
