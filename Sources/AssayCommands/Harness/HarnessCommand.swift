import ArgumentParser

struct HarnessCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "harness", abstract: "Deploy recipes on a real Docker Swarm and judge what the engine does",
    subcommands: [HarnessRunCommand.self, HarnessPrograms.self, HarnessSweep.self],
    defaultSubcommand: HarnessRunCommand.self)
}
