import Coordination
import Crypto
import FoundationEssentials
import HostEffects
import Replay
import WorkflowModel
import WorkflowRules

/// Where the folds of one branch are kept, to go faster: keyed by the tip they were computed from, and known by a code
/// that only this user's secret makes. One that is damaged, of another version, of another hand or of another tip is
/// passed over; the fold then begins at the beginning.
///
/// A file `fold-BRANCH` has the state with every phase that is not done, and the last ones that are. The others are at
/// rest in `fold-BRANCH.phases`, added one after the other, and after them the tables that tell them apart, each known by
/// its digest: what is written at each command is as large as what is being worked on. Two commands that write at once
/// may leave places that hold other phases than the state says; whoever reads one finds out, and folds again.
package struct FoldShelf {
  /// Raised whenever the state or the rules change their form or meaning.
  private static let format = 20
  private static let mark = Array("assay fold\n".utf8)

  private let path: String
  private let key: [UInt8]
  private let awake: Int

  /// `awake` is how many phases that are done stay in the state: as many as `assay status` shows. Without a key nothing
  /// is kept.
  package init?(
    _ directory: String, _ kind: String, branch: String, key: [UInt8]?, awake: Int = WorkspaceStatus.doneShown
  ) {
    self.awake = awake
    guard let key else { return nil }
    let name = branch.map { $0.isLetter || $0.isNumber || $0 == "-" ? $0 : "_" }
    path = "\(directory)/\(kind)-\(String(name))"
    self.key = key
  }

  private var phasesPath: String { path + ".phases" }
  /// Where a point lies that is kept once its tip has been taken in.
  private var asidePath: String { path + ".judged" }

  private static let bodyStart = mark.count + SHA256.byteCount

  /// The bytes of a file that was written here; nil where it was not.
  private func known(_ path: String) -> [UInt8]? {
    let start = Self.bodyStart
    guard let data = PartsFile(reading: path)?.whole, data.count > start, data.starts(with: Self.mark),
      HMAC<SHA256>.isValidAuthenticationCode(
        data[Self.mark.count..<start], authenticating: data[start...], using: SymmetricKey(data: key))
    else { return nil }
    return data
  }

  /// What stands before the state, and where the rest begins.
  private struct Head {
    let bytes: [UInt8]
    let tip: ObjectID
    let protectsPaths: Bool
    let rest: Unpacker
  }

  /// The head of a file that was written here, by this version.
  private func head(of path: String) -> Head? {
    guard let bytes = known(path) else { return nil }
    var unpacker = Unpacker(bytes, from: Self.bodyStart)
    do {
      guard try unpacker.next(Int.self) == Self.format else { return nil }
      let (tip, protects): (ObjectID, Bool) = (try unpacker.next(), try unpacker.next())
      return Head(bytes: bytes, tip: tip, protectsPaths: protects, rest: unpacker)
    } catch {
      // Written by another program with the same secret.
      return nil
    }
  }

  /// The kept point, and what stood beside it; nil when there is none, or it is not what was written here.
  package func read<Beside: Packable>(_ type: Beside.Type = Beside.self) -> (point: FoldPoint, beside: Beside)? {
    guard let head = head(of: path) else { return nil }
    var unpacker = head.rest
    do {
      let (chain, last) = (try unpacker.next(Int.self), try unpacker.next(ObjectID?.self))
      let places = try unpacker.next([KeptPlace].self)
      var state = try unpacker.next(WorkflowState.self)
      let beside = try unpacker.next(Beside.self)
      guard unpacker.isAtEnd else { return nil }
      let phases = PhaseShelf(phasesPath)
      state.restingTables = try places.map(phases.table)
      return (FoldPoint(tip: head.tip, chain: chain, last: last, state: state, keeper: phases), beside)
    } catch {
      // What has the right code and cannot be read was written by another program with the same secret, or its phases
      // are lost.
      return nil
    }
  }

  /// Whether a phase protects paths at that tip, which is told without reading the state; nil where another tip's is kept.
  package func protectsPaths(at tip: ObjectID) -> Bool? {
    head(of: path).flatMap { $0.tip == tip ? $0.protectsPaths : nil }
  }

  /// The kept point, where nothing stands beside it.
  package var point: FoldPoint? { read(NothingBeside.self)?.point }

  package func write(_ point: FoldPoint) throws { try write(point, beside: NothingBeside()) }

  /// Writes the state whole or not at all.
  package func write(_ point: FoldPoint, beside: some Packable) throws { try write(point, beside: beside, to: path) }

  /// Sets a point aside, of a tip that may still be refused. What is kept stays as it is, and so does nothing aside where
  /// every phase would have to be written anew.
  package func setAside(_ point: FoldPoint) throws {
    let phases = point.state.phases
    guard !phases.isWhole || phases.restable(leaving: awake).isEmpty else { return }
    try write(point, beside: NothingBeside(), to: asidePath)
  }

  /// Keeps the point that was set aside, if it is of this tip. Returns whether it was.
  package func keepAside(of tip: ObjectID) throws -> Bool {
    guard let head = head(of: asidePath), head.tip == tip else { return false }
    // What was read, and not what lies there now: another push may be judged meanwhile.
    try ReplacedFile.write(head.bytes, to: path)
    return true
  }

  private func write(_ point: FoldPoint, beside: some Packable, to path: String) throws {
    let directory = path.split(separator: "/").dropLast().joined(separator: "/")
    try FileManager.default.createDirectory(atPath: "/" + directory, withIntermediateDirectories: true)
    var state = point.state
    // What a fold put to rest in memory, or else nothing.
    var packed = point.keeper as? PackedPhases ?? PackedPhases()
    let isNew = state.phases.isWhole || point.keeper is PackedPhases
    // Most commands change no phase that is done.
    let toRest = state.phases.restable(leaving: awake)
    let rested = packed.add(toRest)
    if isNew {
      state.rest(rested)
      let tables = state.keepTables(from: packed.count)
      if packed.count > 0 { try ReplacedFile.write(pieces: packed.parts + tables, to: phasesPath) }
    } else if !toRest.isEmpty || state.restingTables.contains(where: { $0.place == nil }) {
      try PartsFile.append(to: phasesPath) { offset in
        state.rest(rested.map { ($0.phase, $0.place.moved(by: offset)) })
        return packed.parts + state.keepTables(from: offset + packed.count)
      }
    }
    let tables = state.restingTables.compactMap(\.place)
    var packer = Packer()
    packer.put(Self.format, point.tip, state.protectsPaths, point.chain, point.last, tables, state)
    packer.put(beside)
    let code = HMAC<SHA256>.authenticationCode(for: packer.bytes, using: SymmetricKey(data: key))
    try ReplacedFile.write(Self.mark + Array(code) + packer.bytes, to: path)
  }
}

/// Phases at rest in their file.
struct PhaseShelf: PhaseKeeper {
  private let file: PartsFile?

  init(_ path: String) { file = PartsFile(reading: path) }

  func phase(_ resting: RestingPhase) throws(KeptPhaseLost) -> PhaseState {
    guard let bytes = file?.part(at: resting.place.offset, length: resting.place.length) else { throw KeptPhaseLost() }
    return try resting.unpacked(bytes)
  }

  func table(_ place: KeptPlace) throws -> RestingTable {
    guard let bytes = file?.part(at: place.offset, length: place.length), place.holds(bytes) else {
      throw KeptPhaseLost()
    }
    return try RestingTable(bytes, at: place)
  }
}

extension WorkflowState {
  /// Gives the tables that are not kept yet their places, one after the other. Returns their bytes.
  fileprivate mutating func keepTables(from offset: Int) -> [[UInt8]] {
    var (end, parts): (Int, [[UInt8]]) = (offset, [])
    restingTables = restingTables.map { table in
      guard table.place == nil else { return table }
      defer { end += table.bytes.count }
      parts.append(table.bytes)
      return table.kept(at: KeptPlace(of: table.bytes[...], at: end))
    }
    return parts
  }
}

/// Nothing stands beside the point.
private struct NothingBeside: Packable {
  init() {}
  init(from unpacker: inout Unpacker) {}
  func pack(into packer: inout Packer) {}
}

/// What an audit found beside the state: from there the next one goes on. `assay audit --full` does not read it, and
/// writes it anew.
struct AuditBeside: Packable {
  let commits: Int
  /// Violations of commits that are no records.
  let plainDisputes: [Dispute]

  init(commits: Int, plainDisputes: [Dispute]) {
    self.commits = commits
    self.plainDisputes = plainDisputes
  }

  init(from unpacker: inout Unpacker) throws(Unpackable) {
    self.init(commits: try unpacker.next(), plainDisputes: try unpacker.next())
  }

  func pack(into packer: inout Packer) { packer.put(commits, plainDisputes) }
}
