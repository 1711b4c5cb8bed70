import FoundationEssentials
import HostEffects

/// ssh-keygen and ssh-agent as they are on no one's machine: a home of their own, no agent but one that is named.
package struct HermeticSSH: Sendable {
  package let directory: String
  package var environment: [String: String]

  /// Keys and other files go into `directory`.
  package init(in directory: String) {
    self.directory = directory
    environment = [
      "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin", "HOME": directory, "LC_ALL": "C",
    ]
  }

  /// The same for an agent at that socket.
  package func withAgent(at socket: String) -> HermeticSSH {
    var other = self
    other.environment["SSH_AUTH_SOCK"] = socket
    return other
  }

  /// Makes a key with the options of ssh-keygen (`-t`, `-b`, …) and returns the private file's path.
  @discardableResult
  package func makeKey(_ name: String, _ options: String..., passphrase: String = "") async throws -> String {
    let path = "\(directory)/\(name)"
    try await run("ssh-keygen", ["-q", "-N", passphrase, "-C", "a comment", "-f", path] + options)
    return path
  }

  /// The one line of a public key file, without its line end.
  package func publicLine(_ path: String) throws -> String {
    try String(contentsOfFile: path + ".pub", encoding: .utf8).filter { $0 != "\n" }
  }

  /// Signs with `ssh-keygen -Y sign`; the armor without its last line end.
  package func sign(
    _ payload: [UInt8], with path: String, namespace: String = "git", options: [String] = []
  ) async throws -> String {
    try await run("ssh-keygen", ["-Y", "sign", "-n", namespace, "-f", path] + options, input: payload)
  }

  /// Whether `ssh-keygen -Y verify` takes the signature as one of that key's over the payload.
  package func verifies(_ armored: String, _ payload: [UInt8], by line: String) async throws -> Bool {
    let mark = UInt64.random(in: 0 ... .max)
    let (allowed, signature) = ("\(directory)/allowed-\(mark)", "\(directory)/signature-\(mark)")
    try Data("someone@example.org namespaces=\"git\" \(line)\n".utf8).write(to: URL(filePath: allowed))
    try Data("\(armored)\n".utf8).write(to: URL(filePath: signature))
    let outcome = try await runTool(
      ToolRequest(
        executable: "ssh-keygen",
        arguments: ["-Y", "verify", "-f", allowed, "-I", "someone@example.org", "-n", "git", "-s", signature],
        environment: environment, input: payload))
    return outcome.status == .exited(0)
  }

  /// Runs one of ssh's tools and returns its standard output without the last line end. Throws ``ToolFailure`` unless
  /// it exits 0.
  @discardableResult
  package func run(_ tool: String, _ arguments: [String], input: [UInt8] = []) async throws -> String {
    let outcome = try await runTool(
      ToolRequest(executable: tool, arguments: arguments, environment: environment, input: input))
    guard outcome.status == .exited(0) else {
      throw ToolFailure(
        command: [tool] + arguments, status: outcome.status, stderr: String(decoding: outcome.stderr, as: UTF8.self))
    }
    let text = String(decoding: outcome.stdout, as: UTF8.self)
    return text.hasSuffix("\n") ? String(text.dropLast()) : text
  }

  /// Lends a real ssh-agent, which is stopped afterwards.
  package func withRunningAgent<Value>(_ body: (HermeticSSH) async throws -> Value) async throws -> Value {
    let socket = "\(directory)/agent"
    let announced = try await run("ssh-agent", ["-s", "-a", socket])
    // SSH_AGENT_PID=123; export SSH_AGENT_PID;
    let process = announced.split(whereSeparator: { ";\n".contains($0) }).first { $0.hasPrefix("SSH_AGENT_PID=") }
    var other = withAgent(at: socket)
    other.environment["SSH_AGENT_PID"] = process.map { String($0.dropFirst("SSH_AGENT_PID=".count)) }
    let value: Value
    do { value = try await body(other) } catch {
      try await other.run("ssh-agent", ["-k"])
      throw error
    }
    try await other.run("ssh-agent", ["-k"])
    return value
  }
}

/// A command of a test that did not exit 0.
package struct ToolFailure: Error, CustomStringConvertible {
  package let command: [String]
  package let status: ToolStatus
  package let stderr: String

  package var description: String { "\(command.joined(separator: " ")): \(status)\n\(stderr)" }
}
