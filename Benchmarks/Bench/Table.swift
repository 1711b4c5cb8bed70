/// The report as a table in Markdown.
enum Table {
  static let head = "| | assay | beside it | ratio | target | |\n|---|--:|--:|--:|--:|---|"

  static func line(_ figure: Figure) -> String {
    let peer = figure.peer.map { "\($0) \(shown(figure.peerValue ?? 0)) ms" } ?? ""
    let mark = figure.isReached.map { $0 ? "reached" : "**missed**" } ?? ""
    return
      "| \(figure.name) | \(shown(figure.value)) \(figure.unit) | \(peer) | \(figure.ratio.map { decimal($0, 2) } ?? "") "
      + "| \(figure.target ?? "") | \(mark) |"
  }

  static func text(_ report: Report) -> String {
    ([report.machine.words + ".", "", head] + report.figures.map(line) + [""] + report.notes).joined(separator: "\n")
      + "\n"
  }

  private static func shown(_ value: Double) -> String {
    value < 10 ? decimal(value, 2) : value < 100 ? decimal(value, 1) : whole(value)
  }
}
