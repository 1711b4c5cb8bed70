import ArgumentParser

struct PhaseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "phase", abstract: "Add, open, list, show, lint and reopen phases",
    subcommands: [
      PhaseAdd.self, PhaseOpen.self, PhaseList.self, PhaseShow.self, PhaseLint.self, PhaseReopen.self,
      PhaseExample.self,
    ])
}
