import FoundationEssentials
import TestSupport
import Testing
import WorkflowModel

/// Many processes at once, on one remote.
@Suite(.serialized) struct RaceTests {
  @Test(arguments: [true, false])
  func `Of two claims at the same time one wins, and the other is told who`(ofTwoPrincipals: Bool) async throws {
    let shop = try Workshop()
    try await shop.found()
    try await shop.join("builder", "one", principal: "builder")
    try await shop.join("builder", "two", principal: ofTwoPrincipals ? "builder-2" : "builder")
    if ofTwoPrincipals {
      try await shop.done(
        "principal", "add", "builder-2", "builder", "../home/.config/assay/keys/team-builder-2.pub", "--as", "operator",
        in: "work")
    }
    for round in 1...4 {
      // In one round out of two, nothing but the processes tells the two claims apart.
      let variables = round.isMultiple(of: 2) ? ["ASSAY_NOW": "2026-06-12T10:0\(round):00Z"] : [:]
      async let first = shop.claim(in: "one", variables)
      async let second = shop.claim(in: "two", variables)
      let ran = try await [first, second]
      #expect(ran.map(\.code).sorted() == [0, 77], "round \(round): \(ran)")
      let loser = try #require(ran.first { $0.code == 77 })
      let winner = ofTwoPrincipals && ran[1].code == 0 ? "builder-2" : "builder"
      #expect(loser.error.contains("C5"))
      #expect(loser.error.contains("\(winner) has an open claim on M1"))
      #expect(try await shop.subjects().count { $0.hasPrefix("claim(hello): M1 — ") } == round)
      try await shop.done("withdraw", "M1", "--reason", "round \(round)", in: "one")
      // The withdrawn subject is claimed again; nothing forbids it.
    }
    try await shop.requireCleanAudit(in: "work")
  }

  @Test func `Twelve writers in twelve clones lose nothing and write nothing twice`() async throws {
    let (writers, records) = (12, 25)
    let shop = try Workshop()
    try await shop.found()
    for writer in 1...writers {
      try await shop.join(Self.role(of: writer), "clone-\(writer)")
    }
    let clock = ContinuousClock()
    let began = clock.now
    try await withThrowingTaskGroup(of: Void.self) { group in
      for writer in 1...writers {
        group.addTask {
          for number in 1...records {
            let ran = try await shop.run(
              try Workshop.binary, Self.act(writer, number), in: "clone-\(writer)")
            #expect(ran.code == 0, "writer \(writer), record \(number): \(ran)")
          }
        }
      }
      try await group.waitForAll()
    }
    print("\(writers * records) records by \(writers) writers: \(clock.now - began)")
    try await shop.git("pull", "--quiet", "--ff-only", in: "work")
    let subjects = try await shop.subjects()
    for writer in 1...writers {
      for number in 1...records {
        #expect(subjects.count { $0.hasSuffix(" w\(writer) n\(number)") } == 1, "writer \(writer), record \(number)")
      }
    }
    #expect(subjects.count == writers * records + 4)
    for prefix in ["backlog(hello): B-hello-", "finding(hello): F-hello-", "deferred(hello): D-hello-"] {
      let numbers = subjects.filter { $0.hasPrefix(prefix) }
        .compactMap { Int($0.dropFirst(prefix.count).prefix { $0 != " " }) }
      #expect(!numbers.isEmpty)
      #expect(numbers.reversed() == Array(1...numbers.count))
    }
    try await shop.requireCleanAudit(in: "work")
    for writer in [1, writers] { try await shop.requireCleanAudit(in: "clone-\(writer)") }
  }

  private static func role(of writer: Int) -> String {
    switch writer % 4 {
    case 0: "adversary"
    case 3: "operator"
    default: "builder"
    }
  }

  private static func act(_ writer: Int, _ number: Int) -> [String] {
    let text = "w\(writer) n\(number)"
    switch (role(of: writer), number % 4) {
    case (_, 0): return ["send", "watchdog", "-m", text]
    case (_, 1): return ["decide", "-m", text]
    case ("builder", 2): return ["backlog", "add", "-m", text]
    case ("builder", _): return ["journal", "add", "-m", text]
    case ("adversary", 2): return ["finding", "open", "-m", text]
    case ("adversary", _): return ["defer", "open", "-m", text, "--trigger", "later on"]
    default: return ["defer", "open", "-m", text, "--trigger", "later on"]
    }
  }
}
