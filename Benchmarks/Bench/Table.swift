/// The report as a table in Markdown.
enum Table {
  static let head = "| | assay | beside it | ratio | of processor time | target | |\n|---|--:|--:|--:|--:|--:|---|"

  static func line(_ figure: Figure) -> String {
    let peer = figure.peer.map { "\($0) \(shown(figure.peerValue ?? 0)) ms" } ?? ""
    let mark = figure.isReached.map { $0 ? "reached" : "**missed**" } ?? ""
    let ratios = [figure.ratio, figure.processorRatio].map { $0.map { decimal($0, 2) } ?? "" }.joined(separator: " | ")
    return "| \(figure.name) | \(shown(figure.value)) \(figure.unit) | \(peer) | \(ratios) "
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
