import FoundationEssentials
import TestSupport

/// How far a phase has come, one step after the other.
enum Stage: Int, Sendable, CaseIterable {
  /// Code on the remote and no workspace.
  case code
  case founded
  case filed
  /// The Adversary has joined; M1 is open, M10 needs it.
  case open
  /// The Builder's claim on M1.
  case claimed
  case collected
  case passed
  case done
}

/// The worlds of all stages, each made once and copied for whoever wants to spoil one.
actor Stages {
  static let shared = Stages()
  private var worlds: [Stage: Task<World, any Error>] = [:]

  /// A new world at the stage.
  static func world(_ stage: Stage) async throws -> World { try World(copying: try await shared.original(stage)) }

  private func original(_ stage: Stage) async throws -> World {
    if let known = worlds[stage] { return try await known.value }
    let before = Stage(rawValue: stage.rawValue - 1)
    let task = Task {
      let world = if let before { try World(copying: try await original(before)) } else { try World() }
      try await world.play(stage)
      return world
    }
    worlds[stage] = task
    let world = try await task.value
    Leftovers.remove(atExit: world.scratch.path)
    return world
  }
}

extension World {
  static let claim = [
    "claim", "M1", "--what", "greets", "--how", "assay collect M1", "--expected", "it says hi", "--where", "hello.txt",
  ]

  fileprivate func play(_ stage: Stage) async throws {
    switch stage {
    case .code:
      try await git("init", "--quiet", "--bare", "team.git", in: scratch.path)
      try await git("clone", "--quiet", scratch.path("team.git"), "builder", in: scratch.path)
      try scratch.write(PhaseText.greet, to: "greet.yml")
      try scratch.write("hi\n", to: "builder/hello.txt")
      try scratch.write("please\n", to: "builder/polite.txt")
      try await git("add", "--all")
      try await git("commit", "--quiet", "--message", "start")
      try await git("push", "--quiet", "--set-upstream", "origin", "HEAD:main")
    case .founded: try await must("init")
    case .filed: try await must("phase", "add", "../greet.yml")
    case .open:
      try await must("phase", "open", "greet")
      try await must("join", "adversary", "../team.git", "../adversary")
    case .claimed: _ = try await must(Self.claim)
    case .collected: try await must("collect", "M1", as: .adversary)
    case .passed: try await must("review", "M1", "--pass", "-m", "re-run cold", as: .adversary)
    case .done:
      _ = try await must([
        "claim", "M10", "--what", "polite", "--how", "checks polite, read-twice", "--expected", "please",
        "--where", "polite.txt",
      ])
      try await must("collect", "M10", as: .adversary)
      try await must("review", "M10", "--pass", "-m", "polite", as: .adversary)
      try await must("done")
    }
  }

  @discardableResult
  func must(_ arguments: [String], as party: Party = .builder) async throws -> Screen {
    let screen = try await assay(arguments, as: party)
    guard screen.status == 0 else { throw Unexpected(arguments: arguments, screen: screen) }
    return screen
  }
}

enum PhaseText {
  /// Two gates, one needing the other, the id of one a prefix of the other's.
  static let greet = """
    phase: greet
    title: the program greets
    rounds: 2
    waivers: adversary
    dod:
      D1: the greeting is there
      D2: it is polite
    gates:
      - id: M1
        title: the greeting is there
        covers: [D1]
        paths: [hello.txt]
        checks:
          - id: greets
            title: hello.txt says hi
            run: cat hello.txt
            expect: { exit: 0, stdout: { contains: ["hi"], lines: 1 } }
          - id: teeth
            title: a missing greeting is seen
            run: cat missing.txt
            expect: fail
            because: { exit: 1 }
      - id: M10
        title: it is polite
        covers: [D2]
        needs: [M1]
        paths: [polite.txt]
        checks:
          - id: polite
            title: polite.txt says please
            run: cat polite.txt
            expect: { exit: 0, stdout: { contains: ["please"] } }
          - id: read-twice
            title: it can be read more than once
            run: [cat, polite.txt]
            repeat: 2
            expect: { exit: 0 }

    """
}
