import Recipes

/// `badge.svg`: the level as a number on its colour.
package enum Badge {
  package static let fileName = "badge.svg"

  package static func colour(ofLevel level: Int) -> String {
    switch level {
    case ...0: "#e5534b"
    case 1...2: "#e0823d"
    case 3: "#d9b343"
    case 4: "#a0b93f"
    default: "#3fb950"
    }
  }

  package static func colour(of status: RungStatus) -> String {
    switch status {
    case .pass: "#3fb950"
    case .fail: "#f85149"
    case .skip: "#8b949e"
    case .unver: "#d29922"
    }
  }

  package static func document(level: Int) -> String {
    """
    <svg xmlns="http://www.w3.org/2000/svg" width="68" height="20" role="img" aria-label="level \(level)">
      <title>level \(level)</title>
      <rect width="44" height="20" fill="#444c56"/>
      <rect x="44" width="24" height="20" fill="\(colour(ofLevel: level))"/>
      <g fill="#ffffff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11" text-anchor="middle">
        <text x="22" y="14">level</text>
        <text x="56" y="14">\(level)</text>
      </g>
    </svg>

    """
  }
}
