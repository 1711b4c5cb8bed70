import FoundationEssentials
import Glibc
import HostEffects
import WorkflowModel

/// The directory of one consumer of one watched branch: `lock`, `memory.json` and `deliveries.jsonl`.
package struct ConsumerDesk: Hashable, Sendable {
  package let directory: String

  /// `directory` is the watch's own, which holds one directory for each consumer.
  package init(_ consumer: ConsumerName, in directory: String) { self.directory = "\(directory)/\(consumer)" }

  package var memoryPath: String { directory + "/memory.json" }
  package var linesPath: String { directory + "/deliveries.jsonl" }

  /// The consumer's place, for as long as it is held; nil while another watch holds it.
  package func hold() throws -> FileHold? {
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    let path = directory + "/lock"
    let descriptor = open(path, O_RDONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o644)
    guard descriptor >= 0 else { throw MemoryTrouble(path, String(cString: strerror(errno))) }
    close(descriptor)
    return FileHold.take(path, .none)
  }

  package func read() throws(MemoryTrouble) -> ConsumerMemory? { try ConsumerMemory.read(at: memoryPath) }

  package func write(_ memory: ConsumerMemory) throws { try memory.write(to: memoryPath) }

  /// Adds a line to what ``DeliveryLine`` tells; past a size, the file is put aside as `deliveries.jsonl.1`.
  package func append(_ line: DeliveryLine) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let bytes = Array(try encoder.encode(line)) + [0x0A]
    let descriptor = open(linesPath, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0o644)
    guard descriptor >= 0 else { throw MemoryTrouble(linesPath, String(cString: strerror(errno))) }
    defer { close(descriptor) }
    guard bytes.withUnsafeBytes({ Glibc.write(descriptor, $0.baseAddress, $0.count) }) == bytes.count else {
      throw MemoryTrouble(linesPath, String(cString: strerror(errno)))
    }
    if lseek(descriptor, 0, SEEK_END) > Self.linesLimit { rename(linesPath, linesPath + ".1") }
  }

  private static let linesLimit = 8 << 20

  /// What is known of deliveries, oldest first. A line that a kill has torn says nothing.
  package func lines() -> [DeliveryLine] {
    [linesPath + ".1", linesPath].flatMap { path -> [DeliveryLine] in
      guard let bytes = FileManager.default.contents(atPath: path) else { return [] }
      return bytes.split(separator: 0x0A).compactMap { line in
        do { return try JSONDecoder().decode(DeliveryLine.self, from: Data(line)) } catch { return nil }
      }
    }
  }

  /// The consumers that have been served below a watch's directory.
  package static func known(in directory: String) throws -> [ConsumerName] {
    guard FileManager.default.fileExists(atPath: directory) else { return [] }
    return try FileManager.default.contentsOfDirectory(atPath: directory).compactMap { ConsumerName($0) }
      .filter { FileManager.default.fileExists(atPath: ConsumerDesk($0, in: directory).memoryPath) }.sorted()
  }
}

/// What became of one try to deliver one event. For people who ask later; no delivery depends on it.
package struct DeliveryLine: Hashable, Codable, Sendable {
  package enum Outcome: String, Codable, Sendable {
    case acknowledged, failed
    case setAside = "set-aside"
  }

  package let event: String
  package let kind: EventKind
  package let attempt: Int
  package let outcome: Outcome
  package let why: String
  package let ended: Timestamp
  /// How long the consumer took.
  package let milliseconds: Int
}
