import Glibc

/// A port of loopback that nobody else is given. As long as nobody listens on it, connections to it are refused.
package final class HeldPort: Sendable {
  package let port: UInt16
  package let socket: Int32

  package init() throws {
    socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let descriptor = socket
    let isBound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
        bind(descriptor, pointer, length) == 0 && getsockname(descriptor, pointer, &length) == 0
      }
    }
    guard isBound else { throw NoPort(errno: errno) }
    port = UInt16(bigEndian: address.sin_port)
  }

  deinit { close(socket) }
}

package struct NoPort: Error {
  package let errno: Int32
}
