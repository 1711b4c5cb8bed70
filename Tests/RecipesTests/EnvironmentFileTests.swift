import Recipes
import Testing
import YAMLReading

@Suite struct EnvironmentFileTests {
  static func read(_ text: String) throws -> EnvironmentFile {
    try EnvironmentFile.read(Array(text.utf8), file: ".env")
  }

  @Test func `lines, comments and quotes are read`() throws {
    let text = #"""
      # a comment
      TYPE=app
      export DOMAIN = app.example.org   # why

      EMPTY=
      HASH=a#b
      SINGLE='a "b" \n $TYPE' # c
      DOUBLE="a 'b'\t\n\"\$TYPE $TYPE"
      EQUALS=a=b=c
      #COMMENTED=1
      DOLLARS=$ $$ ${ ${TYPE $1 $(ls) ${TYPE:-x}
      TYPE=later
      """#
    #expect(
      try Self.read(text).variables == [
        "TYPE": "later", "DOMAIN": "app.example.org", "EMPTY": "", "HASH": "a#b", "SINGLE": #"a "b" \n $TYPE"#,
        "DOUBLE": "a 'b'\\t\n\"$TYPE app", "EQUALS": "a=b=c", "DOLLARS": "$ $$ ${ ${TYPE $1 $(ls) ${TYPE:-x}",
      ])
  }

  /// As samples of real recipes have it.
  @Test func `references come to what earlier lines say, or others put there`() throws {
    let file = try Self.read(
      """
      DOMAIN=app.example.org
      COMPOSE_FILE="compose.yml"
      COMPOSE_FILE="$COMPOSE_FILE:compose.postgres.yml"
      # COMPOSE_FILE="$COMPOSE_FILE:compose.sonic.yml"
      COMPOSE_FILE="$COMPOSE_FILE:compose.meilisearch.yml"
      ISSUER=https://${DOMAIN}/x$LATER
      LATER=1
      """)
    #expect(file.variables["COMPOSE_FILE"] == "compose.yml:compose.postgres.yml:compose.meilisearch.yml")
    #expect(file.variables["ISSUER"] == "https://app.example.org/x")
    let merged = file.merging(["DOMAIN": "$other", "COMPOSE_FILE": "compose.yml"]).variables
    #expect(merged["ISSUER"] == "https://$other/x")
    #expect(merged["COMPOSE_FILE"] == "compose.yml")
    let after = file.followed(by: try Self.read("COMPOSE_FILE=$COMPOSE_FILE:more.yml"))
    #expect(after.variables["COMPOSE_FILE"] == "compose.yml:compose.postgres.yml:compose.meilisearch.yml:more.yml")
  }

  @Test func `references cannot multiply without end`() throws {
    let text = "A=xxxxxxxxxx\n" + String(repeating: "A=$A$A\n", count: 40)
    let said = problems { _ = try Self.read(text) }
    #expect(said?.hasPrefix(".env:17:1: the values are longer than 1 MiB together") == true)
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
    #expect(merged.variables == values.merging(["A": "1"]) { $1 })
    #expect(try EnvironmentFile.read(Array(merged.text.utf8), file: ".env").variables == merged.variables)
  }
}
