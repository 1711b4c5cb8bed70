import Testing

@testable import Watch

/// What a pane shows and which one is meant, without a tmux.
@Suite struct PaneReadingTests {
  static let listing = [
    "%0 0 0 0 1 a:shell", "%1 1 0 1 0 a:node.js", "%2 1 1 1 1 a:node.js", "%3 2 0 0 1 a:1", "%4 0 0 1 1 a3:cat",
    "%5 0 0 1 1 two words:shell", "%6 3 0 0 1 a:twin", "%7 4 0 0 1 a:twin", "%4 0 0 1 1 alias:cat",
  ].compactMap { PaneTarget.Listed($0[...]) }

  @Test(arguments: [
    ("a", "%2"), ("a:", "%2"), ("=a:=1", "%2"), ("a:1.0", "%1"), ("a:node.js", "%2"), ("a:node.js.0", "%1"),
    ("a:shell", "%0"), ("a:2", "%3"), ("a3:cat", "%4"), ("two words:0.0", "%5"), ("%6", "%6"), ("alias", "%4"),
  ])
  func `a target names one pane`(_ target: String, _ pane: String) throws {
    #expect(try PaneTarget(text: target).pane(among: Self.listing) == pane)
  }

  @Test(arguments: ["", "al", "a:sh", "a:9", "a:0.9", "a:node", "shell", "%", "%44", "a:twin", "A"])
  func `a target that is not exactly one pane's is refused`(_ target: String) {
    #expect(throws: DeliveryFailure.self) { try PaneTarget(text: target).pane(among: Self.listing) }
  }

  private func screen(_ rows: [String], cursor: (shown: Int, row: Int) = (1, 0)) throws -> PaneScreen {
    let head = "%1 0 0 0 0 \(cursor.shown) 0 \(cursor.row) 20"
    return try #require(PaneScreen(of: "%1", ([head] + rows).joined(separator: "\n") + "\n"))
  }

  @Test func `an answer about another pane is none`() {
    #expect(PaneScreen(of: "%1", "%2 0 0 0 0 1 0 0 20\n") == nil)
    #expect(PaneScreen(of: "%1", "\n") == nil)
  }

  @Test func `the text counts where the cursor is, wrapped or not, and nowhere else`() throws {
    #expect(try screen(["$ tell the others"]).hasAtInput("tell the others"))
    #expect(try screen(["> tell the", "  others"], cursor: (1, 1)).hasAtInput("tell the others"))
    #expect(try !screen(["> tell the", "  others", "> "], cursor: (1, 2)).hasAtInput("tell the others"))
    #expect(try !screen(["tell the others", "$ "], cursor: (1, 1)).hasAtInput("tell the others"))
    #expect(try screen(["tell all", "> tell all"], cursor: (1, 1)).hasAtInput("tell all"))
    #expect(try !screen(["> tell al"]).hasAtInput("tell all"))
  }

  @Test func `where the cursor is hidden, a single reversed cell is one, and a reversed word is none`() throws {
    let rows = [
      "> tell all", "\u{1B}[38;5;7m> \u{1B}[39m\u{1B}[7m \u{1B}[0m", "", "", "", "", "\u{1B}[7mstatus\u{1B}[27m",
    ]
    #expect(try screen(rows, cursor: (0, 6)).paintedCursorRow == 1)
    #expect(try !screen(rows, cursor: (0, 6)).hasAtInput("tell all"))
    #expect(try screen(["> tell all\u{1B}[1;7m \u{1B}[m"] + rows.dropFirst(2), cursor: (0, 6)).hasAtInput("tell all"))
  }

  @Test func `links, colours and line drawing are no text`() throws {
    let row = "\u{1B}]8;;http://x/\u{1B}\\te\u{1B}]8;;\u{1B}\\ll\u{0E}x\u{0F} \u{1B}[48;2;7;7;7mall\u{1B}[0m"
    let screen = try screen([row])
    #expect(screen.rows.first == "tell all")
    #expect(screen.paintedCursorRow == nil)
  }
}
