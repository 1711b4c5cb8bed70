import FoundationEssentials
import Glibc
import Synchronization

/// One delivery, as the consumer saw it.
struct Heard: Hashable, Sendable {
  /// The event's.
  let id: String
  /// Whether the consumer took it; otherwise it failed, and wants to be told again.
  let isTaken: Bool

  /// A notice's id has a kind in it; a record's is the record's.
  var isRecord: Bool { !id.contains(":") }
}

/// What one consumer has heard until now, in order.
protocol Hearing: Sendable {
  func heard() throws -> [Heard]
}

/// Reads a file that grows line by line.
final class HeardFile: Hearing {
  private struct State {
    var position = 0
    var rest: [UInt8] = []
    var heard: [Heard] = []
  }

  private let path: String
  private let read: @Sendable (ArraySlice<UInt8>) throws -> Heard?
  private let state = Mutex(State())

  private init(_ path: String, _ read: @escaping @Sendable (ArraySlice<UInt8>) throws -> Heard?) {
    self.path = path
    self.read = read
  }

  /// Lines of a program: an event's id, and `taken` or what it did instead.
  static func words(_ path: String) -> HeardFile {
    HeardFile(path) { line in
      let words = String(decoding: line, as: UTF8.self).split(separator: " ")
      guard words.count == 2 else { throw SampleError.malformed }
      return Heard(id: String(words[0]), isTaken: words[1] == "taken")
    }
  }

  /// Lines of JSON that a watch appends.
  static func documents(_ path: String) -> HeardFile {
    struct Document: Decodable { let id: String }
    return HeardFile(path) { line in
      guard line.last == UInt8(ascii: "}") else { return nil }
      return Heard(id: try JSONDecoder().decode(Document.self, from: Data(line)).id, isTaken: true)
    }
  }

  func heard() throws -> [Heard] {
    try state.withLock { state in
      let new = news(from: state.position)
      state.position += new.count
      var rest = (state.rest + new)[...]
      while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
        // What a kill has cut off is ended by the next writer, and was not heard.
        if let line = try read(rest[..<end]) { state.heard.append(line) }
        rest = rest[(end + 1)...]
      }
      state.rest = Array(rest)
      return state.heard
    }
  }

  private func news(from position: Int) -> [UInt8] {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return [] }
    defer { close(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65536)
    while true {
      let count = pread(file, &buffer, buffer.count, off_t(position + bytes.count))
      guard count > 0 else { return bytes }
      bytes += buffer[..<count]
    }
  }
}
