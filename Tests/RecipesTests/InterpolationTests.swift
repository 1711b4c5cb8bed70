import Recipes
import Testing

@Suite struct InterpolationTests {
  static let rows: [(text: String, expected: String)] = [
    ("plain", "plain"), ("", ""), ("$A", "1"), ("${A}", "1"), ("x${A}y$A.", "x1y1."), ("$$A", "$A"), ("$$$A", "$1"),
    ("${EMPTY}", ""), ("${NONE}", ""), ("${NONE:-d}", "d"), ("${NONE-d}", "d"), ("${EMPTY:-d}", "d"),
    ("${EMPTY-d}", ""),
    ("${A:-d}", "1"), ("${NONE:-}", ""), ("${NONE:-a=b:c}", "a=b:c"), ("${A:?why}", "1"), ("${EMPTY?why}", ""),
    ("$A_B", "2"), ("ü${A}ü", "ü1ü"), ("$A\u{308}", "1\u{308}"),
  ]

  @Test(arguments: rows) func `variables are put in as docker does`(row: (text: String, expected: String)) throws {
    let text = try Interpolation(row.text).text(with: ["A": "1", "A_B": "2", "EMPTY": ""])
    #expect(text == row.expected)
  }

  @Test(arguments: [
    "$", "${", "${}", "${A", "$1", "${1}", "$ A", "${A!}", "${A:+x}", "a $", "${Ü}", "$\u{308}", "${A\u{308}}",
  ])
  func `what is no variable is refused`(text: String) {
    #expect(throws: Interpolation.Fault.self) { try Interpolation(text) }
  }

  @Test func `a literal stands for itself`() throws {
    for text in ["$A", "${A:-$$}", "a$", "$$"] {
      #expect(try Interpolation(Interpolation.literal(text)).text(with: ["A": "1"]) == text)
    }
  }
}
