import FoundationEssentials
import Testing

@testable import Evidence

/// The stored form of a signed statement: DSSE's names, one signature, exactly this statement.
struct EnvelopeFormTests {
  private let bench: Bench
  private let signed: CollectedSet

  init() async throws {
    bench = try Bench()
    signed = try await bench.collect([check("one", shell("true"))]).signed(
      Envelope(key: "SHA256:k", signature: [1, 2]))
  }

  private var statement: [UInt8] { signed.files.first { $0.path == "statement.json" }?.bytes ?? [] }

  private func opened(_ envelope: String) throws -> StoredEvidence {
    try EvidenceReader.open(
      files: signed.pairs.map { $0.path == Envelope.path ? ($0.path, Array(envelope.utf8)) : $0 })
  }

  @Test func `the bytes of an envelope stay as they are`() throws {
    #expect(
      signed.text("envelope.json") == """
        {
          "payload" : "\(Data(statement).base64EncodedString())",
          "payloadType" : "application/vnd.in-toto+json",
          "signatures" : [
            {
              "keyid" : "SHA256:k",
              "sig" : "AQI="
            }
          ]
        }

        """)
    #expect(
      signed.message
        == Array("DSSEv1 28 application/vnd.in-toto+json \(statement.count) ".utf8) + statement)
  }

  @Test func `what is written is read, and what is signed with it`() throws {
    let stored = try EvidenceReader.open(files: signed.pairs)
    #expect(stored.envelope == Envelope(key: "SHA256:k", signature: [1, 2]))
    #expect(stored.message == signed.message)
    let unsigned = try EvidenceReader.open(files: signed.pairs.filter { $0.path != Envelope.path })
    #expect(unsigned.envelope == nil && unsigned.set == stored.set)
  }

  static let forgeries: [(String, String, String)] = [
    (#""payload" : "ew"#, #""payload" : "eW"#, "it holds another statement"),
    (#""payload" :"#, #""payload":"#, "it is not written as assay writes it"),
    (#""sig" : "AQI=""#, #""sig" : "AQI""#, "it has no payload with a signature"),
    (#""sig" : "AQI=""#, #""sig" : "AQJ=""#, "it is not written as assay writes it"),
    (#""keyid" : "SHA256:k","#, "", "it has no payload with a signature"),
    (
      #"    }\n  ]"#, #"    },\n    {\n      "keyid" : "b",\n      "sig" : "AQI="\n    }\n  ]"#,
      "it is not written as assay writes it"
    ),
    ("application/vnd.in-toto+json", "application/vnd.in-toto+yaml", "it is not written as assay writes it"),
    (#""payloadType""#, #""more" : 1, "payloadType""#, "it is not written as assay writes it"),
  ]

  @Test(arguments: forgeries) func `a forged envelope is refused`(_ old: String, _ new: String, _ why: String) throws {
    let (old, new) = (old.replacing("\\n", with: "\n"), new.replacing("\\n", with: "\n"))
    let text = try #require(signed.text("envelope.json"))
    #expect(text.contains(old))
    #expect(throws: EvidenceError.envelope(why)) { try opened(text.replacing(old, with: new)) }
  }

  @Test func `an envelope that is no JSON, or too large, is refused`() {
    #expect(throws: EvidenceError.self) { try opened("{") }
    #expect(throws: EvidenceError.self) { try opened("") }
    #expect(throws: EvidenceError.envelope("it is too large")) {
      try opened(String(repeating: " ", count: EvidenceLimits.statementBytes * 2))
    }
  }

  @Test func `an envelope alone is no set`() {
    #expect(throws: EvidenceError.noStatement) {
      try EvidenceReader.open(files: signed.pairs.filter { $0.path != "statement.json" })
    }
  }
}
