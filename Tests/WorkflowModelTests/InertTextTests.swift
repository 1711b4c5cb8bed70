import Testing
import WorkflowModel

@Suite struct `Inert text` {
  @Test(arguments: [
    ("plain", "plain"), ("a\tb", "a\tb"), ("a\r\nb", "a\nb"), ("a\rb", "a\nb"), ("a\r\r\nb", "a\n\nb"),
    ("\n\na\n\n", "a"), ("a  \nb\t\n", "a\nb"), (" a", " a"), ("", ""), (" \n\t\n", ""), ("a\n\n\nb", "a\n\n\nb"),
    ("\0", "␀"), ("\u{1B}[31mred", "␛[31mred"), ("\u{7}", "␇"), ("\u{7F}", "␡"), ("\u{9B}31m", "<U+9B>31m"),
    ("\u{85}", "<U+85>"), ("\u{202E}evil", "<U+202E>evil"), ("\u{2066}x\u{2069}", "<U+2066>x<U+2069>"),
    ("a\u{200B}b", "a<U+200B>b"), ("\u{FEFF}a", "<U+FEFF>a"), ("a\u{2028}b", "a<U+2028>b"), ("a\u{AD}b", "a<U+AD>b"),
    ("\u{E0041}", "<U+E0041>"), ("👩\u{200D}🔬", "👩\u{200D}🔬"), ("e\u{301}", "e\u{301}"), ("\u{B}", "␋"), ("\u{C}", "␌"),
  ])
  func `a block shows what would act`(_ text: String, _ expected: String) {
    #expect(Array(InertText.block(text).utf8) == Array(expected.utf8))
  }

  @Test(arguments: [
    ("a\nb", "a b"), ("a\r\nb", "a b"), ("a\rb", "a b"), ("  a \t b  ", "a b"), ("a\u{1B}]0;x\u{7}", "a␛]0;x␇"),
    ("\n", ""), ("a\u{2029}b", "a<U+2029>b"), ("x \u{301}y", "x \u{301}y"),
  ])
  func `a line is one line`(_ text: String, _ expected: String) {
    #expect(Array(InertText.line(text).utf8) == Array(expected.utf8))
  }

  @Test func `applying it twice changes nothing, and nothing that acts is left`() {
    var random = SeededRandom(seed: 4)
    for _ in 0..<3000 {
      let text = random.text(upTo: 40)
      let block = InertText.block(text)
      let line = InertText.line(text)
      #expect(Array(InertText.block(block).utf8) == Array(block.utf8))
      #expect(Array(InertText.line(line).utf8) == Array(line.utf8))
      #expect(Array(InertText.block(line).utf8) == Array(line.utf8))
      #expect(!line.utf8.contains { $0 < 0x20 || $0 == 0x7F })
      #expect(!block.utf8.contains { $0 < 0x20 && $0 != 0x0A && $0 != 0x09 || $0 == 0x7F })
      for scalar in block.unicodeScalars where scalar != "\n" && scalar != "\t" {
        let category = scalar.properties.generalCategory
        #expect(category != .control && category != .lineSeparator && category != .paragraphSeparator)
        #expect(category != .format || scalar == "\u{200C}" || scalar == "\u{200D}")
      }
    }
  }
}
