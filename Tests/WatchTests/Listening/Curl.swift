import HostEffects

/// A real curl, without a configuration or a proxy of anybody's.
struct Curl {
  struct Answer {
    let status: String
    let text: String
  }

  /// Throws nothing for a refusal: the status says it; "000" for no answer.
  static func ask(_ arguments: String...) async throws -> Answer {
    let outcome = try await runTool(
      ToolRequest(
        executable: "curl",
        arguments: ["--disable", "--silent", "--noproxy", "*", "--write-out", "\n%{http_code}"] + arguments,
        environment: ["PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C"], limit: .seconds(30)))
    let text = String(decoding: outcome.stdout, as: UTF8.self)
    let end = text.lastIndex(of: "\n") ?? text.startIndex
    return Answer(status: String(text[end...].dropFirst()), text: String(text[..<end]))
  }
}
