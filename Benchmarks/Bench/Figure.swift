/// One line of the table: what assay took, what stands beside it, and whether that is what was aimed at.
struct Figure: Codable {
  let name: String
  let value: Double
  let unit: String
  let processor: Double?
  let peer: String?
  let peerValue: Double?
  /// Ours to the peer's.
  let ratio: Double?
  /// The same of the processor times, which a busy machine disturbs less; work on both cores counts twice there.
  let processorRatio: Double?
  let target: String?
  let isReached: Bool?

  init(
    _ name: String, _ value: Double, unit: String, processor: Double? = nil, peer: (name: String, cost: Cost)? = nil,
    target: (text: String, isReached: Bool)? = nil
  ) {
    self.name = name
    self.value = value
    self.unit = unit
    self.processor = processor
    self.peer = peer?.name
    peerValue = peer?.cost.wall
    ratio = peer.map { value / $0.cost.wall }
    processorRatio = peer.flatMap { peer in processor.map { $0 / max(peer.cost.processor, 0.1) } }
    self.target = target?.text
    isReached = target?.isReached
  }

  /// A time that is to be at most so many times the peer's.
  static func ratio(_ name: String, _ cost: Cost, to peer: (String, Cost), atMost limit: Double? = nil) -> Figure {
    time(name, cost, beside: peer, target: limit.map { ("≤ \($0)×", cost.wall <= $0 * peer.1.wall) })
  }

  /// A time that is to be at most so many milliseconds longer than the peer's.
  static func excess(_ name: String, _ cost: Cost, over peer: (String, Cost), atMost limit: Double) -> Figure {
    time(name, cost, beside: peer, target: ("≤ \(whole(limit)) ms over", cost.wall - peer.1.wall <= limit))
  }

  /// A time that is to be at most so many milliseconds.
  static func time(
    _ name: String, _ cost: Cost, beside peer: (String, Cost)? = nil, atMost limit: Double?
  ) -> Figure {
    time(name, cost, beside: peer, target: limit.map { ("≤ \(whole($0)) ms", cost.wall <= $0) })
  }

  static func time(
    _ name: String, _ cost: Cost, beside peer: (String, Cost)? = nil, target: (String, Bool)? = nil
  ) -> Figure {
    Figure(name, cost.wall, unit: "ms", processor: cost.processor, peer: peer, target: target)
  }

  static func memory(_ name: String, _ cost: Cost, atMost limit: Double? = nil) -> Figure {
    Figure(name, cost.peak, unit: "MB", target: limit.map { ("≤ \(whole($0)) MB", cost.peak <= $0) })
  }
}

/// All that one run of the bench found.
struct Report: Codable {
  let machine: Machine
  var figures: [Figure] = []
  /// What was compared with the slow path, and found equal.
  var checks: [String] = []
  var notes: [String] = []

  mutating func check(_ what: String, _ holds: Bool) throws {
    guard holds else { throw Trouble("check failed: \(what)") }
    checks.append(what)
    say("  holds: \(what)")
  }

  mutating func add(_ figure: Figure) {
    figures.append(figure)
    say("  " + Table.line(figure))
  }
}

func whole(_ value: Double) -> String { "\(Int(value.rounded()))" }

/// With so many places behind the point.
func decimal(_ value: Double, _ places: Int) -> String {
  var scale = 1.0
  for _ in 0..<places { scale *= 10 }
  let number = Int((abs(value) * scale).rounded())
  let digits = String(number)
  let padded = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
  let text = places == 0 ? padded : padded.dropLast(places) + "." + padded.suffix(places)
  return (value < 0 && number > 0 ? "-" : "") + text
}
