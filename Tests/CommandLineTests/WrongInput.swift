import FoundationEssentials
import TestSupport
import Testing

/// A command that has to be refused: where, what, with which exit status and words, and nothing else changed.
struct WrongInput: CustomTestStringConvertible, Sendable {
  let name: String
  var stage = Stage.open
  var party = Party.builder
  let arguments: [String]
  let exit: Int
  /// Parts of what is said on standard error: the rule, the file and place, the cure.
  let says: [String]
  var input: [UInt8] = []
  var environment: [String: String?] = [:]
  /// The directory, relative to the world's; nil is the party's clone.
  var directory: String?
  /// What goes wrong beforehand.
  var spoil: @Sendable (World) async throws -> Void = { _ in }

  var testDescription: String { name }

  init(
    _ name: String, at stage: Stage = .open, as party: Party = .builder, _ arguments: [String], exit: Int,
    says: [String], input: [UInt8] = [], environment: [String: String?] = [:], directory: String? = nil,
    spoil: @escaping @Sendable (World) async throws -> Void = { _ in }
  ) {
    self.name = name
    self.stage = stage
    self.party = party
    self.arguments = arguments
    self.exit = exit
    self.says = says
    self.input = input
    self.environment = environment
    self.directory = directory
    self.spoil = spoil
  }

  /// A claim on M1 with one option changed, taken away (nil) or added.
  static func claim(_ changes: [String: String?] = [:], gate: String = "M1") -> [String] {
    var options: [String: String] = [
      "--what": "greets", "--how": "greets, teeth", "--expected": "it says hi", "--where": "hello.txt",
    ]
    for (name, value) in changes { options[name] = value }
    return ["claim", gate] + options.sorted { $0.key < $1.key }.flatMap { [$0.key, $0.value] }
  }

  /// Types the command for people and for agents, and looks at everything before and after.
  func check() async throws {
    let world = try await Stages.world(stage)
    try await spoil(world)
    let before = try Footprint(of: world)
    let screen = try await type(arguments, in: world)
    #expect(screen.status == exit, "\(screen.stdout)\(screen.stderr)")
    #expect(screen.stdout == "")
    for part in says { #expect(screen.stderr.contains(part), "'\(part)' is not in\n\(screen.stderr)") }
    let errors = screen.stderr.split(separator: "\n").filter { $0.hasPrefix("error: ") }
    #expect(Set(errors).count == errors.count && !errors.isEmpty, "\(screen.stderr)")
    #expect(screen.stderr.split(separator: "\n").contains { $0.hasPrefix("hint: ") }, "\(screen.stderr)")
    #expect(try Footprint(of: world).changes(since: before) == [])

    let document = try await type(arguments + ["--json"], in: world)
    #expect(document.status == exit)
    #expect(document.stderr == screen.stderr)
    let fields = try JSONDocument.fields(of: document.stdout)
    #expect(fields["kind"] as? String == "error" && fields["schema"] as? Int == 1 && fields["exit"] as? Int == exit)
    #expect(try Footprint(of: world).changes(since: before) == [])
  }

  private func type(_ arguments: [String], in world: World) async throws -> Screen {
    try await world.assay(
      arguments, as: party, in: directory.map { world.scratch.path($0) }, input: input, environment: environment)
  }
}
