import Glibc

/// Where a watch can be spoken to: `127.0.0.1:9321`, `[::1]:9321`, `localhost:9321` or `unix:PATH`. Names of other hosts
/// are not looked up: one would not know who can reach them.
package enum ListenAddress: Hashable, Sendable {
  case internet(InternetHost, port: UInt16)
  case unix(path: String)

  package init(_ text: String) throws(ListenTrouble) {
    if text.hasPrefix("unix:") {
      let path = String(text.dropFirst("unix:".count))
      guard !path.isEmpty, !path.utf8.contains(0) else { throw .malformedAddress(text) }
      self = .unix(path: path)
      return
    }
    guard let colon = text.lastIndex(of: ":") else { throw .malformedAddress(text) }
    guard let host = InternetHost(String(text[..<colon])) else { throw .malformedAddress(text) }
    let digits = text[text.index(after: colon)...]
    guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let port = UInt16(digits) else {
      throw .malformedPort(text)
    }
    self = .internet(host, port: port)
  }

  /// Whether it is out of reach for other machines.
  package var isLocal: Bool {
    switch self {
    case .internet(let host, _): host.isLoopback
    case .unix: true
    }
  }
}

extension ListenAddress: CustomStringConvertible {
  package var description: String {
    switch self {
    case .internet(let host, let port): "\(host):\(port)"
    case .unix(let path): "unix:\(path)"
    }
  }
}

/// An address of version 4 or 6.
package struct InternetHost: Hashable, Sendable {
  /// Four or sixteen, in the network's order.
  let bytes: [UInt8]

  init?(_ text: String) {
    if text == "localhost" {
      bytes = [127, 0, 0, 1]
    } else if text.hasPrefix("["), text.hasSuffix("]") {
      guard let bytes = Self.bytes(String(text.dropFirst().dropLast()), AF_INET6, count: 16) else { return nil }
      self.bytes = bytes
    } else {
      guard let bytes = Self.bytes(text, AF_INET, count: 4) else { return nil }
      self.bytes = bytes
    }
  }

  private static func bytes(_ text: String, _ family: Int32, count: Int) -> [UInt8]? {
    guard !text.utf8.contains(0) else { return nil }
    var bytes = [UInt8](repeating: 0, count: count)
    return inet_pton(family, text, &bytes) == 1 ? bytes : nil
  }

  var isLoopback: Bool {
    bytes.count == 4 ? bytes[0] == 127 : bytes.dropLast().allSatisfy { $0 == 0 } && bytes.last == 1
  }
}

extension InternetHost: CustomStringConvertible {
  package var description: String {
    let family = bytes.count == 4 ? AF_INET : AF_INET6
    var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
    guard inet_ntop(family, bytes, &text, socklen_t(text.count)) != nil else { return "?" }
    let word = String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    return bytes.count == 4 ? word : "[\(word)]"
  }
}

extension InternetHost {
  /// Binds a socket that does not block and listens. Returns it with the port that it got.
  func listen(port: UInt16) throws(ListenTrouble) -> (descriptor: Int32, port: UInt16) {
    let place = "\(self):\(port)"
    let flags = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
    let descriptor = socket(bytes.count == 4 ? AF_INET : AF_INET6, flags, 0)
    guard descriptor >= 0 else { throw .failed("make a socket for", place) }
    var yes: Int32 = 1
    let size = socklen_t(MemoryLayout<Int32>.size)
    // A watch that begins anew does not wait for the connections of the one before it.
    setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, size)
    var bound = port
    guard bind(descriptor, port), Glibc.listen(descriptor, 128) == 0, Self.read(&bound, of: descriptor) else {
      let trouble = errno == EADDRINUSE ? ListenTrouble.taken(place) : .failed("listen at", place)
      close(descriptor)
      throw trouble
    }
    return (descriptor, bound)
  }

  private func bind(_ descriptor: Int32, _ port: UInt16) -> Bool {
    if bytes.count == 4 {
      var address = sockaddr_in()
      address.sin_family = sa_family_t(AF_INET)
      address.sin_port = port.bigEndian
      withUnsafeMutableBytes(of: &address.sin_addr) { $0.copyBytes(from: bytes) }
      return Self.bind(descriptor, &address)
    }
    var address = sockaddr_in6()
    address.sin6_family = sa_family_t(AF_INET6)
    address.sin6_port = port.bigEndian
    withUnsafeMutableBytes(of: &address.sin6_addr) { $0.copyBytes(from: bytes) }
    return Self.bind(descriptor, &address)
  }

  private static func bind<Address>(_ descriptor: Int32, _ address: inout Address) -> Bool {
    withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        Glibc.bind(descriptor, $0, socklen_t(MemoryLayout<Address>.size)) == 0
      }
    }
  }

  private static func read(_ port: inout UInt16, of descriptor: Int32) -> Bool {
    // The port stands at the same place in both forms.
    var address = sockaddr_in6()
    var length = socklen_t(MemoryLayout<sockaddr_in6>.size)
    let isRead = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &length) == 0 }
    }
    port = UInt16(bigEndian: address.sin6_port)
    return isRead
  }
}
