import FoundationEssentials
import HostEffects
import TestSupport

/// Listens to the bell of one reference.
struct Ear {
  private var bells: Bells?
  private let place: String
  private var rings: AsyncStream<Void>.Iterator
  private let probe: ScratchDirectory
  private var probeRings: AsyncStream<Void>.Iterator

  struct Silence: Error {}

  /// The first ring of every bell has been heard.
  init(_ bells: Bells, gitDirectory: String, reference: String) async throws {
    self.bells = bells
    place = gitDirectory
    probe = try ScratchDirectory()
    try probe.directory("refs/heads")
    rings = bells.bell(gitDirectory: gitDirectory, reference: reference).makeAsyncIterator()
    probeRings = bells.bell(gitDirectory: probe.path, reference: "refs/heads/probe").makeAsyncIterator()
    try await ring()
    guard await probeRings.next(isolation: #isolation) != nil else { throw Silence() }
  }

  mutating func ring() async throws {
    guard await rings.next(isolation: #isolation) != nil else { throw Silence() }
  }

  /// Everything that has happened has been heard: events come in their order, and that of the probe comes last.
  mutating func catchUp() async throws {
    try Data("x".utf8).write(to: URL(filePath: probe.path("refs/heads/probe")), options: .atomic)
    guard await probeRings.next(isolation: #isolation) != nil else { throw Silence() }
  }

  /// Afterwards no ring is waiting, so that the next one is for what happens next: rings that nobody has listened to are
  /// one, and so a ring that is sure to come takes all with it.
  mutating func settle() async throws {
    let packed = URL(filePath: place + "/packed-refs")
    try (FileManager.default.contents(atPath: packed.path) ?? Data()).write(to: packed, options: .atomic)
    try await catchUp()
    try await ring()
  }

  /// Lets go of the bells, which end when nobody has them any more.
  mutating func letGo() { bells = nil }

  /// How many rings are left when the bells have ended.
  mutating func rest() async -> Int {
    letGo()
    var count = 0
    while await rings.next(isolation: #isolation) != nil { count += 1 }
    return count
  }
}
