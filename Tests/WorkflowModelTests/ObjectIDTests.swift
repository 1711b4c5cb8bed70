import Foundation
import Testing
import WorkflowModel

@Suite struct `Object ids` {
  private static let text = "0123456789abcdef0123456789abcdef01234567"

  @Test func `text and bytes are two forms of one id`() throws {
    let id = try #require(ObjectID(Self.text))
    #expect(id.description == Self.text)
    #expect(id.short == "0123456789ab")
    #expect(id.bytes.count == 20)
    #expect(ObjectID(bytes: id.bytes) == id)
  }

  @Test func `random bytes survive the round trip`() throws {
    var random = SeededRandom(seed: 1)
    for _ in 0..<500 {
      let bytes = (0..<20).map { _ in UInt8.random(in: 0...255, using: &random) }
      let id = try #require(ObjectID(bytes: bytes))
      #expect(id.bytes == bytes)
      #expect(ObjectID(id.description) == id)
    }
  }

  @Test(arguments: [
    "", "0123456789ab", text.uppercased(), text + "0", String(text.dropLast()), text.dropLast() + "g", text + "\n",
    " " + text, "０123456789abcdef0123456789abcdef01234567", "-" + text.dropFirst(), "HEAD",
  ])
  func `anything but forty lower-case digits is refused`(_ text: String) { #expect(ObjectID(text) == nil) }

  @Test(arguments: [0, 19, 21, 32]) func `any other count of bytes is refused`(_ count: Int) {
    #expect(ObjectID(bytes: [UInt8](repeating: 7, count: count)) == nil)
  }

  @Test func `the order is that of the texts`() throws {
    var random = SeededRandom(seed: 2)
    let ids = try (0..<200).map { _ in
      try #require(ObjectID(bytes: (0..<20).map { _ in UInt8.random(in: 0...255, using: &random) }))
    }
    #expect(ids.sorted().map(\.description) == ids.map(\.description).sorted())
  }

  @Test func `JSON holds the text, and reading refuses another`() throws {
    let id = try #require(ObjectID(Self.text))
    #expect(String(decoding: try JSONEncoder().encode([id]), as: UTF8.self) == "[\"\(Self.text)\"]")
    #expect(throws: DecodingError.self) { try JSONDecoder().decode([ObjectID].self, from: Data("[\"abc\"]".utf8)) }
  }

  @Test func `a digest has sixty-four lower-case digits`() {
    let digest = String(repeating: "0a", count: 32)
    #expect(Digest(digest)?.description == digest)
    #expect(Digest(digest.uppercased()) == nil)
    #expect(Digest(String(digest.dropLast(2))) == nil)
    #expect(Digest(Self.text) == nil)
  }

  @Test func `hexadecimal refuses odd counts and strangers`() {
    #expect(Hexadecimal.bytes(of: "0g") == nil)
    #expect(Hexadecimal.bytes(of: "0") == nil)
    #expect(Hexadecimal.bytes(of: "") == [])
    #expect(Hexadecimal.bytes(of: "00ff10") == [0, 255, 16])
    #expect(Hexadecimal.text(of: [0, 255, 16]) == "00ff10")
  }
}
