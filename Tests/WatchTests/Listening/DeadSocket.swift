import Glibc

@testable import Watch

/// The socket of a watch that was killed: it has a name, and nobody is there.
enum DeadSocket {
  static func leave(at path: String, _ kind: SocketFile.Kind) async throws {
    let file = SocketFile(path: path)
    close(try file.bind(kind).descriptor)
    // A program that another test starts just now has all our descriptors, until it is the program.
    while try file.isHeard(kind) { await Task.yield() }
  }
}
