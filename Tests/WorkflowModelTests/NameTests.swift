import Foundation
import Testing
import WorkflowModel

@Suite struct `Names` {
  @Test(arguments: [
    "a", "7", "M1", "dstamp", "blast-radius", "a.b", "a_b", "a-", "a--b", "a_", "0.7.0", "HEAD", "lock", "a.locked",
    "x" + String(repeating: "y", count: 63),
  ])
  func `these are names`(_ text: String) { #expect(GateID(text)?.text == text) }

  @Test(arguments: [
    "", " ", "a b", "-a", "_a", ".a", "a.", "a..b", "..", ".", "a.lock", "a.LOCK", "a.Lock", "a/b", "a\\b", "a:b",
    "a~1", "a^", "a@{1}", "a*", "a?", "a[b", "a\n", "a\nb", "a\t", "a\0", "ä", "М1", "M１", "M\u{200B}1", "M1\u{301}",
    "\u{212A}1", "a\u{2024}b", "a\u{2013}b", "$(x)", "`x`", "a;b", "a\"", "a'b", "$HOME",
    "x" + String(repeating: "y", count: 64),
  ])
  func `these are none`(_ text: String) { #expect(GateID(text) == nil) }

  @Test func `matching is whole and exact`() {
    #expect(GateID("C1") != GateID("WC1"))
    #expect(GateID("m1") != GateID("M1"))
    #expect(GateID("M1") != GateID("M10"))
  }

  @Test func `names are keys of JSON objects`() throws {
    let gate = try #require(GateID("M1"))
    let json = String(decoding: try JSONEncoder().encode([gate: 1]), as: UTF8.self)
    #expect(json == "{\"M1\":1}")
    #expect(try JSONDecoder().decode([GateID: Int].self, from: Data(json.utf8)) == [gate: 1])
    #expect(throws: (any Error).self) { try JSONDecoder().decode([GateID: Int].self, from: Data("{\"-\":1}".utf8)) }
    #expect(throws: DecodingError.self) { try JSONDecoder().decode([GateID].self, from: Data("[\"a b\"]".utf8)) }
  }
}

@Suite struct `Numbered items` {
  @Test(arguments: [
    ("F-dstamp-1", "dstamp", 1), ("F-a-b-12", "a-b", 12), ("F-a--3", "a-", 3), ("F-1-2-3", "1-2", 3),
    ("F-a-9223372036854775807", "a", Int.max),
  ])
  func `the last number is the item's, the rest is the phase`(_ text: String, _ phase: String, _ number: Int) throws {
    let finding = try #require(FindingID(text))
    #expect(finding.phase.text == phase)
    #expect(finding.number == number)
    #expect(finding.description == text)
  }

  @Test(arguments: [
    "", "F", "F-", "F-a", "F-a-", "F-a-0", "F-a-01", "F-a-+1", "F-a-1 ", " F-a-1", "f-a-1", "D-a-1", "F-1", "F--1",
    "F-a-b", "F-a-9223372036854775808", "F-a b-1", "F-a-１", "F-a-1\n", "FF-a-1", "F-a-\u{301}1", "F-a.lock-1",
  ])
  func `these are no findings`(_ text: String) { #expect(FindingID(text) == nil) }

  @Test func `letters tell the kinds apart`() {
    #expect(DeferralID("D-a-1")?.description == "D-a-1")
    #expect(BacklogID("B-a-1")?.description == "B-a-1")
    #expect(DeferralID("F-a-1") == nil)
    #expect(BacklogID("D-a-1") == nil)
  }

  @Test func `numbers are ordered as numbers`() throws {
    let two = try #require(FindingID("F-a-2"))
    let ten = try #require(FindingID("F-a-10"))
    #expect(two < ten)
  }
}
