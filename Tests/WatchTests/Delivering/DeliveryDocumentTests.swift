import FoundationEssentials
import Testing
import WorkflowModel

@testable import Watch

@Suite struct DeliveryDocumentTests {
  static let claim =
    #"{"attempt":2,"consumer":"night-shift","event":"claim","gate":"M1","#
    + #""id":"3f2a3f2a3f2a3f2a3f2a3f2a3f2a3f2a3f2a3f2a","kind":"event","next":"assay brief","phase":"dstamp","#
    + #""principal":"builder-1","record":"3f2a3f2a3f2a3f2a3f2a3f2a3f2a3f2a3f2a3f2a","repository":"/srv/watched","#
    + #""schema":1,"time":"2026-06-11T17:36:00Z","title":"claim(dstamp): M1 — fix in \"place\"","#
    + #""wakes":["adversary"],"workspace":"team"}"#

  @Test func `the document of a claim is this one`() throws {
    #expect(String(decoding: try claimDelivery(attempt: 2).json, as: UTF8.self) == Self.claim)
  }

  @Test func `what an event does not have is left out of the document and of the environment`() throws {
    let delivery = try unreachableDelivery()
    #expect(
      String(decoding: delivery.json, as: UTF8.self)
        == #"{"attempt":1,"consumer":"night-shift","event":"unreachable","id":"unreachable:origin","kind":"event","#
        + #""repository":"/srv/watched","schema":1,"time":"2026-06-11T17:36:00Z","title":"the remote does not answer","#
        + #""wakes":[],"workspace":"team"}"#)
    #expect(
      delivery.environment.keys.sorted() == [
        "ASSAY_ATTEMPT", "ASSAY_CONSUMER", "ASSAY_EVENT", "ASSAY_EVENT_ID", "ASSAY_EVENT_JSON", "ASSAY_EVENT_TIME",
        "ASSAY_EVENT_TITLE", "ASSAY_EVENT_WAKES", "ASSAY_REPOSITORY", "ASSAY_WORKSPACE",
      ])
  }

  @Test func `the environment of a claim is this one`() throws {
    #expect(
      try claimDelivery(attempt: 2).environment == [
        "ASSAY_ATTEMPT": "2", "ASSAY_CONSUMER": "night-shift", "ASSAY_EVENT": "claim", "ASSAY_EVENT_GATE": "M1",
        "ASSAY_EVENT_ID": claimID, "ASSAY_EVENT_JSON": Self.claim, "ASSAY_EVENT_NEXT": "assay brief",
        "ASSAY_EVENT_PHASE": "dstamp", "ASSAY_EVENT_PRINCIPAL": "builder-1", "ASSAY_EVENT_RECORD": claimID,
        "ASSAY_EVENT_TIME": "2026-06-11T17:36:00Z", "ASSAY_EVENT_TITLE": "claim(dstamp): M1 — fix in \"place\"",
        "ASSAY_EVENT_WAKES": "adversary", "ASSAY_REPOSITORY": "/srv/watched", "ASSAY_WORKSPACE": "team",
      ])
    #expect(try claimDelivery().environment.keys.allSatisfy { Delivery.isVariable($0) })
  }

  @Test func `whatever stands in a title, the document is one line that every reader takes, and bounded`() throws {
    for title in ["\u{1B}[2J\r\nnews\0", "\"\\\u{202E}\u{2028}", String(repeating: "\u{1F9EA}", count: 90_000)] {
      let bytes = try claimDelivery(title: title).json
      #expect(bytes.allSatisfy { $0 >= 0x20 } && bytes.count < 10_000)
      struct Read: Decodable { let title: String }
      let read = try JSONDecoder().decode(Read.self, from: Data(bytes)).title
      let inert = InertText.line(title)
      #expect(read == inert || read.hasSuffix("…") && inert.hasPrefix(read.dropLast()) && read.count == 1000)
    }
  }
}
