import Recipes
import Testing

@Suite struct RecipeVersionTests {
  @Test(arguments: ["1.10.0+1.28.0", "0.7.0+3.3.1", "0.0.0+0", "2.1.3+v15.2.1-alpine", "1.0.0+2026_01"])
  func `a version is read and written as it stands`(text: String) throws {
    #expect(try #require(RecipeVersion(text)).description == text)
  }

  @Test(arguments: [
    "", "1.0.0", "1.0+2", "1.0.0.0+2", "1.0.0+", "+2", "01.0.0+2", "1.00.0+2", "1.0.0+2+3", "v1.0.0+2", "1.0.0-rc1+2",
    "-1.0.0+2", "1..0+2", "1.0.0.+2", "1.0.0+2 ", " 1.0.0+2", "1.0.0+2\n", "1.0.0+ü", "9999999999.0.0+2", "1.0.0+2/3",
    "١.0.0+2",
  ])
  func `anything else is no version`(text: String) { #expect(RecipeVersion(text) == nil) }

  @Test func `the upstream version makes versions different and none older`() throws {
    let one = try #require(RecipeVersion("1.0.0+1.9"))
    let other = try #require(RecipeVersion("1.0.0+1.10"))
    #expect(one != other)
    #expect(!one.isOlder(than: other) && !other.isOlder(than: one))
  }

  @Test func `numbers are compared as numbers`() throws {
    let texts = ["0.9.0+3", "0.10.0+2", "1.0.0+1", "1.0.9+1", "1.0.10+1", "2.0.0+0"]
    let versions = texts.compactMap { RecipeVersion($0) }
    for (index, version) in versions.enumerated() {
      for (other, later) in versions.enumerated() { #expect(version.isOlder(than: later) == (index < other)) }
      #expect(versions.reversed().newest(olderThan: version)?.description == (index > 0 ? texts[index - 1] : nil))
    }
  }
}
