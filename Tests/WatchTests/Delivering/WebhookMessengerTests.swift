import HostEffects
import TestSupport
import Testing
import WorkflowModel

@testable import Watch

@Suite struct WebhookMessengerTests {
  static func answer(_ status: String, _ fields: String = "") -> String {
    "HTTP/1.1 \(status)\r\n\(fields)Content-Length: 0\r\nConnection: close\r\n\r\n"
  }

  private func messenger(
    _ ear: LoopbackEar, secret: String? = nil, _ environment: [String: String] = [:]
  ) -> WebhookMessenger {
    messenger(port: ear.port, secret: secret, environment)
  }

  private func messenger(
    port: UInt16, secret: String? = nil, _ environment: [String: String] = [:]
  ) -> WebhookMessenger {
    WebhookMessenger(
      url: "http://127.0.0.1:\(port)/hooks/t0ken", secretVariable: secret, host: machine(environment))
  }

  @Test func `the request is this one, signed with the secret that the environment has`() async throws {
    let ear = try LoopbackEar(answering: Self.answer("204 No Content"))
    defer { ear.stop() }
    // A proxy that does not answer would be in the way.
    let messenger = messenger(ear, secret: "HOOK", ["HOOK": "s3cret", "http_proxy": "http://127.0.0.1:1"])
    #expect(await failure(of: messenger, try claimDelivery(attempt: 2)) == nil)
    let body = DeliveryDocumentTests.claim
    #expect(
      ear.requests == [
        "POST /hooks/t0ken HTTP/1.1\r\nHost: 127.0.0.1:\(ear.port)\r\nAccept: */*\r\nContent-Type: application/json\r\n"
          + "User-Agent: assay\r\nX-Assay-Event-Id: \(claimID)\r\n"
          + "X-Assay-Signature: sha256=52792d715e21e7f3d3e90cad905753b92cb537e8fdf230dfe85024b2ad3cb9b9\r\n"
          + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
      ])
  }

  @Test func `neither the address nor the body nor the secret is among curl's arguments or in its environment`()
    async throws
  {
    let ear = try LoopbackEar(answering: Self.answer("200 OK"))
    defer { ear.stop() }
    let scratch = try ScratchDirectory()
    let path = machine().environment["PATH"] ?? ""
    try scratch.write(
      "#!/bin/sh\n{ printf '%s\\n' \"$@\"; env; } >'\(scratch.path("seen"))'\nPATH='\(path)' exec curl \"$@\"\n",
      to: "bin/curl", executable: true)
    let environment = ["PATH": "\(scratch.path("bin")):\(path)", "HOOK": "s3cret", "OTHER": "s3cret"]
    #expect(await failure(of: messenger(ear, secret: "HOOK", environment), try claimDelivery()) == nil)
    let seen = try #require(scratch.text(of: "seen"))
    #expect(seen.contains("--config") && ear.requests.count == 1)
    for word in ["s3cret", "t0ken", "dstamp", claimID] { #expect(!seen.contains(word)) }
  }

  @Test(arguments: ["500 Internal Server Error", "302 Found", "404 Not Found", "199 Odd"])
  func `any status but 2xx is no acknowledgement, and the address's path is not told`(_ status: String) async throws {
    let ear = try LoopbackEar(answering: Self.answer(status, "Location: /other\r\n"))
    defer { ear.stop() }
    let words = try #require(await failure(of: messenger(ear), try claimDelivery()))
    #expect(words.hasPrefix("'127.0.0.1:\(ear.port)' "))
    #expect(status.hasPrefix("199") || words.hasSuffix("answered \(status.prefix(3))"))
    #expect(!words.contains("t0ken") && ear.requests.count == 1)
  }

  @Test func `an answer that is cut off is no acknowledgement`() async throws {
    let ear = try LoopbackEar(answering: "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort")
    defer { ear.stop() }
    let words = try #require(await failure(of: messenger(ear), try claimDelivery()))
    #expect(words.hasPrefix("'127.0.0.1:\(ear.port)' gave no answer: curl: (18)"))
  }

  @Test func `a server that says nothing is not waited for for ever`() async throws {
    let ear = try LoopbackEar(answering: nil)
    defer { ear.stop() }
    var messenger = messenger(ear)
    messenger.limit = .seconds(1)
    let words = try #require(await failure(of: messenger, try claimDelivery()))
    #expect(words.hasPrefix("'127.0.0.1:\(ear.port)' gave no answer: curl: (28)"))
  }

  @Test func `nobody listening is a failure that says so`() async throws {
    let held = try HeldPort()
    let words = try #require(await failure(of: messenger(port: held.port), try claimDelivery()))
    #expect(words.contains("gave no answer: curl: (7)"))
    withExtendedLifetime(held) {}
  }

  @Test func `without its secret nothing is sent, and the missing variable is named`() async throws {
    let ear = try LoopbackEar(answering: Self.answer("200 OK"))
    defer { ear.stop() }
    for environment in [[:], ["HOOK": ""]] {
      #expect(
        await failure(of: messenger(ear, secret: "HOOK", environment), try claimDelivery())
          == "the environment of the watch has no HOOK, which is to sign for '127.0.0.1:\(ear.port)'")
    }
    #expect(ear.requests.isEmpty)
  }

  @Test(arguments: ["file:///etc/passwd", "http://127.0.0.1/\noutput = \"x\"", "https://one two/"])
  func `an address that is none is refused`(_ url: String) async throws {
    let messenger = Messengers.messenger(for: .webhook(url: url, secretVariable: nil), host: machine(), directory: "/")
    let words = await failure(of: messenger, try claimDelivery())
    #expect(words == "a webhook's address begins with https:// or http:// and has no spaces in it")
  }

  @Test func `what a party wrote in a title arrives as it is`() async throws {
    let ear = try LoopbackEar(answering: Self.answer("200 OK"))
    defer { ear.stop() }
    let delivery = try claimDelivery(title: #"\"; url = "http://other/" \n @/etc/passwd"#)
    #expect(await failure(of: messenger(ear), delivery) == nil)
    #expect(ear.requests.first?.hasSuffix("\r\n\r\n" + String(decoding: delivery.json, as: UTF8.self)) == true)
  }
}
