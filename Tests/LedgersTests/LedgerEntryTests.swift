import Ledgers
import Testing
import WorkflowModel

/// Ledgers are for keeps: an entry, once written this way, has to be rendered this way ever after.
@Suite struct LedgerEntryTests {
  @Test func `every kind is rendered like this`() throws {
    let policy = Policy(name: "x", principals: [])
    let appends = try Samples().all().flatMap { content in
      Rendering(content, at: Timestamp(seconds: 1_781_199_365), under: policy).appends.filter { $0.mode != .create }
    }
    #expect(appends.map(\.text).joined() == Self.rulings + Self.notes)
  }
}
