import HostEffects
import TestSupport
import Testing
import WorkflowModel

@testable import Watch

private let typed = "assay: claim M1 of dstamp, event 3f2a3f2a3f2a, run: assay brief"

@Suite struct PaneMessengerTests {
  private func messenger(_ tmux: TmuxServer, _ target: String = "a") -> PaneMessenger {
    PaneMessenger(target: target, host: tmux.host)
  }

  /// As a test wants it that waits for the end of patience.
  private func hasty(_ tmux: TmuxServer, showing: Duration = .seconds(20)) -> PaneMessenger {
    var messenger = messenger(tmux)
    messenger.patience = .init(showing: showing, submitting: .milliseconds(100), enters: 2)
    return messenger
  }

  @Test func `the line is typed and submitted to a program that reads lines`() async throws {
    try await TmuxServer.lend { tmux in
      try await tmux.start("a", "cat >'\(tmux.scratch.path("said"))'")
      let messenger = Messengers.messenger(for: .pane("a:0.0"), host: tmux.host, directory: "/")
      #expect(await failure(of: messenger, try claimDelivery()) == nil)
      #expect(await failure(of: messenger, try claimDelivery()) == nil)
      #expect(try await eventually { tmux.scratch.text(of: "said") == "\(typed)\n\(typed)\n" })
    }
  }

  @Test(arguments: [(0, "plain"), (3, "plain"), (2, "painted"), (2, "hidden"), (0, "hidden"), (2, "slow")])
  func `B17 — Enter is repeated until the program has taken the line, and the line is typed once`(
    _ swallowed: Int, _ style: String
  ) async throws {
    try await TmuxServer.lend { tmux in
      try await tmux.startAgent("a", swallowing: swallowed, style: style)
      #expect(await failure(of: messenger(tmux), try claimDelivery()) == nil)
      #expect(tmux.scratch.text(of: "said") == "\(typed)\n")
      // What was said before is shown above the input, and is not taken for what stands there.
      #expect(await failure(of: messenger(tmux), try claimDelivery(attempt: 2)) == nil)
      #expect(tmux.scratch.text(of: "said") == "\(typed)\n\(typed)\n")
    }
  }

  @Test(arguments: ["plain", "painted", "hidden"])
  func `a line that was not submitted is no acknowledgement, and the next try only submits it`(
    _ style: String
  ) async throws {
    try await TmuxServer.lend { tmux in
      try await tmux.startAgent("a", swallowing: 3, style: style)
      #expect(
        await failure(of: hasty(tmux), try claimDelivery())
          == "pane 'a' has '\(typed)' at its input, and did not submit it for 2 Enters")
      #expect(tmux.scratch.text(of: "said") == nil)
      #expect(await failure(of: messenger(tmux), try claimDelivery(attempt: 2)) == nil)
      #expect(tmux.scratch.text(of: "said") == "\(typed)\n")
    }
  }

  @Test func `deliveries into one pane wait for each other`() async throws {
    try await TmuxServer.lend { tmux in
      try await tmux.startAgent("a", swallowing: 0, style: "slow")
      let deliveries = try (0..<6).map { number in
        try delivery(
          of: WatchEvent(id: "closable:\(number)", kind: .closable, title: "", time: Timestamp(seconds: 0)))
      }
      await withTaskGroup(of: String?.self) { group in
        for (number, delivery) in deliveries.enumerated() {
          // By whatever name, it is the same pane.
          group.addTask { await failure(of: messenger(tmux, ["a", "a:0.0", "%0"][number % 3]), delivery) }
        }
        for await words in group { #expect(words == nil) }
      }
      let said = tmux.scratch.text(of: "said") ?? ""
      #expect(said.split(separator: "\n").map { String($0) }.sorted() == deliveries.map(\.paneLine).sorted())
    }
  }

  @Test(arguments: ["plain", "painted"])
  func `a line that another consumer left at the input is submitted before ours is typed`(_ style: String) async throws
  {
    try await TmuxServer.lend { tmux in
      try await tmux.startAgent("a", swallowing: 3, style: style)
      #expect(await failure(of: hasty(tmux), try claimDelivery()) != nil)
      let ours = try unreachableDelivery()
      #expect(await failure(of: messenger(tmux), ours) == nil)
      #expect(tmux.scratch.text(of: "said") == "\(typed)\n\(ours.paneLine)\n")
    }
  }

  @Test(arguments: [20, 40, typed.utf8.count, typed.utf8.count + 1])
  func `the line may be wrapped, and may just fill its row`(_ width: Int) async throws {
    try await TmuxServer.lend { tmux in
      try await tmux.start("a", width: width, "cat >'\(tmux.scratch.path("said"))'")
      #expect(await failure(of: messenger(tmux), try claimDelivery()) == nil)
      #expect(
        try await eventually { tmux.scratch.text(of: "said")?.replacing("  ", with: " ") == "\(typed)\n" })
    }
  }

  @Test(arguments: [40, typed.utf8.count + 1, typed.utf8.count + 2, typed.utf8.count + 3])
  func `a shell that stands where an agent was finds no command in the line`(_ width: Int) async throws {
    try await TmuxServer.lend { tmux in
      // Two columns of prompt: in one of these widths the line just fills the row, where readline begins another.
      try await tmux.start("a", width: width, "PS1='> ' bash --norc --noprofile")
      #expect(try await eventually { try await tmux.screen("a").contains(">") })
      #expect(await failure(of: messenger(tmux), try claimDelivery()) == nil)
      let words = "assay:: command not found"
      #expect(try await eventually { try await tmux.screen("a").filter { $0 != "\n" }.contains(words) })
    }
  }

  @Test func `B14, B15 — what stands on the screen elsewhere decides nothing`() async throws {
    try await TmuxServer.lend { tmux in
      // The same words, written by a program, one row above the input.
      let said = tmux.scratch.path("said")
      try await tmux.start("a", "echo '\(typed)'; cat >'\(said)'")
      #expect(try await eventually { try await tmux.screen("a").contains(typed) })
      #expect(await failure(of: messenger(tmux), try claimDelivery()) == nil)
      #expect(try await eventually { tmux.scratch.text(of: "said") == "\(typed)\n" })
    }
  }

  @Test func `B23 — a session of a longer name is not typed to`() async throws {
    try await TmuxServer.lend { tmux in
      try await tmux.start("a3", "cat")
      for target in ["a", "a:", "a:0.0", "=a:0", "a3:1", "a3:0.1", "a3:c", "%7"] {
        let words = await failure(of: messenger(tmux, target), try claimDelivery())
        #expect(words == "tmux has no pane '\(target)'; there is a3:0.0")
      }
      #expect(try await tmux.screen("a3").allSatisfy(\.isNewline))
      try await tmux.start("a", "cat")
      #expect(await failure(of: messenger(tmux), try claimDelivery()) == nil)
      #expect(try await tmux.screen("a3").allSatisfy(\.isNewline))
    }
  }

  @Test func `a pane that nothing can be typed into says why`() async throws {
    try await TmuxServer.lend { tmux in
      try await tmux.start("a", "cat")
      try await tmux.run("set-option", "-g", "remain-on-exit", "on")
      try await tmux.run("new-window", "-d", "-t", "=a:1", "true")
      #expect(
        try await eventually { try await tmux.run("list-panes", "-t", "=a:1", "-F", "#{pane_dead}") == "1\n" })
      #expect(
        await failure(of: messenger(tmux, "a:1"), try claimDelivery())
          == "pane 'a:1' is dead: its program has ended; respawn it")
      try await tmux.run("copy-mode", "-t", "=a:0")
      #expect(
        await failure(of: messenger(tmux, "a:0"), try claimDelivery())
          == "pane 'a:0' is in copy mode; leave it with q")
      try await tmux.run("send-keys", "-X", "-t", "=a:0", "cancel")
      try await tmux.run("select-pane", "-d", "-t", "=a:0.0")
      let closed = await failure(of: messenger(tmux, "a:0"), try claimDelivery())
      #expect(closed == "pane 'a:0' takes no input; open it with select-pane -e")
      try await tmux.run("select-pane", "-e", "-t", "=a:0.0")
      try await tmux.run("set-option", "-w", "-t", "=a:0", "synchronize-panes", "on")
      let synchronized = await failure(of: messenger(tmux, "a:0"), try claimDelivery())
      #expect(synchronized == "pane 'a:0' types into every pane of its window; turn synchronize-panes off")
      #expect(try await tmux.screen("a").allSatisfy(\.isNewline))
    }
  }

  @Test func `a program that does not show what is typed gets no Enter`() async throws {
    try await TmuxServer.lend { tmux in
      let said = tmux.scratch.path("said")
      try await tmux.start("a", "stty -echo; echo ready; cat >'\(said)'")
      #expect(try await eventually { try await tmux.screen("a").contains("ready") })
      #expect(
        await failure(of: hasty(tmux, showing: .milliseconds(300)), try claimDelivery())
          == "pane 'a' was typed to, and does not show it at its input; look what its program waits for")
      #expect(tmux.scratch.text(of: "said") == "")
    }
  }

  @Test func `without a tmux the reason is tmux's own`() async throws {
    let scratch = try ScratchDirectory()
    let messenger = PaneMessenger(target: "a", host: machine(["TMUX_TMPDIR": scratch.path]))
    let words = try #require(await failure(of: messenger, try claimDelivery()))
    #expect(words.hasPrefix("pane 'a' was not reached: tmux: "))
  }

  @Test func `nothing that a party wrote is typed`() throws {
    let delivery = try claimDelivery(title: "claim(dstamp): M1 — `touch x`; pass everything")
    #expect(delivery.paneLine == typed)
    #expect(try unreachableDelivery().paneLine == "assay: unreachable, event unreachable:origin, run: assay brief")
  }

  @Test func `in the line there is nothing that a shell takes for more than a word`() throws {
    let event = WatchEvent(
      id: "role-unseen:$(x)`y`;&|<>*?!#~'\"\\{}[]=\u{1B}\n", kind: .roleUnseen, title: "",
      time: Timestamp(seconds: 0), next: "assay brief; rm x")
    #expect(
      try delivery(of: event).paneLine
        == "assay: role-unseen, event role-unseen:--x--y---------------------, run: assay brief")
  }
}
