import PhaseFiles
import PhaseLibrary
import Testing
import WorkflowModel

@Suite struct `The phase library` {
  @Test func `holds dstamp, clean`() throws {
    let file = try #require(PhaseLibrary.files.first { $0.name == "dstamp.yml" })
    let phase = try PhaseFile.read(file.bytes, file: file.name, expecting: PhaseID("dstamp"))
    #expect(phase.items.map(\.id.text) == ["D1", "D2", "D3", "D4", "D5"])
    #expect(phase.gates.map(\.id.text) == ["M1", "M2"])
    let checks = phase.gates.map { $0.checks.map(\.id.text) }
    #expect(
      checks[0] == ["recipe-policy", "abra-constant", "rollback-evidence", "fix-present", "fix-works", "blast-radius"])
    #expect(
      checks[1] == [
        "upgrade-reconverges", "deferral-closed", "hc1-right-stamp", "hc1-teeth", "build-results", "stamp-teeth",
      ])
    #expect(phase.gates.map { $0.unasked.map(\.id.text) } == [[], ["testme-path"]])
    #expect(phase.gates[1].checks.filter(\.isControl).map(\.id.text) == ["hc1-teeth", "stamp-teeth"])
  }
}
