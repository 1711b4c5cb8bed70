import WorkflowModel

@testable import PhaseFiles
import YAMLReading

/// A phase file. Whatever is accepted is whole: ids unique in any case, every item covered, needs known and without a
/// cycle, digests those of the checks.
enum PhaseFileTarget {
  @Sendable static func run(_ bytes: [UInt8]) {
    let phase: Phase
    do { phase = try PhaseFile.read(bytes, file: "p.yml") } catch {
      explains(error)
      return
    }
    do {
      promise(try PhaseFile.read(bytes, file: "q.yml", expecting: phase.id) == phase, "reading is a function")
    } catch { fatalError("broken promise: \(error)") }
    promise(String(validating: bytes, as: UTF8.self) != nil, "what is accepted is UTF-8")
    promise(!phase.items.isEmpty && !phase.gates.isEmpty, "there is something to do")
    promise(isUnique(phase.gates.map(\.id.text)) && isUnique(phase.items.map(\.id.text)), "ids are unique")
    promise(InertText.line(phase.title) == phase.title && !phase.title.isEmpty, "the title is inert")
    promise(phase.adversaries >= 1 && phase.rounds >= 1 && phase.freshness > .zero, "numbers are in their bounds")
    let covered = Set(phase.gates.flatMap(\.covers))
    promise(covered == Set(phase.items.map(\.id)), "every item is covered, and nothing else is")
    isOrdered(phase.gates.map { ($0.id.text, $0.needs.map(\.text)) })
    for gate in phase.gates { check(gate) }
  }

  private static func check(_ gate: Gate) {
    promise(!gate.checks.isEmpty || !gate.unasked.isEmpty, "a gate asks something")
    promise((gate.adversaries ?? 1) >= 1, "somebody rules")
    promise(isUnique((gate.checks.map(\.id) + gate.unasked.map(\.id)).map(\.text)), "check ids are unique")
    promise(ChecklistDigest.of(gate: gate.id, checks: gate.checks) == gate.checklist, "the digest is the checks'")
    isOrdered(gate.checks.map { ($0.id.text, $0.needs.map(\.text)) })
    for check in gate.checks {
      promise(check.repeats >= 1 && check.timeout > .zero, "a check is run")
      let instances = check.instances
      promise(!instances.isEmpty && Set(instances).count == instances.count, "instances are unique")
      switch check.expects {
      case .success(let conditions): promise(asks(check, conditions), "\(check.id) expects something")
      case .failure(let because): promise(!because.isEmpty, "\(check.id) says why it fails")
      }
    }
  }

  /// Facts are expectations themselves; commands need one.
  private static func asks(_ check: Check, _ conditions: Conditions) -> Bool {
    switch check.asks {
    case .git(let facts): !facts.isEmpty
    case .file(let facts): !facts.isEmpty
    case .run, .junit, .http, .harness: !conditions.isEmpty
    case .inspect: conditions.isEmpty
    }
  }

  private static func isUnique(_ texts: [String]) -> Bool { Set(texts.map { $0.lowercased() }).count == texts.count }

  /// That what is needed is there and can come first.
  private static func isOrdered(_ things: [(String, [String])]) {
    var settled: Set<String> = []
    var rest = things
    while !rest.isEmpty {
      let next = rest.filter { !$0.1.allSatisfy(settled.contains) }
      promise(next.count < rest.count, "needs are known and have no cycle")
      settled.formUnion(rest.map(\.0).filter { name in !next.contains { $0.0 == name } })
      rest = next
    }
  }

  static func explains(_ error: PhaseFileError) {
    promise(!error.problems.isEmpty, "a refusal says what is wrong")
    for problem in error.problems {
      promise(problem.line >= 1 && problem.column >= 1, "a problem has a place")
      promise(InertText.line(problem.message) == problem.message, "a problem's words are inert: \(problem.message)")
    }
  }
}

/// A policy file: what is read, written and read again is the same policy.
enum PolicyFileTarget {
  @Sendable static func run(_ bytes: [UInt8]) {
    let policy: Policy
    do { policy = try PolicyFile.read(bytes) } catch {
      PhaseFileTarget.explains(error)
      return
    }
    do {
      let again = try PolicyFile.read(Array(PolicyFile.text(policy).utf8))
      promise(again == policy, "writing and reading are inverse")
    } catch { fatalError("broken promise: \(error)") }
    let names = policy.principals.map { $0.name.text.lowercased() }
    let addresses = policy.principals.map { $0.address.lowercased() }
    promise(Set(names).count == names.count, "no two principals have one name")
    promise(Set(addresses).count == addresses.count, "no two principals have one address")
    promise(policy.principals.allSatisfy { !$0.roles.isEmpty }, "a principal has a role")
    let isShared = policy.principals.contains { Set($0.roles).count > 1 }
    promise(policy.sharing == .shared || !isShared, "several roles only where that is allowed")
    for path in [policy.ledgers, policy.phases] {
      promise(!path.hasPrefix("/") && !path.split(separator: "/").contains(".."), "paths stay inside")
    }
  }
}
