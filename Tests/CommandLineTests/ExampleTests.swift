import TestSupport
import Testing

/// The phase file that comes with the binary.
@Suite struct ExampleTests {
  @Test func `the example is printed byte for byte, and lints`() async throws {
    let world = try World()
    let shown = try await world.assay(["phase", "example", "dstamp"], in: world.scratch.path)
    #expect(shown.status == 0 && shown.stdout.hasPrefix("# A phase file"))
    try world.scratch.write(shown.stdout, to: "dstamp.yml")
    let linted = try await world.assay(["phase", "lint", "dstamp.yml"], in: world.scratch.path)
    #expect(linted.status == 0 && linted.stderr.isEmpty)
    let document = try await world.assay(["phase", "example", "dstamp", "--json"], in: world.scratch.path)
    let fields = try JSONDocument.fields(of: document.stdout)
    #expect(fields["name"] as? String == "dstamp.yml" && fields["text"] as? String == shown.stdout)
  }
}
