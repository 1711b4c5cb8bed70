import HostEffects
import WorkflowModel

/// `http`: a request, made by the curl of the machine, and the response to it.
///
/// What is stored as standard output is the response as it came, head and body, so that all of it can be judged again.
/// A server that does not answer is no observation of the subject: the check is an error then.
struct HTTPQuestion: Question {
  let request: HTTPRequest

  var asked: Asked { Asked(.arguments(arguments)) }

  /// What anybody can type to see the same. Nothing is followed, nothing retried, no settings of a user's read.
  private var arguments: [String] {
    var arguments = ["curl", "--disable", "--silent", "--show-error", "--include", "--http1.1", "--globoff"]
    arguments += ["--proto", "=http,https", "--noproxy", "*"]
    // With any other word than HEAD, curl would wait for the body that the response's head promises.
    arguments += request.method == "HEAD" ? ["--head"] : ["--request", request.method]
    for (name, value) in request.headers.sorted(by: { $0.key < $1.key }) {
      arguments += ["--header", "\(name): \(value)"]
    }
    if let body = request.body { arguments += ["--data-raw", body] }
    return arguments + ["--url", request.url]
  }

  func ask(_ instance: CheckInstance, _ runner: CheckRunner) async throws -> CheckRun {
    try await runner.command(.arguments(arguments), instance) { seen in
      guard seen.ending == .exit(0) else { return CheckRun(judgement: .error(Self.failure(seen))) }
      switch Self.response(in: seen) {
      case .success(let observation): return runner.judge(instance, observation)
      case .failure(let fault): return CheckRun(judgement: .error(fault.reason))
      }
    }
  }

  func judgeAgain(_ run: StoredRun, _ expectation: Expectation) -> Judgement? {
    guard run.ending == .exit(0) else { return .error("no response came") }
    guard case .whole = run.stdout else { return nil }
    switch Self.response(in: run.observation) {
    case .success(let observation): return Judge.judge(expectation, observation)
    case .failure(let fault): return .error(fault.reason)
    }
  }

  /// The observation of the response that curl wrote.
  private static func response(in seen: Observation) -> Result<Observation, HTTPFault> {
    switch seen.stdout {
    case .unknown: return .success(seen)
    case .tooLarge(let bytes): return .failure(HTTPFault(reason: "the response is too large to judge: \(bytes) bytes"))
    case .whole(let bytes):
      do throws(HTTPFault) {
        let response = try HTTPResponse(bytes)
        var observation = seen
        observation.response = response.head
        observation.stdout = .whole(response.body)
        return .success(observation)
      } catch {
        return .failure(error)
      }
    }
  }

  /// In curl's own words, which stand in its first line.
  private static func failure(_ seen: Observation) -> String {
    guard case .whole(let bytes) = seen.stderr, let line = bytes.split(separator: 0x0A).first else {
      return "curl got no response"
    }
    return "no response: \(shown(line, limit: 160))"
  }
}

/// The head of a response.
struct HTTPHead: Hashable, Sendable {
  let status: Int
  /// By name in lower case; the values of fields of one name are joined with `, `.
  let fields: [String: String]

  /// Asks the conditions of status and header fields.
  func answers(_ conditions: Conditions) -> [Answer] {
    var answers: [Answer] = []
    if let wanted = conditions.status, !wanted.contains(status) {
      answers.append(.fails("the status was \(status), expected \(wanted.words)"))
    }
    for condition in conditions.headers {
      guard let value = fields[condition.name] else {
        answers.append(.fails("the response has no header field '\(shown(condition.name))'"))
        continue
      }
      answers.append(condition.value.answer("header field '\(shown(condition.name))'", Array(value.utf8)))
    }
    return answers
  }
}

/// A response as `curl --include` writes it: heads, of which the last one counts, and the body.
struct HTTPResponse: Hashable, Sendable {
  let head: HTTPHead
  let body: [UInt8]

  init(_ bytes: [UInt8]) throws(HTTPFault) {
    var rest = bytes[...]
    while true {
      let head = try Self.head(&rest)
      // A provisional response, for example 100 Continue, goes before the real one.
      if head.status >= 200 || rest.isEmpty {
        self.head = head
        body = Array(rest)
        return
      }
    }
  }

  private static func head(_ rest: inout ArraySlice<UInt8>) throws(HTTPFault) -> HTTPHead {
    let words = try line(&rest).split(separator: " ", maxSplits: 2)
    guard words.count >= 2, words[0].hasPrefix("HTTP/"), let status = Int(words[1]), (100...599).contains(status) else {
      throw HTTPFault(reason: "what came is no HTTP response")
    }
    var fields: [String: String] = [:]
    while true {
      let line = try line(&rest)
      if line.isEmpty { return HTTPHead(status: status, fields: fields) }
      guard let colon = line.firstIndex(of: ":"), colon > line.startIndex else {
        throw HTTPFault(reason: "the response has a line in its head that is no field")
      }
      let name = line[..<colon].lowercased()
      let value = String(line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" })
      fields[name] = fields[name].map { "\($0), \(value)" } ?? value
    }
  }

  private static func line(_ rest: inout ArraySlice<UInt8>) throws(HTTPFault) -> String {
    guard let end = rest.firstIndex(of: 0x0A) else { throw HTTPFault(reason: "the response's head has no end") }
    var bytes = rest[..<end]
    if bytes.last == 0x0D { bytes = bytes.dropLast() }
    rest = rest[(end + 1)...]
    return String(decoding: bytes, as: UTF8.self)
  }
}

/// Why bytes are no response.
struct HTTPFault: Error, Hashable { let reason: String }
