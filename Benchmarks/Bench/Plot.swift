/// The figures that have a peer, as bars: ours as a multiple of the peer's, on a logarithmic scale.
enum Plot {
  static func svg(_ report: Report) -> String {
    let figures = report.figures.filter { $0.ratio != nil }
    let height = 24 * figures.count + 50
    var lines = [
      #"<svg xmlns="http://www.w3.org/2000/svg" width="1000" height="\#(height)" font-family="sans-serif" font-size="12">"#,
      #"<rect width="1000" height="\#(height)" fill="white"/>"#,
      #"<text x="10" y="18">assay to what stands beside it; 1 is as fast; green: target reached, red: missed, grey: none</text>"#,
    ]
    for multiple in [0.25, 0.5, 1, 2, 4, 8, 16, 32] {
      let x = place(multiple)
      lines.append(#"<line x1="\#(x)" y1="28" x2="\#(x)" y2="\#(height - 18)" stroke="silver"/>"#)
      lines.append(
        #"<text x="\#(x)" y="\#(height - 4)" text-anchor="middle">\#(decimal(multiple, multiple < 1 ? 2 : 0))</text>"#)
    }
    for (index, figure) in figures.enumerated() {
      guard let ratio = figure.ratio else { continue }
      let y = 32 + 24 * index
      let (left, right) = (min(place(ratio), place(1)), max(place(ratio), place(1)))
      let colour = figure.isReached.map { $0 ? "seagreen" : "firebrick" } ?? "gray"
      lines.append(#"<text x="430" y="\#(y + 14)" text-anchor="end">\#(escaped(figure.name))</text>"#)
      lines.append(#"<rect x="\#(left)" y="\#(y)" width="\#(max(2, right - left))" height="18" fill="\#(colour)"/>"#)
      lines.append(#"<text x="\#(right + 4)" y="\#(y + 14)">\#(decimal(ratio, 2))</text>"#)
    }
    return (lines + ["</svg>", ""]).joined(separator: "\n")
  }

  /// From an eighth on the left, 60 points for each doubling.
  private static func place(_ multiple: Double) -> Int {
    var exponent = 0.0
    var rest = min(max(multiple, 0.125), 64)
    while rest >= 2 { (rest, exponent) = (rest / 2, exponent + 1) }
    while rest < 1 { (rest, exponent) = (rest * 2, exponent - 1) }
    // Straight between doublings: the bars are for the eye.
    return 440 + Int((exponent + rest - 1 + 3) * 60)
  }

  private static func escaped(_ text: String) -> String {
    text.map { $0 == "&" ? "&amp;" : $0 == "<" ? "&lt;" : String($0) }.joined()
  }
}
