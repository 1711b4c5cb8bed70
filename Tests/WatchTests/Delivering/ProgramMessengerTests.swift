import FoundationEssentials
import Glibc
import HostEffects
import TestSupport
import Testing
import WorkflowModel

@testable import Watch

@Suite struct ProgramMessengerTests {
  let scratch: ScratchDirectory
  init() throws { scratch = try ScratchDirectory() }

  private func messenger(_ script: String, _ environment: [String: String] = [:]) -> ProgramMessenger {
    ProgramMessenger(command: ["sh", "-c", script], host: machine(environment), directory: scratch.path)
  }

  @Test func `a program is handed the event as a line on its input and in its environment`() async throws {
    let delivery = try claimDelivery()
    let script = #"cat >input; printf '%s' "$ASSAY_EVENT_GATE $ASSAY_CONSUMER $OURS" >variables"#
    #expect(await failure(of: messenger(script, ["OURS": "kept"]), delivery) == nil)
    #expect(scratch.text(of: "input") == String(decoding: delivery.json, as: UTF8.self) + "\n")
    #expect(scratch.text(of: "variables") == "M1 night-shift kept")
  }

  @Test func `what a party wrote reaches the program as it is and is executed by nobody`() async throws {
    let delivery = try claimDelivery(title: #"$(touch one) `touch two`; touch three \ END "$ASSAY_CONSUMER""#)
    #expect(await failure(of: messenger("cat >input"), delivery) == nil)
    #expect(scratch.text(of: "input") == String(decoding: delivery.json, as: UTF8.self) + "\n")
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path) == ["input"])
  }

  @Test func `nothing of another delivery, in which the watch was started, is left in the environment`() async throws {
    let script = #"printf '%s' "${ASSAY_EVENT_GATE-none} ${ASSAY_ROLE-none}" >variables"#
    let messenger = messenger(script, ["ASSAY_EVENT_GATE": "M9", "ASSAY_ROLE": "watchdog"])
    #expect(await failure(of: messenger, try unreachableDelivery()) == nil)
    #expect(scratch.text(of: "variables") == "none watchdog")
  }

  @Test func `what guards the watch, and what webhooks sign with, is kept from a program`() async throws {
    let script = #"printf '%s' "${ASSAY_WATCH_TOKEN-none} ${HOOK-none} $OURS" >variables"#
    var messenger = messenger(script, ["ASSAY_WATCH_TOKEN": "t", "HOOK": "s3cret", "OURS": "kept"])
    let withheld = WithheldVariables()
    messenger.withheld = withheld
    #expect(await failure(of: messenger, try claimDelivery()) == nil)
    #expect(scratch.text(of: "variables") == "none s3cret kept")
    // As it becomes known while the watch runs.
    withheld.withhold(["HOOK"])
    #expect(await failure(of: messenger, try claimDelivery()) == nil)
    #expect(scratch.text(of: "variables") == "none none kept")
  }

  @Test func `a program that does not read its input is told all the same`() async throws {
    // More than the shell puts into a pipe without a writer of its own.
    let delivery = try claimDelivery(title: String(repeating: "\u{1F9EA}", count: 1000))
    for command in [["true"], ["sh", "-c", "exec <&-; exit 0"]] {
      let messenger = ProgramMessenger(command: command, host: machine(), directory: scratch.path)
      for _ in 0..<10 { #expect(await failure(of: messenger, delivery) == nil) }
    }
  }

  @Test func `any other status is no acknowledgement, and the last line of what was said is the reason`() async throws {
    #expect(
      await failure(of: messenger("echo one >&2; printf 'two\\033[2J\\n\\n' >&2; exit 3"), try claimDelivery())
        == "'sh' exited with 3: two␛[2J")
    #expect(await failure(of: messenger("exit 4"), try claimDelivery()) == "'sh' exited with 4")
    #expect(await failure(of: messenger("kill -SEGV $$"), try claimDelivery()) == "'sh' was ended by signal 11")
  }

  @Test func `a program that is not there is named`() async throws {
    let messenger = ProgramMessenger(command: ["no-such-program"], host: machine(), directory: scratch.path)
    let words = try #require(await failure(of: messenger, try claimDelivery()))
    #expect(words.hasPrefix("'no-such-program' exited with 127: ") && words.contains("not found"))
    let nothing = ProgramMessenger(command: [], host: machine(), directory: scratch.path)
    #expect(await failure(of: nothing, try claimDelivery()) == "no program is named to be run")
  }

  @Test func `at its deadline a program is ended, with what it has started`() async throws {
    var messenger = messenger("trap '' TERM; sh -c 'trap \"\" TERM; echo $$ >child; sleep 600' & echo late >&2; wait")
    messenger.deadline = .seconds(1)
    messenger.grace = .milliseconds(100)
    let words = await failure(of: messenger, try claimDelivery())
    #expect(words == "'sh' took more than 1s and was ended: late")
    let child = try #require(pid_t(scratch.text(of: "child")?.filter { $0 != "\n" } ?? ""))
    // Ended is also what nobody has reaped yet.
    let state = FileManager.default.contents(atPath: "/proc/\(child)/stat").map { String(decoding: $0, as: UTF8.self) }
    #expect(state == nil || state?.contains(") Z ") == true)
  }

  @Test func `a relative program begins in the watched clone`() async throws {
    try scratch.write("#!/bin/sh\ncat >told\n", to: "hooks/tell", executable: true)
    let messenger = Messengers.messenger(for: .program(["hooks/tell"]), host: machine(), directory: scratch.path)
    #expect(await failure(of: messenger, try claimDelivery()) == nil)
    #expect(scratch.text(of: "told") != nil)
  }
}
