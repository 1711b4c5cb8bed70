import FoundationEssentials
import TestSupport
import Testing

@Suite struct HelpTests {
  /// Every command with its subcommands, as `assay --help` lists them.
  private static let commands: [[String]] = [
    [], ["status"], ["init"], ["join"], ["policy"], ["policy", "show"], ["policy", "change"], ["policy", "lint"],
    ["principal"], ["principal", "list"], ["principal", "add"],
    ["principal", "revoke"], ["phase"], ["phase", "add"], ["phase", "open"], ["phase", "list"], ["phase", "show"],
    ["phase", "lint"], ["phase", "reopen"], ["phase", "example"], ["claim"], ["withdraw"], ["backlog"],
    ["backlog", "add"], ["backlog", "done"], ["backlog", "list"], ["journal"], ["journal", "add"],
    ["journal", "show"], ["journal", "publish"], ["done"], ["collect"], ["review"], ["revoke"], ["veto"], ["lift"],
    ["waive"], ["probes"],
    ["baseline"], ["finding"], ["finding", "open"], ["finding", "correct"], ["finding", "close"],
    ["finding", "list"], ["workspace"], ["workspace", "verify"], ["defer"], ["defer", "open"], ["defer", "resolve"],
    ["defer", "list"], ["decide"], ["send"], ["inbox"], ["ack"], ["brief"], ["wait"], ["log"], ["show"], ["audit"],
    ["watch"], ["template"], ["guard"], ["guard", "receive"], ["guard", "install"], ["harness"], ["harness", "run"],
    ["harness", "programs"], ["harness", "sweep"],
  ]

  @Test func `every command teaches itself`() async throws {
    let world = try World()
    var text = ""
    for command in Self.commands {
      let screen = try await world.assay(command + ["--help"], in: world.scratch.path)
      #expect(screen.status == 0 && screen.stderr.isEmpty, "\(command)")
      text += "$ assay \((command + ["--help"]).joined(separator: " "))\n\(screen.stdout)\n"
      for name in Self.subcommands(in: screen.stdout) {
        #expect(Self.commands.contains(command + [name]), "\(command) \(name) is not asked for its help")
      }
    }
    try expectSnapshot(text, "help.txt")
  }

  private static func subcommands(in help: String) -> [String] {
    help.split(separator: "\n").drop { !$0.hasSuffix("SUBCOMMANDS:") }
      .filter { $0.hasPrefix("  ") && !$0.hasPrefix("   ") && !$0.hasPrefix("  See") }
      .compactMap { $0.split(separator: " ").first.map { String($0) } }
  }

  @Test(arguments: ["bash", "zsh", "fish"])
  func `completions are generated`(shell: String) async throws {
    let world = try World()
    let screen = try await world.assay(["--generate-completion-script", shell], in: world.scratch.path)
    #expect(screen.status == 0 && screen.stderr.isEmpty)
    #expect(screen.stdout.contains("assay") && screen.stdout.contains("review"))
  }

  @Test func `the version is told`() async throws {
    let world = try World()
    let screen = try await world.assay(["--version"], in: world.scratch.path)
    #expect(screen.status == 0 && screen.stdout.wholeMatch(of: #/\d+\.\d+\.\d+\n/#) != nil)
  }
}
