/// What a pane shows at one moment.
struct PaneScreen: Equatable {
  /// Why nothing can be typed into it, in the order in which the format asks.
  enum Hindrance: String, CaseIterable {
    case dead = "is dead: its program has ended; respawn it"
    case inMode = "is in copy mode; leave it with q"
    case closed = "takes no input; open it with select-pane -e"
    case synchronized = "types into every pane of its window; turn synchronize-panes off"
  }

  let hindrance: Hindrance?
  /// Nil where the program has hidden the cursor of the terminal.
  let cursorRow: Int?
  let cursorColumn: Int
  let width: Int
  let rows: [String]
  /// The row of a cursor that the program paints by itself: the lowest single reversed cell.
  let paintedCursorRow: Int?

  /// The first line that tmux writes; what follows is the screen, as `capture-pane -p -e` writes it.
  static let format = [
    "pane_id", "pane_dead", "pane_in_mode", "pane_input_off", "pane_synchronized", "cursor_flag", "cursor_x",
    "cursor_y", "pane_width",
  ].map { "#{\($0)}" }.joined(separator: " ")

  /// Nil when that is not about the pane: tmux answers about another one when the pane has gone meanwhile.
  init?(of pane: String, _ output: String) {
    var lines = output.split(separator: "\n", omittingEmptySubsequences: false)
    let fields = lines.removeFirst().split(separator: " ", omittingEmptySubsequences: false)
    let numbers = fields.dropFirst().map { Int($0) ?? 0 }
    guard fields.first == pane[...], numbers.count == 8 else { return nil }
    hindrance = zip(Hindrance.allCases, numbers).first { $0.1 != 0 }?.0
    cursorRow = numbers[4] == 0 ? nil : numbers[6]
    cursorColumn = numbers[5]
    width = numbers[7]
    var reader = CellReader()
    rows = lines.map { reader.read($0) }
    paintedCursorRow = reader.lowestSingleReversed
  }

  /// Whether the text stands where the program takes input: it ends in that row, and may have been wrapped on its way.
  /// What stands above, such as an echo of what was submitted, is not looked at.
  func hasAtInput(_ text: String) -> Bool {
    let wanted = Self.solid(text)
    // A program may wrap at half the width of its pane.
    let reach = 2 * wanted.count / max(width, 2) + 1
    return inputRows.contains { row in
      let above = Self.solid(rows[max(0, row - reach)..<row].joined())
      let whole = above + Self.solid(rows[row])
      return whole.ranges(of: wanted).count > above.ranges(of: wanted).count
    }
  }

  /// The cursor's row. Where no cursor is to be seen, the last four rows that have something in them: an input line
  /// with its frame and a hint.
  private var inputRows: ClosedRange<Int> {
    let last = rows.lastIndex { !$0.allSatisfy(\.isWhitespace) } ?? 0
    let range = (cursorRow ?? paintedCursorRow).map { $0...$0 } ?? max(0, last - 3)...last
    return range.clamped(to: 0...max(0, rows.count - 1))
  }

  /// Without spaces and frames, which programs put between and around the rows of a wrapped line.
  private static func solid(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.filter { (0x21..<0x7F).contains($0.value) && $0 != "|" }))
  }
}

/// Reads rows with their attributes, which last from one row to the next.
private struct CellReader {
  private(set) var lowestSingleReversed: Int?
  private var isReversed = false
  private var row = -1

  /// The row's text, without attributes.
  mutating func read(_ line: Substring) -> String {
    row += 1
    var text = String.UnicodeScalarView()
    var reversed = 0
    var scalars = line.unicodeScalars[...]
    while let scalar = scalars.popFirst() {
      switch scalar {
      case "\u{1B}":
        attribute(&scalars)
        if !isReversed { note(&reversed) }
      // Line drawing, by letters that are none.
      case "\u{0E}": scalars = scalars.drop { $0 != "\u{0F}" }.dropFirst()
      default:
        text.append(scalar)
        if isReversed { reversed += 1 }
      }
    }
    note(&reversed)
    return String(text)
  }

  private mutating func note(_ reversed: inout Int) {
    if reversed == 1 { lowestSingleReversed = row }
    reversed = 0
  }

  /// What follows an escape: colours and such, or a link.
  private mutating func attribute(_ scalars: inout Substring.UnicodeScalarView) {
    switch scalars.popFirst() {
    case "[":
      let end = scalars.firstIndex { (0x40..<0x7F).contains($0.value) } ?? scalars.endIndex
      let parameters = String(scalars[..<end]).split(separator: ";", omittingEmptySubsequences: false)
      scalars = scalars[end...]
      if scalars.popFirst() == "m" { apply(parameters.map { $0.isEmpty ? 0 : Int($0) }) }
    case "]":
      while let scalar = scalars.popFirst(), scalar != "\u{07}" {
        guard scalar == "\u{1B}" else { continue }
        _ = scalars.popFirst()
        return
      }
    default: return
    }
  }

  private mutating func apply(_ parameters: [Int?]) {
    var rest = parameters[...]
    while let parameter = rest.popFirst() {
      switch parameter {
      case 0, 27: isReversed = false
      case 7: isReversed = true
      // A colour's own numbers are no attributes.
      case 38, 48, 58: rest = rest.dropFirst(rest.first == 5 ? 2 : 4)
      default: continue
      }
    }
  }
}
