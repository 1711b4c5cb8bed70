import Recipes
import Testing
import YAMLReading

@Suite struct EnvironmentFileTests {
  @Test func `lines, comments and quotes are read; nothing is expanded`() throws {
    let text = """
      # a comment
      TYPE=app
      export DOMAIN = app.example.org   # why

      EMPTY=
      HASH=a#b
      SINGLE='a "b" \\n $X' # c
      DOUBLE="a 'b'\\t\\n\\"\\$X $Y"
      VARIABLE=${OTHER}/x
      EQUALS=a=b=c
      #COMMENTED=1
      TYPE=later
      """
    let file = try EnvironmentFile.read(Array(text.utf8), file: ".env")
    #expect(
      file.variables == [
        "TYPE": "later", "DOMAIN": "app.example.org", "EMPTY": "", "HASH": "a#b", "SINGLE": "a \"b\" \\n $X",
        "DOUBLE": "a 'b'\\t\n\"$X $Y", "VARIABLE": "${OTHER}/x", "EQUALS": "a=b=c",
      ])
    #expect(file.entries.map(\.name).first == "TYPE")
    #expect(file.entries.first?.line == 12)
  }

  @Test func `carriage returns are no part of a value`() throws {
    #expect(try EnvironmentFile.read(Array("A=1\r\nB=\"2\"\r\n".utf8), file: ".env").variables == ["A": "1", "B": "2"])
  }

  static let refusals = [
    ("A=1\nnothing", ".env:2:1: a line is 'NAME=value' or a comment"),
    ("1A=1", ".env:1:1: '1A' is no name for a variable"),
    ("=1", ".env:1:1: '' is no name for a variable"),
    ("A=\"1", ".env:1:1: the quote is not closed on its line"),
    ("A='1' 2", ".env:1:1: something follows the quoted value"),
  ]

  @Test(arguments: refusals) func `a refusal names the line`(text: String, expected: String) {
    #expect(problems { _ = try EnvironmentFile.read(Array(text.utf8), file: ".env") } == expected)
  }

  @Test func `others go before the file's own, and what is written is read back`() throws {
    let file = try EnvironmentFile.read(Array("A=1\nB=2\n".utf8), file: ".env")
    let values = ["B": "two words # $X \"q\" \\ 'r'\nnext\r\nlast", "D": "", "E": "\"\u{308}$\u{308}\\", "C": "é"]
    let merged = file.merging(values)
    #expect(merged.entries.map(\.name) == ["A", "B", "C", "D", "E"])
    #expect(merged.variables == values.merging(["A": "1"]) { $1 })
    #expect(try EnvironmentFile.read(Array(merged.text.utf8), file: ".env").variables == merged.variables)
  }
}
