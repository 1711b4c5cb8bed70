import WorkflowModel

/// The phases of a workspace by their ids. Most phases of a long history are done. Where the state comes from a kept
/// fold, those are at rest: only what tells them apart is here, the rest lies where the fold is kept, and is read when
/// somebody asks, so that a command costs what it looks at, and not what has ever been.
///
/// To ask for a phase that is at rest, without waking it first, is a mistake of the program, and ends it: an answer of
/// "there is none" could let something pass.
package struct PhaseTable: Hashable, Sendable {
  private var awake: [PhaseID: PhaseState] = [:]
  fileprivate(set) var resting = RestingPhases()
  /// The phases that are being worked on: every record asks for them.
  private var activeIDs: Set<PhaseID> = []
  /// Whose a seal is, of those that are awake.
  private var sealOwners: [Digest: PhaseID] = [:]

  package init() {}

  init(awake: [PhaseState]) {
    for phase in awake { add(phase) }
  }

  package subscript(id: PhaseID) -> PhaseState? {
    if let phase = awake[id] { return phase }
    precondition(restingPhase(id) == nil, "a phase was asked for while it was at rest")
    return nil
  }

  /// Changes a phase that is there and awake.
  mutating func update(_ id: PhaseID, _ change: (inout PhaseState) -> Void) {
    if self[id] == nil { return }
    // Taken out, so that it is changed in place.
    if var phase = awake.removeValue(forKey: id) {
      let seals = phase.seals.count
      change(&phase)
      note(phase, sealsFrom: seals)
      awake[id] = phase
    }
  }

  mutating func add(_ phase: PhaseState) {
    note(phase, sealsFrom: 0)
    awake[phase.phase.id] = phase
  }

  /// Seals are only ever added.
  private mutating func note(_ phase: PhaseState, sealsFrom first: Int) {
    if phase.stage == .active { activeIDs.insert(phase.phase.id) } else { activeIDs.remove(phase.phase.id) }
    for seal in phase.seals[first...] where sealOwners[seal.digest] == nil { sealOwners[seal.digest] = phase.phase.id }
  }

  /// Every phase's id, in order.
  package var ids: [PhaseID] { (awake.keys + resting.all.map(\.id)).sorted() }
  package var count: Int { awakeCount + resting.count }
  package var awakeCount: Int { awake.count }
  package var isWhole: Bool { resting.isEmpty }

  /// The phases that are awake, by their ids; those that are not done are always among them.
  package var atHand: [PhaseState] { awake.values.sorted { $0.phase.id < $1.phase.id } }

  package var active: [PhaseState] { activeIDs.sorted().compactMap { awake[$0] } }

  /// The seal of that digest, in a phase that is awake.
  func seal(_ digest: Digest) -> Seal? { sealOwners[digest].flatMap { awake[$0]?.seal(digest) } }

  package func contains(_ id: PhaseID) -> Bool { awake[id] != nil || restingPhase(id) != nil }

  /// How far a phase is, also at rest; nil where there is none.
  package func stage(of id: PhaseID) -> PhaseStage? {
    awake[id]?.stage ?? (restingPhase(id) == nil ? nil : .done)
  }

  /// When and by which record it was done, if it is.
  package func closing(of id: PhaseID) -> Closing? {
    guard let phase = awake[id] else { return restingPhase(id)?.closed }
    return phase.stage == .done ? phase.closed : nil
  }

  /// The phases that were done last, the latest first.
  package func lastDone(_ count: Int) -> [PhaseID] {
    // A few of many: they are kept in order while all go by.
    var last: [(id: PhaseID, time: Timestamp)] = []
    func look(_ id: PhaseID, _ time: Timestamp) {
      if last.count == count, let end = last.last, (time, id) < (end.time, end.id) { return }
      last.insert((id, time), at: last.firstIndex { ($0.time, $0.id) < (time, id) } ?? last.count)
      if last.count > count { last.removeLast() }
    }
    for phase in awake.values where phase.stage == .done {
      if let closed = phase.closed { look(phase.phase.id, closed.time) }
    }
    // A phase at rest is unpacked only if it may be one of them.
    for table in resting.tables {
      for index in 0..<table.count where last.count < count || table.time(index) >= last.last?.time.seconds ?? .min {
        look(table[index].id, Timestamp(seconds: table.time(index)))
      }
    }
    return last.map(\.id)
  }

  package func restingPhase(_ id: PhaseID) -> RestingPhase? {
    resting.isEmpty ? nil : resting.first(named: id)
  }

  package var allResting: [RestingPhase] { resting.all }

  /// The phases at rest that may have that seal among theirs.
  func resting(under seal: Digest) -> [RestingPhase] {
    resting.having(seal: RestingPhase.mark(of: seal))
  }

  mutating func wake(_ phases: [PhaseState]) {
    let ids = Set(phases.map(\.phase.id))
    resting.remove(ids)
    for phase in phases { add(phase) }
  }
}

/// What is known of a phase at rest without reading it.
package struct RestingPhase: Hashable, Sendable {
  package let id: PhaseID
  package let closed: Closing
  /// The beginnings of the digests of its seals: enough to know which phases have to be looked at.
  package let seals: [UInt64]
  package let place: KeptPlace

  package init(_ phase: PhaseState, closed: Closing, at place: KeptPlace) {
    id = phase.phase.id
    self.closed = closed
    seals = phase.seals.map { Self.mark(of: $0.digest) }
    self.place = place
  }

  fileprivate static func mark(of seal: Digest) -> UInt64 {
    // Sixteen digits always are a number.
    UInt64(seal.hex.prefix(16), radix: 16) ?? 0
  }
}

/// Where a phase at rest is kept, and by what its bytes are known.
package struct KeptPlace: Hashable, Sendable {
  package let offset: Int
  package let length: Int
  package let digest: PartDigest

  package init(offset: Int, length: Int, digest: PartDigest) {
    self.offset = offset
    self.length = length
    self.digest = digest
  }

  package func moved(by distance: Int) -> KeptPlace {
    KeptPlace(offset: offset + distance, length: length, digest: digest)
  }
}

/// A SHA-256 digest without memory of its own: there are as many as phases at rest.
package struct PartDigest: Hashable, Sendable {
  private let words: (UInt64, UInt64, UInt64, UInt64)

  /// Of a digest's 32 bytes.
  package init(_ bytes: some Sequence<UInt8>) {
    var (words, index): ([UInt64], Int) = ([0, 0, 0, 0], 0)
    for byte in bytes where index < 32 {
      words[index / 8] = words[index / 8] << 8 | UInt64(byte)
      index += 1
    }
    self.words = (words[0], words[1], words[2], words[3])
  }

  fileprivate init(_ words: (UInt64, UInt64, UInt64, UInt64)) { self.words = words }

  package static func == (left: PartDigest, right: PartDigest) -> Bool { left.words == right.words }
  package func hash(into hasher: inout Hasher) { hasher.combine(words.0) }
}

extension PartDigest: Packable {
  package func pack(into packer: inout Packer) {
    for word in [words.0, words.1, words.2, words.3] { withUnsafeBytes(of: word.bigEndian) { packer.append($0) } }
  }

  package init(from unpacker: inout Unpacker) throws(Unpackable) {
    self = try unpacker.take(32).withUnsafeBytes { bytes in
      func word(_ index: Int) -> UInt64 {
        UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: index * 8, as: UInt64.self))
      }
      return PartDigest((word(0), word(1), word(2), word(3)))
    }
  }
}

/// Whoever keeps phases that are at rest.
package protocol PhaseKeeper: Sendable {
  /// - Throws: ``KeptPhaseLost`` where it is not there any more as it was.
  func phase(_ resting: RestingPhase) throws(KeptPhaseLost) -> PhaseState
}

/// A phase at rest that cannot be read: everything has to be folded again.
package struct KeptPhaseLost: Error, Hashable, Sendable {
  package init() {}
}

extension WorkflowState {
  /// Wakes those of the phases that are at rest.
  package mutating func wake(_ ids: [PhaseID], from keeper: (any PhaseKeeper)?) throws(KeptPhaseLost) {
    try wake(ids.compactMap(phases.restingPhase), from: keeper)
  }

  /// Wakes what the rules will ask about a record: its phase, and those that a key of its entry may belong to.
  package mutating func wake(
    for content: RecordContent, from keeper: (any PhaseKeeper)?
  ) throws(KeptPhaseLost) {
    guard !phases.isWhole else { return }
    if let id = content.phase { try wake([id], from: keeper) }
    guard case .journal(_, let seal?) = content.act else { return }
    try wake(phases.resting(under: seal), from: keeper)
  }

  private mutating func wake(_ resting: [RestingPhase], from keeper: (any PhaseKeeper)?) throws(KeptPhaseLost) {
    guard !resting.isEmpty else { return }
    guard let keeper else { throw KeptPhaseLost() }
    // All at once: those that stay at rest are packed anew.
    phases.wake(try resting.map { phase throws(KeptPhaseLost) in try keeper.phase(phase) })
  }
}

extension PhaseTable {
  /// The phases at hand that are done, but for the last ones.
  package func restable(leaving awake: Int) -> [PhaseState] {
    let last = Set(lastDone(awake))
    return atHand.filter { $0.stage == .done && $0.closed != nil && !last.contains($0.phase.id) }
  }

  fileprivate mutating func rest(_ places: [(phase: PhaseState, place: KeptPlace)]) {
    guard !places.isEmpty else { return }
    var phases: [RestingPhase] = []
    for (phase, place) in places {
      guard let closed = phase.closed, awake.removeValue(forKey: phase.phase.id) != nil else { continue }
      for seal in phase.seals where sealOwners[seal.digest] == phase.phase.id { sealOwners[seal.digest] = nil }
      phases.append(RestingPhase(phase, closed: closed, at: place))
    }
    resting.add(phases)
  }
}

extension WorkflowState {
  /// Puts phases that are done to rest, where they are kept.
  package mutating func rest(_ places: [(phase: PhaseState, place: KeptPlace)]) { phases.rest(places) }

  /// The tables of the phases at rest. They are no part of the state's packed form: whoever keeps it keeps them beside it.
  package var restingTables: [RestingTable] {
    get { phases.resting.tables }
    set { phases.resting = RestingPhases(newValue) }
  }
}
