import Glibc
import HostEffects
import TestSupport
import Testing
import WorkflowModel

@testable import Watch

@Suite struct LinesMessengerTests {
  let scratch: ScratchDirectory
  init() throws { scratch = try ScratchDirectory() }

  private func messenger(_ path: String = "events.jsonl") -> any Messenger {
    Messengers.messenger(for: .lines(path: path), host: machine(), directory: scratch.path)
  }

  private func line(_ delivery: Delivery) -> String { String(decoding: delivery.json, as: UTF8.self) + "\n" }

  @Test func `each event is a line at the end of the file`() async throws {
    let (first, second) = (try claimDelivery(), try unreachableDelivery())
    #expect(await failure(of: messenger(), first) == nil)
    #expect(await failure(of: messenger(), second) == nil)
    #expect(scratch.text(of: "events.jsonl") == line(first) + line(second))
  }

  @Test func `a line that was cut off is ended before the next one begins`() async throws {
    try scratch.write(#"{"attempt":1,"con"#, to: "events.jsonl")
    let delivery = try claimDelivery()
    #expect(await failure(of: messenger(), delivery) == nil)
    #expect(scratch.text(of: "events.jsonl") == #"{"attempt":1,"con"# + "\n" + line(delivery))
  }

  @Test func `many at once write whole lines`() async throws {
    let deliveries = try (1...40).map { try claimDelivery(attempt: $0) }
    await withTaskGroup(of: String?.self) { group in
      for delivery in deliveries { group.addTask { await failure(of: messenger(), delivery) } }
      for await words in group { #expect(words == nil) }
    }
    let lines = (scratch.text(of: "events.jsonl") ?? "").split(separator: "\n").map { "\($0)\n" }
    #expect(lines.sorted() == deliveries.map { line($0) }.sorted())
  }

  @Test func `what is no regular file is refused, and nobody is waited for`() async throws {
    try scratch.directory("directory")
    #expect(mkfifo(scratch.path("pipe"), 0o600) == 0)
    for path in [scratch.path("directory"), scratch.path("pipe"), "/dev/null"] {
      #expect(
        await failure(of: messenger(path), try claimDelivery())
          == "'\(path)' is no regular file; name one, or a path where there is nothing yet")
    }
  }

  @Test func `a missing directory is named and not made`() async throws {
    #expect(
      await failure(of: messenger("notes/events.jsonl"), try claimDelivery())
        == "there is no directory '\(scratch.path)/notes' to keep lines in; make it")
    #expect(access(scratch.path("notes"), F_OK) != 0)
  }

  @Test func `what cannot be opened is a failure that says why`() async throws {
    try scratch.write("", to: "file")
    #expect(
      await failure(of: messenger("file/events.jsonl"), try claimDelivery())
        == "'\(scratch.path)/file/events.jsonl' cannot be opened: Not a directory")
  }
}
