import HostEffects
import WorkflowModel

/// Types a line into a tmux pane, and sees to it that it is submitted: programs swallow an Enter while they take in what
/// was typed before it. That the line has left the input is the acknowledgement.
///
/// A line that stands at the input from an earlier try is submitted and not typed again. Deliveries into one pane wait
/// for each other.
struct PaneMessenger: Messenger {
  let target: String
  let host: Host
  var patience = Patience()

  /// How long a program may take to show and to submit what was typed.
  struct Patience: Sendable {
    /// For other deliveries to be done with the pane.
    var waiting = Duration.seconds(60)
    var showing = Duration.seconds(5)
    var submitting = Duration.seconds(1)
    var settling = Duration.milliseconds(100)
    var enters = 5
  }

  func deliver(_ delivery: Delivery) async throws(DeliveryFailure) {
    let line = delivery.paneLine
    let (pane, socket) = try await place()
    let hold = try await hold(pane, socket)
    let left = try hold.left()
    if !left.isEmpty, left != line, try await look(pane).hasAtInput(left) { try await submit(left, in: pane) }
    let screen = try await look(pane)
    if !screen.hasAtInput(line) {
      try hold.note(line)
      try await tmux("send-keys", "-l", "-t", pane, "--", fitted(line, to: screen))
      let isShown = try await wait(upTo: patience.showing) { () async throws(DeliveryFailure) in
        try await look(pane).hasAtInput(line)
      }
      guard isShown else {
        throw failure("was typed to, and does not show it at its input; look what its program waits for")
      }
    }
    try await submit(line, in: pane)
    try hold.note("")
  }

  /// In the order in which they ask, but for some milliseconds.
  private func hold(_ pane: String, _ socket: String) async throws(DeliveryFailure) -> PaneHold {
    let end = ContinuousClock.now + patience.waiting
    while true {
      if let hold = try PaneHold.take(pane, ofServerAt: socket) { return hold }
      guard ContinuousClock.now < end else { throw failure("is being typed into by other deliveries all the time") }
      try await pause(for: .milliseconds(20))
    }
  }

  private func submit(_ line: String, in pane: String) async throws(DeliveryFailure) {
    for _ in 0..<patience.enters {
      // Looked at since the last one, so that no Enter answers a question that came instead.
      try await tmux("send-keys", "-t", pane, "Enter")
      if try await isSubmitted(line, in: pane) { return }
    }
    throw failure("has '\(line)' at its input, and did not submit it for \(patience.enters) Enters")
  }

  /// Gone, and still gone a while later: a program that paints its input anew takes it away for a moment.
  private func isSubmitted(_ line: String, in pane: String) async throws(DeliveryFailure) -> Bool {
    try await wait(upTo: patience.submitting) { () async throws(DeliveryFailure) in
      if try await look(pane).hasAtInput(line) { return false }
      try await pause(for: patience.settling)
      return try await !look(pane).hasAtInput(line)
    }
  }

  /// A row that the line would just fill makes terminals differ on where the cursor is: there it gets one space more.
  private func fitted(_ line: String, to screen: PaneScreen) -> String {
    guard screen.width > 0, (screen.cursorColumn + line.count).isMultiple(of: screen.width) else { return line }
    return line.replacing(" ", with: "  ", maxReplacements: 1)
  }

  private func wait(
    upTo limit: Duration, until isSo: () async throws(DeliveryFailure) -> Bool
  ) async throws(DeliveryFailure) -> Bool {
    let end = ContinuousClock.now + limit
    var pause = Duration.milliseconds(5)
    while true {
      if try await isSo() { return true }
      guard ContinuousClock.now < end else { return false }
      try await self.pause(for: pause)
      pause = min(pause * 2, .milliseconds(40))
    }
  }

  private func pause(for length: Duration) async throws(DeliveryFailure) {
    do { try await Task.sleep(for: length) } catch { throw failure("was left, because the watch ends") }
  }

  /// The pane's id, and the socket of its server.
  private func place() async throws(DeliveryFailure) -> (pane: String, socket: String) {
    let listing = try await tmux(
      "list-panes", "-a", "-F", PaneTarget.Listed.format, ";", "display-message", "-p", "#{socket_path}")
    var lines = listing.split(separator: "\n")
    guard let socket = lines.popLast(), socket.hasPrefix("/") else { throw failure("is of a tmux that has no socket") }
    return (try PaneTarget(text: target).pane(among: lines.compactMap { PaneTarget.Listed($0) }), String(socket))
  }

  /// The state and the screen of one moment: the server does both before it reads what programs write.
  private func look(_ pane: String) async throws(DeliveryFailure) -> PaneScreen {
    let output = try await tmux(
      "display-message", "-p", "-t", pane, PaneScreen.format, ";", "capture-pane", "-p", "-e", "-t", pane)
    guard let screen = PaneScreen(of: pane, output) else { throw failure("has gone") }
    if let hindrance = screen.hindrance { throw failure(hindrance.rawValue) }
    return screen
  }

  @discardableResult
  private func tmux(_ arguments: String...) async throws(DeliveryFailure) -> String {
    let outcome: ToolOutcome
    do {
      // In UTF-8 whatever the locale: names of windows are compared.
      outcome = try await runTool(
        ToolRequest(
          executable: "tmux", arguments: ["-u"] + arguments, environment: host.environment, limit: .seconds(10)))
    } catch {
      throw failure("was not reached: \(error)")
    }
    guard outcome.status == .exited(0) else {
      let words = lastLine(of: outcome.stderr)
      throw failure("was not reached: tmux: \(words.isEmpty ? outcome.status.description : words)")
    }
    return String(decoding: outcome.stdout, as: UTF8.self)
  }

  private func failure(_ what: String) -> DeliveryFailure { DeliveryFailure("pane '\(target)' \(what)") }
}
