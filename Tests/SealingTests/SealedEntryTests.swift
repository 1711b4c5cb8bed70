import Sealing
import Testing
import WorkflowModel

@Suite struct `Sealed entries` {
  let context: SealContext
  let key: SealKey
  let nonce = [UInt8](repeating: 7, count: 12)
  let entry = SealedEntry(title: "Swarm goes back to PreviousSpec", body: "because of a label\n\nand of nothing else")

  init() throws {
    let founding = try #require(ObjectID(String(repeating: "3f", count: 20)))
    context = SealContext(
      founding: founding, phase: try #require(PhaseID("dstamp")), gate: GateID("M1"),
      principal: try #require(PrincipalName("builder")))
    key = try .derive(from: Array(0..<32), for: context, epoch: 0)
  }

  private func sealed(_ entry: SealedEntry? = nil) throws -> String {
    try (entry ?? self.entry).seal(with: key, for: context, nonce: nonce)
  }

  private func open(_ text: String) throws -> SealedEntry {
    try SealedEntry.open(text, with: key, for: context, commitment: key.commitment)
  }

  /// Worked out with HMAC-SHA256 by hand (RFC 5869, no salt): a key once made has to be made again in years to come.
  @Test func `a key has this value`() {
    #expect(key.description == "69b54c082e655d020d5f5bc5b3d7d0bbb3bc4cb5d8e0489204c5b17f931d684a")
    #expect(key.commitment.hex == "8950f225f4c3a153c4d6ac3a63cce47e35252c03f615f219a93ad2068e9ce219")
  }

  @Test func `what was sealed opens`() throws {
    #expect(try open(try sealed()) == entry)
    for count in [0, 1, 1000, 1015, 1016, 1017, 5000, SealedEntry.limit - 1] {
      let long = SealedEntry(title: "t", body: String(repeating: "x", count: count))
      #expect(try open(try sealed(long)) == long)
    }
  }

  @Test func `its form is the one that the rules ask for`() throws {
    let text = try sealed()
    #expect(SealedText.trouble(with: text) == nil)
    #expect(text.split(separator: "\n").dropLast().allSatisfy { $0.utf8.count == 76 })
    #expect(!text.contains("Swarm"))
  }

  @Test func `the length says little`() throws {
    let lengths = try (0..<1000).map { count in
      try sealed(SealedEntry(title: "t", body: String(repeating: "x", count: count))).utf8.count
    }
    #expect(Set(lengths).count == 1)
  }

  @Test func `what is too long is refused`() {
    let long = SealedEntry(title: "", body: String(repeating: "x", count: SealedEntry.limit + 1))
    #expect(throws: SealingTrouble.tooLong(SealedEntry.limit + 1)) { try sealed(long) }
  }

  @Test func `every context and epoch has a key of its own`() throws {
    let secret = Array(UInt8(0)..<32)
    let others = [
      SealContext(founding: .none, phase: context.phase, gate: context.gate, principal: context.principal),
      SealContext(
        founding: context.founding, phase: try #require(PhaseID("M1")), gate: context.gate,
        principal: context.principal),
      SealContext(founding: context.founding, phase: context.phase, gate: nil, principal: context.principal),
      SealContext(
        founding: context.founding, phase: context.phase, gate: context.gate,
        principal: try #require(PrincipalName("builder-2"))),
    ]
    let keys =
      try others.map { try SealKey.derive(from: secret, for: $0, epoch: 0) } + [
        key, try .derive(from: secret, for: context, epoch: 1),
        try .derive(from: secret.reversed(), for: context, epoch: 0),
      ]
    #expect(Set(keys).count == keys.count)
    let text = try sealed()
    for other in others {
      #expect(throws: SealingTrouble.damaged) {
        try SealedEntry.open(text, with: key, for: other, commitment: key.commitment)
      }
    }
    for other in keys where other != key {
      #expect(throws: SealingTrouble.otherKey) {
        try SealedEntry.open(text, with: other, for: context, commitment: key.commitment)
      }
      #expect(throws: SealingTrouble.damaged) {
        try SealedEntry.open(text, with: other, for: context, commitment: other.commitment)
      }
    }
  }

  @Test func `a change of any byte is seen`() throws {
    let bytes = try #require(SealedText.bytes(of: try sealed()))
    for place in bytes.indices {
      var changed = bytes
      changed[place] ^= 1 << UInt8(place % 8)
      #expect(throws: SealingTrouble.damaged) { try open(SealedText.lines(of: changed)) }
    }
  }

  @Test func `only the text itself is a sealed entry`() throws {
    let text = try sealed()
    for other in [
      "", text + "\n", text + "=", " " + text, String(text.dropLast()), text.replacing("\n", with: ""),
      text.replacing("\n", with: "\r\n"), text.lowercased() + "é", String(text.dropFirst(4)),
    ] {
      let error = #expect(throws: SealingTrouble.self) { try open(other) }
      if case .form = error { continue }
      Issue.record("\(other.debugDescription)")
    }
  }

  @Test func `secrets and nonces of other lengths are refused`() {
    for count in [0, 31, 33] {
      #expect(throws: SealingTrouble.secretCount(count)) {
        try SealKey.derive(from: [UInt8](repeating: 1, count: count), for: context, epoch: 0)
      }
    }
    for count in [0, 11, 13] {
      #expect(throws: SealingTrouble.nonceCount(count)) {
        try entry.seal(with: key, for: context, nonce: [UInt8](repeating: 1, count: count))
      }
    }
  }

  /// Whoever writes the entry writes what is in it; opening it must not hand a control character to a terminal.
  @Test func `what opens is inert`() throws {
    let evil = SealedEntry(title: "a\u{1B}[2J\nb", body: "\n\u{202E}x\r\n")
    let opened = try open(try sealed(evil))
    #expect(InertText.line(opened.title) == opened.title && InertText.block(opened.body) == opened.body)
    #expect(!(opened.title + opened.body).utf8.contains(0x1B))
  }

  @Test func `random bytes are refused and do no harm`() throws {
    var random = SplitMix(state: 5)
    for _ in 0..<2000 {
      let size = SealedText.buckets[Int.random(in: 0..<3, using: &random)] + 28
      let count = Bool.random(using: &random) ? size : Int.random(in: 0..<3000, using: &random)
      let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
      let text = SealedText.lines(of: bytes)
      #expect(SealedText.bytes(of: text) == bytes)
      #expect(throws: SealingTrouble.self) { try open(text) }
      #expect(throws: SealingTrouble.self) { try open(String(decoding: bytes, as: UTF8.self)) }
    }
  }

  @Test func `every trouble has words`() {
    let all: [SealingTrouble] = [
      .secretCount(1), .nonceCount(1), .tooLong(1), .form("it is odd"), .otherKey, .damaged,
    ]
    for trouble in all { #expect(!trouble.description.isEmpty) }
  }
}

private struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}
