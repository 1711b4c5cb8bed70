import FoundationEssentials
import GitBook
import GitStorage
import Glibc
import Replay
import TestSupport
import Testing
import WorkflowModel
import WorkflowRules

/// A kept fold can be damaged, stale or brought by a stranger. Then it is passed over, or one of its phases is lost;
/// what it says is never anything else than what was kept.
@Suite struct KeptFoldTests {
  private static let key = [UInt8](repeating: 7, count: 32)

  /// A fold with a phase that is done and at rest, on its shelf.
  private struct Shelved {
    let scratch: ScratchDirectory
    let state: WorkflowState
    let shelf: FoldShelf
    var path: String { scratch.path("fold-main") }
    var phases: String { path + ".phases" }

    init() async throws {
      scratch = try ScratchDirectory()
      let ground = try await Ground()
      shelf = try need(FoldShelf(scratch.path, "fold", branch: "main", key: KeptFoldTests.key, awake: 0))
      for seed: UInt64 in 1...200 {
        var line = Line(on: ground, seed: seed)
        for _ in 0..<40 { try line.step() }
        let headers = try ground.repository.walk(from: [line.head], hiding: [])
        let fold = try History(ground.repository).fold(headers, depth: .messages)
        guard fold.frozenAt == nil, fold.state.phases.atHand.contains(where: { $0.stage == .done }) else { continue }
        state = fold.state
        try shelf.write(fold.point(at: line.head))
        return
      }
      throw Nothing()
    }

    func read() -> FoldPoint? { shelf.point }

    /// What is read, with everything awake; nil where nothing is.
    func answer() throws -> WorkflowState? {
      guard let point = read() else { return nil }
      do {
        return try point.state(waking: point.state.phases.ids)
      } catch {
        return nil
      }
    }
  }

  @Test func `what was kept is read, and phases that are done are at rest`() async throws {
    let shelved = try await Shelved()
    let point = try need(shelved.read())
    #expect(!point.state.phases.isWhole && point.state.phases.atHand.isEmpty)
    #expect(point.state.phases.ids == shelved.state.phases.ids)
    let id = point.state.phases.ids[0]
    #expect(point.state.phases.stage(of: id) == .done)
    #expect(point.state.phases.closing(of: id) == shelved.state.phases.closing(of: id))
    #expect(try shelved.answer() == shelved.state)
  }

  @Test func `a fold that puts phases to rest as it goes comes to the same, and so does what is kept of it`()
    async throws
  {
    let scratch = try ScratchDirectory()
    let ground = try await Ground()
    let history = History(ground.repository)
    var (rested, woken) = (0, 0)
    for seed: UInt64 in 1...60 {
      var line = Line(on: ground, seed: seed)
      for _ in 0..<40 { try line.step() }
      let walk = try ground.repository.walk(from: [line.head])
      let whole = try history.fold(walk, depth: .trees, keepsLog: true)
      let fold = try history.fold(walk, depth: .trees, leaving: 0)
      #expect(fold.frozenAt == whole.frozenAt && fold.plainDisputes == whole.plainDisputes)
      let point = fold.point(at: line.head)
      #expect(try point.state(waking: point.state.phases.ids) == whole.state, "seed \(seed)")
      let isDone = whole.state.phases.atHand.contains { $0.stage == .done }
      #expect(point.state.phases.isWhole != isDone)
      guard fold.frozenAt == nil else { continue }
      rested += isDone ? 1 : 0
      let taken = whole.logged.filter(\.refusals.isEmpty).map(\.record.content.act)
      if let first = taken.firstIndex(where: { if case .done = $0 { true } else { false } }), first < taken.count - 1 {
        woken += 1
      }
      let shelf = try need(FoldShelf(scratch.path, "fold", branch: "\(seed)", key: Self.key, awake: 0))
      try shelf.write(point)
      let kept = try need(shelf.point)
      #expect(try kept.state(waking: kept.state.phases.ids) == whole.state, "seed \(seed), kept")
    }
    #expect(rested > 3 && woken > 0, "\(rested) at rest, \(woken) woken")
  }

  @Test func `what is kept commit by commit comes to the same, with its phase put to rest and woken`() async throws {
    let scratch = try ScratchDirectory()
    let ground = try await Ground()
    let history = History(ground.repository)
    var most = 0
    for seed: UInt64 in 1...25 {
      var line = Line(on: ground, seed: seed)
      let shelf = try need(FoldShelf(scratch.path, "fold", branch: "\(seed)", key: Self.key, awake: 0))
      for step in 0..<40 {
        try line.step()
        let whole = try history.fold(try ground.repository.walk(from: [line.head]), depth: .messages)
        guard whole.frozenAt == nil else { break }
        let next = try shelf.point.flatMap { try history.fold(from: $0, to: line.head, depth: .messages) } ?? whole
        try shelf.write(next.point(at: line.head))
        let kept = try need(shelf.point)
        #expect(kept.state.phases.atHand.allSatisfy { $0.stage != .done })
        #expect(shelf.protectsPaths(at: line.head) == whole.state.protectsPaths)
        #expect(shelf.protectsPaths(at: ground.root) == nil)
        #expect(try kept.state(waking: kept.state.phases.ids) == whole.state, "seed \(seed), step \(step)")
        most = max(most, kept.state.phases.allResting.count)
      }
    }
    #expect(most == 1)
  }

  @Test func `every changed byte and every cut is noticed`() async throws {
    let shelved = try await Shelved()
    for path in [shelved.path, shelved.phases] {
      let whole = try need(FileManager.default.contents(atPath: path))
      #expect(whole.count > 100)
      for place in whole.indices {
        var changed = whole
        changed[place] ^= 1 << UInt8(place % 8)
        try changed.write(to: URL(filePath: path))
        #expect(try shelved.answer() == nil, "byte \(place) of \(path)")
      }
      for count in 0..<whole.count {
        try whole.prefix(count).write(to: URL(filePath: path))
        #expect(try shelved.answer() == nil, "cut to \(count) bytes")
      }
      try whole.write(to: URL(filePath: path))
      #expect(try shelved.answer() == shelved.state)
    }
    try FileManager.default.removeItem(atPath: shelved.phases)
    #expect(try shelved.answer() == nil)
    // A pipe that nobody writes to.
    try FileManager.default.removeItem(atPath: shelved.path)
    mkfifo(shelved.path, 0o600)
    #expect(try shelved.answer() == nil)
  }

  @Test func `what was set aside is kept only for its tip, and only whole`() async throws {
    let shelved = try await Shelved()
    let point = try need(shelved.read())
    let next = try need(ObjectID(String(repeating: "7", count: 40)))
    let judged = FoldPoint(
      tip: next, chain: point.chain + 1, last: next, state: point.state, keeper: point.keeper)
    #expect(try !shelved.shelf.keepAside(of: next))
    try shelved.shelf.setAside(judged)
    // Until its tip is taken in, nothing is changed.
    #expect(shelved.read()?.tip == point.tip)
    #expect(try !shelved.shelf.keepAside(of: point.tip))
    #expect(shelved.read()?.tip == point.tip)
    let aside = shelved.path + ".judged"
    let whole = try need(FileManager.default.contents(atPath: aside))
    for place in stride(from: 0, to: whole.count, by: 7) {
      var changed = whole
      changed[place] ^= 1 << UInt8(place % 8)
      try changed.write(to: URL(filePath: aside))
      #expect(try !shelved.shelf.keepAside(of: next), "byte \(place)")
    }
    try whole.write(to: URL(filePath: aside))
    #expect(try shelved.shelf.keepAside(of: next))
    #expect(shelved.read()?.tip == next && shelved.read()?.chain == point.chain + 1)
    #expect(try shelved.answer() == shelved.state)
  }

  @Test func `what another hand has kept is passed over`() async throws {
    let shelved = try await Shelved()
    let point = try need(shelved.read())
    let stranger = FoldShelf(
      shelved.scratch.path, "fold", branch: "main", key: [UInt8](repeating: 8, count: 32), awake: 0)
    try need(stranger).write(
      FoldPoint(tip: point.tip, chain: 1, last: nil, state: WorkflowState()))
    #expect(shelved.read() == nil)
    #expect(FoldShelf(shelved.scratch.path, "fold", branch: "main", key: nil) == nil)
  }
}
