import FoundationEssentials
import HostEffects
import WorkflowModel

/// What is remembered of a consumer between one start of a watch and the next: how far they have acknowledged, what they
/// still have to be told that history does not hold, and what was given up.
///
/// One small file, replaced whole and on disk before anything goes on. A record is never in it: those that come after
/// the cursor are found in history again (S2).
package struct ConsumerMemory: Hashable, Codable, Sendable {
  /// Raised when the form changes.
  static let currentFormat = 1

  package var format = ConsumerMemory.currentFormat
  package let consumer: ConsumerName
  /// The last commit that was acknowledged or does not concern the consumer; nil before the first record.
  package var cursor: ObjectID?
  /// What the branch stood at when this was written: it has to descend from there (R5).
  package var tip: ObjectID?
  /// Notices to be told, oldest first.
  package var notices: [WatchEvent] = []
  /// Notices that were told or are to be, whose occasion lasts: they are not told again.
  package var noticed: Set<String> = []
  /// The trouble that lasts, if the consumer was told of one.
  package var trouble: EventKind?
  /// What could not be delivered, and was given up after the last try.
  package var setAside: [SetAside] = []

  package init(consumer: ConsumerName, cursor: ObjectID?) {
    self.consumer = consumer
    self.cursor = cursor
  }

  /// An event that was given up.
  package struct SetAside: Hashable, Codable, Sendable {
    package let event: WatchEvent
    package let attempts: Int
    package let why: String
    package let time: Timestamp
  }
}

extension ConsumerMemory {
  /// Reads the file; nil when there is none. One that is there and cannot be read is an error: a cursor that is lost
  /// would be events that are lost.
  package static func read(at path: String) throws(MemoryTrouble) -> ConsumerMemory? {
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    guard let bytes = FileManager.default.contents(atPath: path) else { throw MemoryTrouble(path, "it cannot be read") }
    let memory: ConsumerMemory
    do {
      memory = try JSONDecoder().decode(ConsumerMemory.self, from: bytes)
    } catch {
      throw MemoryTrouble(path, "it is not what was written there")
    }
    guard memory.format == currentFormat else {
      throw MemoryTrouble(path, "it has the form \(memory.format), and this version knows \(currentFormat)")
    }
    return memory
  }

  /// Puts the memory in the file's place. When it returns, a power cut loses nothing of it.
  package func write(to path: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    try ReplacedFile.write(Array(try encoder.encode(self)) + [0x0A], to: path, .onDisk)
  }
}

/// Why what a watch remembers cannot be used.
package struct MemoryTrouble: Error, Hashable, Sendable, CustomStringConvertible {
  package let path: String
  package let why: String

  init(_ path: String, _ why: String) {
    self.path = path
    self.why = why
  }

  package var description: String { "\(InertText.line(path)): \(why)" }
  package var mend: String { "put the file away; the consumer is then told what is still open, as if it were new" }
}
