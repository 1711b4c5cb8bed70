import WorkflowModel

/// Which pane is meant: `session`, `session:window`, `session:window.pane` or `%7`.
///
/// It is matched here, whole and exact, and not by tmux: tmux takes `work` for `work-2` where there is no `work`, and
/// answers about some other pane where there is none at all.
struct PaneTarget {
  let text: String

  /// A line of `tmux list-panes -a -F`, with ``format``.
  struct Listed: Hashable {
    let id: String
    let windowIndex: String
    let paneIndex: String
    let isWindowActive: Bool
    let isPaneActive: Bool
    let session: String
    let window: String

    /// The names, which may have spaces in them, come last; a session's has no colon.
    static let format =
      "#{pane_id} #{window_index} #{pane_index} #{window_active} #{pane_active} #{session_name}:#{window_name}"

    init?(_ line: Substring) {
      let fields = line.split(separator: " ", maxSplits: 5, omittingEmptySubsequences: false).map { String($0) }
      guard fields.count == 6, let colon = fields[5].firstIndex(of: ":") else { return nil }
      (id, windowIndex, paneIndex) = (fields[0], fields[1], fields[2])
      (isWindowActive, isPaneActive) = (fields[3] == "1", fields[4] == "1")
      session = String(fields[5][..<colon])
      window = String(fields[5][fields[5].index(after: colon)...])
    }

    var target: String { "\(session):\(windowIndex).\(paneIndex)" }

    func isNamed(_ place: String, window: String) -> Bool {
      place == "\(window).\(paneIndex)" || isPaneActive && place == window
    }
  }

  /// The id of the pane, which no other pane of the server ever has.
  func pane(among panes: [Listed]) throws(DeliveryFailure) -> String {
    let found = Set(matches(among: panes).map(\.id))
    guard found.count < 2 else {
      throw DeliveryFailure("more than one pane of tmux is '\(text)'; name it by its window's number, or as %7")
    }
    guard let id = found.first else {
      let there = panes.prefix(5).map(\.target).joined(separator: ", ")
      throw DeliveryFailure("tmux has no pane '\(text)'; there is \(there.isEmpty ? "none" : there)")
    }
    return id
  }

  private func matches(among panes: [Listed]) -> [Listed] {
    if text.hasPrefix("%") { return panes.filter { $0.id == text } }
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let session = parts[0].drop { $0 == "=" }
    let panes = panes.filter { $0.session == session }
    guard parts.count == 2, !parts[1].isEmpty else { return panes.filter { $0.isWindowActive && $0.isPaneActive } }
    let place = String(parts[1].drop { $0 == "=" })
    // As in tmux, a number is a window's number before it is a window's name.
    let numbered = panes.filter { $0.isNamed(place, window: $0.windowIndex) }
    return numbered.isEmpty ? panes.filter { $0.isNamed(place, window: $0.window) } : numbered
  }
}
