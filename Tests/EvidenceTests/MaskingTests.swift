import Testing
import WorkflowModel

@testable import Evidence

struct MaskingTests {
  private let secret = "correct horse \"battery\" staple"

  static let shapes: [(String, String)] = [
    ("id AKIAIOSFODNN7EXAMPLE.", "id [masked]."),
    ("xAKIAIOSFODNN7EXAMPLE", "xAKIAIOSFODNN7EXAMPLE"),
    ("ghp_0123456789abcdefghijABCDEFGHIJ012345!", "[masked]!"),
    ("gho_0123456789abcdefghijABCDEFGHIJ012345", "[masked]"),
    ("github_pat_11ABCDEFG0_abcdefghijklmnop", "[masked]"),
    ("xoxb-123456789012-abcdef", "[masked]"),
    ("xoxo-kisses", "xoxo-kisses"),
    ("a eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dBjftJeZ4CVP-mB92K27uhbU b", "a [masked] b"),
    ("eyJust.an.example", "eyJust.an.example"),
    ("PASSWORD=hunter2 next", "PASSWORD=[masked] next"),
    ("DB_PASSWORD='a b' next", "DB_PASSWORD='[masked]' next"),
    ("?token=abc&x=1", "?token=[masked]&x=1"),
    (#"{"password": "x\y", "a": 1}"#, #"{"password": "[masked]", "a": 1}"#),
    (#"{"a": {"password":null}, "token": true}"#, #"{"a": {"password":null}, "token": true}"#),
    (#"{"secret": {"token": [1]}}"#, #"{"secret": {"token": [1]}}"#),
    (#"{"a": {"token": 12345}}"#, #"{"a": {"token": [masked]}}"#),
    ("tokens are fine: token count 3", "tokens are fine: token count 3"),
    ("https://bob:s3cret@example.org/x@y", "https://bob:[masked]@example.org/x@y"),
    ("ssh://git@example.org:22/x", "ssh://git@example.org:22/x"),
    ("https://example.org:443/a@b", "https://example.org:443/a@b"),
    (
      "a\n-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaA==\n-----END OPENSSH PRIVATE KEY-----\nb",
      "a\n[masked]\nb"
    ),
    ("-----BEGIN RSA PRIVATE KEY-----\nMIIE", "[masked]"),
    ("-----BEGIN CERTIFICATE-----\nMIIE", "-----BEGIN CERTIFICATE-----\nMIIE"),
    ("said:\nMIIEpAIBAAKCAQEA7bq0M3yZ0123456789abcdef\n-----END PRIVATE KEY-----\n", "said:\n[masked]\n"),
  ]

  @Test(arguments: shapes) func `what looks like a secret is masked, once`(_ text: String, _ wanted: String) {
    let masking = Masking(secrets: [])
    #expect(masking.masked(text) == wanted)
    #expect(masking.masked(wanted) == wanted)
  }

  @Test func `values are masked in every place and in base64, the longest first`() {
    let masking = Masking(secrets: ["abcdef", "abcdefgh", "short", secret])
    #expect(masking.masked("abcdefgh abcdefabcdef short") == "[masked] [masked][masked] short")
    #expect(masking.masked("<YWJjZGVm>") == "<[masked]>")
    #expect(masking.masked("say \(secret)!") == "say [masked]!")
    #expect(masking.leaks(Array(#"{"x":"correct horse \"battery\" staple"}"#.utf8)))
    #expect(!masking.leaks(Array("[masked] short".utf8)))
  }

  @Test func `a secret is masked wherever a log is cut`() {
    let masking = Masking(secrets: ["s3cr3t-value"])
    let word = Array("s3cr3t-value".utf8)
    for (shift, size) in (0...word.count + 1).flatMap({ [($0, 100_000), ($0, 300_000)] }) {
      // Once at the head's end and once at the tail's beginning.
      var bytes = [UInt8](repeating: UInt8(ascii: "."), count: size)
      for place in [EvidenceLimits.logEnd - shift, bytes.count - EvidenceLimits.logEnd - shift] {
        bytes.replaceSubrange(place..<(place + word.count), with: word)
      }
      let recorder = StreamRecorder()
      for start in stride(from: 0, to: bytes.count, by: 777) { recorder.take(Array(bytes[start...].prefix(777))) }
      let stored = recorder.record.stored(masking)
      let text = String(decoding: stored, as: UTF8.self)
      #expect(!text.contains("s3c") && !text.contains("lue"), "shift \(shift)")
      #expect(text.contains("bytes left out; sha256 of all: \(recorder.record.sha256)"))
      #expect(stored.count <= EvidenceLimits.wholeLog + 1024)
    }
  }

  @Test func `secrets reach neither logs nor reasons nor the statement`() async throws {
    let bench = try Bench()
    let set = try await bench.collect(
      [
        check("say", shell("echo '\(secret)'; echo '\(secret)' >&2; exit 1")),
        check("compare", shell("echo x"), .success(Conditions(stdout: TextCondition(contains: [secret])))),
      ], secrets: ["TOKEN": secret])
    #expect(set.set.outcomes.map(\.status) == [.fail, .fail])
    #expect(set.text("logs/say.stdout") == "[masked]\n")
    #expect(set.set.outcomes.last?.reason.contains("[masked]") == true)
    for file in set.files {
      #expect(!String(decoding: file.bytes, as: UTF8.self).contains("battery"), "\(file.path)")
    }
    _ = try EvidenceReader.read(files: set.pairs)
  }

  @Test func `a set that would still hold a secret is refused`() async throws {
    let bench = try Bench()
    await #expect(throws: CollectionError.secretLeft(check: "any", file: "statement.json")) {
      _ = try await bench.collect([check("secret-name", shell("true"))], secrets: ["N": "secret-name"])
    }
  }
}
