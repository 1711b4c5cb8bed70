import Crypto
import WorkflowModel
import WorkflowRules

/// Phases at rest in memory, one after the other as they lie in a file. A phase takes a fifth of what it takes awake, and a
/// history of a million records has thousands.
package struct PackedPhases: PhaseKeeper {
  private var pieces: [(start: Int, bytes: [UInt8])] = []
  /// How many bytes they have.
  package private(set) var count = 0
  /// So many phases are awake before any is put to rest, and so many more before the next are. At 0 each is at once.
  private let batch: Int
  private var limit: Int

  package init(leaving awake: Int = 0) {
    batch = awake * 16
    limit = batch
  }

  /// What they are packed into, one after the other.
  package var parts: [[UInt8]] { pieces.map(\.bytes) }

  package mutating func add(_ phases: [PhaseState]) -> [(phase: PhaseState, place: KeptPlace)] {
    var packer = Packer()
    let start = count
    let places = phases.map { phase in
      let begin = packer.bytes.count
      packer.put(phase)
      return (phase: phase, place: KeptPlace(of: packer.bytes[begin...], at: start + begin))
    }
    if !phases.isEmpty { pieces.append((start, packer.bytes)) }
    count += packer.bytes.count
    return places
  }

  package func phase(_ resting: RestingPhase) throws(KeptPhaseLost) -> PhaseState {
    let place = resting.place
    guard let piece = pieces.last(where: { $0.start <= place.offset }), place.offset >= 0, place.length >= 0,
      place.length <= piece.bytes.count - (place.offset - piece.start)
    else { throw KeptPhaseLost() }
    let begin = place.offset - piece.start
    return try resting.unpacked(Array(piece.bytes[begin..<begin + place.length]))
  }

  func isOutgrown(by phases: PhaseTable) -> Bool { batch == 0 || phases.awakeCount > limit }

  /// Told of the phases that stay awake.
  mutating func expect(_ phases: PhaseTable) { limit = phases.awakeCount + batch }
}

extension KeptPlace {
  package init(of bytes: ArraySlice<UInt8>, at offset: Int) {
    self.init(offset: offset, length: bytes.count, digest: PartDigest(SHA256.hash(data: bytes)))
  }

  /// Whether these bytes are those that were kept.
  package func holds(_ bytes: [UInt8]) -> Bool { PartDigest(SHA256.hash(data: bytes)) == digest }
}

extension RestingPhase {
  /// The phase that these bytes are, if they are those that were kept.
  package func unpacked(_ bytes: [UInt8]) throws(KeptPhaseLost) -> PhaseState {
    guard place.holds(bytes) else { throw KeptPhaseLost() }
    var unpacker = Unpacker(bytes)
    do {
      let phase = try unpacker.next(PhaseState.self)
      guard unpacker.isAtEnd, phase.phase.id == id else { throw Unpackable() }
      return phase
    } catch {
      throw KeptPhaseLost()
    }
  }
}
