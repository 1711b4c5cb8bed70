import Crypto
import FoundationEssentials
import HostEffects
import WorkflowModel

/// Posts the event as JSON, by the curl of the machine. An answer of 2xx is the acknowledgement; redirections are not
/// followed.
///
/// All that curl is told comes on its standard input: addresses of webhooks often carry a token, and arguments are for
/// everybody on the machine to see. The secret signs the body and does not leave this process.
struct WebhookMessenger: Messenger {
  let url: String
  let secretVariable: String?
  let host: Host
  /// For the whole exchange, in whole seconds.
  var limit = Duration.seconds(30)

  func deliver(_ delivery: Delivery) async throws(DeliveryFailure) {
    let body = delivery.json
    let request = ToolRequest(
      executable: "curl", arguments: ["--disable", "--config", "-"], environment: environment,
      input: Array(try settings(for: delivery, body).utf8), outputLimit: 1 << 16, limit: limit + .seconds(5))
    let outcome: ToolOutcome
    do {
      outcome = try await runTool(request)
    } catch {
      throw DeliveryFailure("\(server) was not asked: \(error)")
    }
    let status = String(decoding: outcome.stdout, as: UTF8.self)
    guard outcome.status == .exited(0) else {
      let words = lastLine(of: outcome.stderr)
      throw DeliveryFailure("\(server) gave no answer: \(words.isEmpty ? "curl: \(outcome.status)" : words)")
    }
    guard status.count == 3, status.hasPrefix("2") else { throw DeliveryFailure("\(server) answered \(status)") }
  }

  /// Certificates may be kept elsewhere; proxies, and secrets of whatever kind, are none of curl's business.
  private var environment: [String: String] {
    let names = ["PATH", "SSL_CERT_FILE", "SSL_CERT_DIR", "CURL_CA_BUNDLE"]
    return host.environment.filter { names.contains($0.key) }.merging(["LC_ALL": "C"]) { _, own in own }
  }

  private func settings(for delivery: Delivery, _ body: [UInt8]) throws(DeliveryFailure) -> String {
    guard url.hasPrefix("https://") || url.hasPrefix("http://"), url.utf8.allSatisfy({ (0x21..<0x7F).contains($0) })
    else { throw DeliveryFailure("a webhook's address begins with https:// or http:// and has no spaces in it") }
    var headers = [
      "Content-Type: application/json", "User-Agent: assay", "X-Assay-Event-Id: \(delivery.id)",
      // Not to wait for leave to send the body.
      "Expect:",
    ]
    if let signature = try signature(of: body) { headers.append("X-Assay-Signature: sha256=\(signature)") }
    var lines = [
      "silent", "show-error", "globoff", #"proto = "=http,https""#, #"noproxy = "*""#, #"output = "/dev/null""#,
      #"write-out = "%{http_code}""#, "max-time = \(limit.components.seconds)", #"request = "POST""#,
    ]
    lines += headers.map { "header = \(Self.quoted($0))" }
    lines.append("data-raw = \(Self.quoted(String(decoding: body, as: UTF8.self)))")
    lines.append("url = \(Self.quoted(url))")
    return lines.joined(separator: "\n") + "\n"
  }

  private func signature(of body: [UInt8]) throws(DeliveryFailure) -> String? {
    guard let secretVariable else { return nil }
    guard let secret = host.environment[secretVariable], !secret.isEmpty else {
      throw DeliveryFailure("the environment of the watch has no \(secretVariable), which is to sign for \(server)")
    }
    return Hexadecimal.text(
      of: HMAC<SHA256>.authenticationCode(for: body, using: SymmetricKey(data: Data(secret.utf8))))
  }

  /// As curl's settings quote; neither a body nor an address that gets here has a line end in it.
  private static func quoted(_ text: String) -> String {
    "\"\(text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\""
  }

  /// What may be said of the address: no user, no path and no query, which may hold secrets.
  private var server: String {
    let authority = url.split(separator: "/", omittingEmptySubsequences: false).dropFirst(2).first ?? ""
    let name = authority.split(separator: "@").last ?? ""
    return name.isEmpty ? "the webhook's server" : "'\(name.prefix { $0 != "?" && $0 != "#" })'"
  }
}
