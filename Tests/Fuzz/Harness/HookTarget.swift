import Guard
import WorkflowModel

/// A pre-receive hook's standard input: every line is judged, as it stands, once.
enum HookTarget {
  @Sendable static func run(_ bytes: [UInt8]) {
    let updates: [ReferenceUpdate]
    do { updates = try ReferenceUpdate.read(bytes) } catch {
      promise(error.line >= 0 && InertText.line(error.description) == error.description, "a refusal is a line")
      return
    }
    let lines = bytes.split(separator: 0x0A).map(Array.init)
    promise(updates.map(written) == lines, "what is read is what was given")
    promise(Set(updates.map(\.name)).count == updates.count, "a reference is named once")
    for update in updates {
      promise(update.name.hasPrefix("refs/") && !update.name.utf8.contains(0), "a name is a reference's")
      promise(update.old != ObjectID.none && update.new != ObjectID.none, "nothing is nil")
    }
    if let first = lines.first {
      do {
        _ = try ReferenceUpdate.read(bytes + [0x0A] + first)
        fatalError("broken promise: a second word on one reference is noticed")
      } catch {}
    }
  }

  private static func written(_ update: ReferenceUpdate) -> [UInt8] {
    Array("\(update.old ?? .none) \(update.new ?? .none) \(update.name)".utf8)
  }
}
