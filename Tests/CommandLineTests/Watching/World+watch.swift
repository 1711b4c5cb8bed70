import FoundationEssentials
import HostEffects
import TestSupport
import Testing

/// What a consumer was told: the fields of one line of JSON that tests ask for.
struct Told: Codable, Hashable, Sendable {
  let event: String
  let id: String
  let consumer: String
  let phase: String?
  let gate: String?
  let title: String
  let wakes: [String]
  let next: String?
  let attempt: Int
}

extension World {
  /// One round of a watch in the Adversary's clone, each time a new process, whose events go to a file.
  @discardableResult
  func watchOnce(
    _ arguments: String..., consumer: String = "one", exit: Int? = nil, environment: [String: String?] = [:]
  ) async throws -> [Told] {
    let file = scratch.path("\(consumer).jsonl")
    let before = try told(consumer).count
    let screen = try await assay(
      ["watch", "--once", "--consumer", consumer, "--jsonl", file] + arguments, as: .adversary,
      environment: environment)
    let new = Array(try told(consumer).dropFirst(before))
    let expected = exit ?? (new.isEmpty ? 1 : 0)
    guard screen.status == expected else { throw Unexpected(arguments: arguments, screen: screen) }
    return new
  }

  /// Everything that the consumer was ever told.
  func told(_ consumer: String = "one") throws -> [Told] {
    try (scratch.text(of: "\(consumer).jsonl") ?? "").split(separator: "\n").map {
      try JSONDecoder().decode(Told.self, from: Data($0.utf8))
    }
  }

  /// Puts an edited policy on the record: what stands in the file, and more.
  func addToPolicy(_ text: String) async throws {
    try await git("fetch", "--quiet", "origin")
    let policy = try await git("show", "origin/main:assay.yml")
    try scratch.write(policy + "\n" + text, to: "edited.yml")
    try await must("policy", "change", scratch.path("edited.yml"), "-m", "tell more", "--as", "operator")
  }

  /// A message from the Builder to a role.
  func send(_ text: String, to role: String = "adversary") async throws {
    try await must("send", role, "-m", text)
  }
}
