import Coordination
import Testing
import WorkflowModel

struct PayloadTextTests {
  private let text = "# WHAT\nit works\n\ntwice\nHOW:\nassay collect M1\n**EXPECTED**\nall pass\n## WHERE\nsrc\n"

  @Test func `each heading begins a part`() throws {
    let payload = try PayloadText.read(text)
    #expect(payload.parts.map(\.text) == ["it works\n\ntwice", "assay collect M1", "all pass", "src\n"])
  }

  @Test func `line ends of other systems are line ends`() throws {
    #expect(try PayloadText.read(text.replacing("\n", with: "\r\n")) == PayloadText.read(text))
  }
}
