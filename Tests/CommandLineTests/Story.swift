import Foundation
import Testing

/// A console of both parties, as it is typed and as it answers, for people or for agents.
struct Story {
  enum Clothes: String, CaseIterable, Sendable { case text, json }

  let world: World
  let clothes: Clothes
  private var scrub: Scrub
  private var console = ""
  /// The last answer, as it was.
  private(set) var last = Screen(status: 0, stdout: "", stderr: "")

  init(in world: World, _ clothes: Clothes) {
    self.world = world
    self.clothes = clothes
    scrub = Scrub(world)
  }

  /// The first object id in the last answer.
  var id: String {
    last.stdout.firstMatch(of: #/\b[0-9a-f]{40}\b|\b[0-9a-f]{12}\b/#).map { String($0.output) } ?? "none"
  }

  /// Types a command and keeps its answer; a refusal is an answer too, if it is the expected one.
  mutating func type(
    _ arguments: String..., as party: Party = .builder, exit: Int = 0, sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    let all = arguments + (clothes == .json ? ["--json"] : [])
    last = try await world.assay(all, as: party)
    #expect(last.status == exit, "\(arguments)\n\(last.stdout)\(last.stderr)", sourceLocation: sourceLocation)
    console += scrub.clean((["\(party.rawValue)$ assay"] + arguments.map(Self.quoted)).joined(separator: " ") + "\n")
    switch clothes {
    case .text: console += scrub.clean(last.stdout)
    case .json: console += scrub.clean(try document(last.stdout, sourceLocation))
    }
    for line in last.stderr.split(separator: "\n") { console += scrub.clean("! \(line)\n") }
    if exit != 0 { console += "[exit \(exit)]\n" }
    console += "\n"
  }

  /// Compares what was typed since the last scene with its snapshot.
  mutating func scene(_ name: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    try expectSnapshot(console, "\(name).\(clothes.rawValue)", sourceLocation: sourceLocation)
    console = ""
  }

  private func document(_ text: String, _ sourceLocation: SourceLocation) throws -> String {
    let fields = try JSONDocument.fields(of: text)
    #expect(fields["schema"] as? Int == 1, sourceLocation: sourceLocation)
    #expect((fields["kind"] as? String)?.isEmpty == false, sourceLocation: sourceLocation)
    return try JSONDocument.pretty(fields)
  }

  private static func quoted(_ argument: String) -> String {
    argument.contains { " \n'>".contains($0) } ? "'\(argument)'" : argument
  }
}

/// A command's output as one JSON document.
enum JSONDocument {
  /// The fields of the only document in a text. Throws if there is none, or more.
  static func fields(of text: String) throws -> [String: Any] {
    guard text.hasSuffix("\n"), text.dropLast().allSatisfy({ $0 != "\n" }),
      let fields = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
    else { throw NoDocument(text: text) }
    return fields
  }

  static func pretty(_ fields: [String: Any]) throws -> String {
    let data = try JSONSerialization.data(
      withJSONObject: fields, options: [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes])
    return String(decoding: data, as: UTF8.self) + "\n"
  }
}

struct NoDocument: Error {
  let text: String
}
