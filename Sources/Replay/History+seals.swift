import GitObjects
import Ledgers
import Sealing
import WorkflowModel
import WorkflowRules

extension History {
  /// Tries a key on every entry under its seal.
  func sealedEntries(
    of content: RecordContent, in state: WorkflowState, with key: SealKey
  ) throws -> [ObjectID: EntryReading] {
    let commitment = key.commitment
    guard let founding = state.founding, let phase = content.phase, let seal = state.phases[phase]?.seal(commitment)
    else { return [:] }
    let context = SealContext(founding: founding, phase: phase, gate: seal.gate, principal: seal.principal)
    var readings: [ObjectID: EntryReading] = [:]
    for entry in seal.entries {
      readings[entry] = Self.reading(try objects.commit(entry).message, with: key, context, commitment)
    }
    return readings
  }

  private static func reading(
    _ message: String, with key: SealKey, _ context: SealContext, _ commitment: Digest
  ) -> EntryReading {
    do {
      // It was read when it was taken in, and is the same message still.
      guard let entry = try RecordMessage.read(message) else { return .closed("it is no record") }
      _ = try SealedEntry.open(entry.body, with: key, for: context, commitment: commitment)
      return .opened
    } catch {
      return .closed("\(error)")
    }
  }
}
