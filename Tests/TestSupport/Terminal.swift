import Dispatch
import Glibc
import HostEffects
import Subprocess
import SystemPackage

/// Runs a command at a terminal of its own, and types an answer, as a person would, once a question stands there.
/// Returns how the command ended and all that the terminal showed.
package func runAtTerminal(
  _ command: [String], environment: [String: String], directory: String, asked question: String, answer: String
) async throws -> (status: ToolStatus, screen: String) {
  let (terminal, end) = try makeTerminal()
  defer { close(terminal) }
  async let screen = show(terminal, question, answer)
  let outcome = await ended(command, environment, directory, at: FileDescriptor(rawValue: end))
  // What the terminal shows ends once nobody holds its other side.
  close(end)
  return (try outcome.get(), await screen)
}

private func ended(
  _ command: [String], _ environment: [String: String], _ directory: String, at terminal: FileDescriptor
) async -> Result<ToolStatus, any Error> {
  let values = environment.map { (Environment.Key(stringLiteral: $0.key), $0.value) }
  do {
    let result = try await run(
      .name("setsid"), arguments: Arguments(["--ctty", "--wait"] + command),
      environment: .custom(Dictionary(values) { first, _ in first }), workingDirectory: FilePath(directory),
      input: .fileDescriptor(terminal, closeAfterSpawningProcess: false),
      output: .fileDescriptor(terminal, closeAfterSpawningProcess: false),
      error: .fileDescriptor(terminal, closeAfterSpawningProcess: false))
    return .success(ToolStatus(result.terminationStatus))
  } catch {
    return .failure(error)
  }
}

private func makeTerminal() throws -> (CInt, CInt) {
  var (terminal, end): (CInt, CInt) = (-1, -1)
  guard openpty(&terminal, &end, nil, nil, nil) == 0 else { throw Errno(rawValue: errno) }
  for file in [terminal, end] { _ = fcntl(file, F_SETFD, FD_CLOEXEC) }
  return (terminal, end)
}

/// Reads to the end, on a thread that may wait, and types once.
private func show(_ terminal: CInt, _ question: String, _ answer: String) async -> String {
  await withCheckedContinuation { continuation in
    DispatchQueue.global().async {
      var shown: [UInt8] = []
      var typed = [UInt8]("\(answer)\n".utf8)
      var buffer = [UInt8](repeating: 0, count: 4096)
      while true {
        let count = read(terminal, &buffer, buffer.count)
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { break }
        shown += buffer[..<count]
        if !typed.isEmpty, String(decoding: shown, as: UTF8.self).contains(question) {
          _ = write(terminal, typed, typed.count)
          typed = []
        }
      }
      continuation.resume(returning: String(decoding: shown, as: UTF8.self))
    }
  }
}
