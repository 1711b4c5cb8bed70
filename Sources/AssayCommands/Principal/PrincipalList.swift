import ArgumentParser
import Coordination
import Presentation
import Signatures
import WorkflowModel

struct PrincipalList: ParsableCommand, ContextualCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List who may act, as what, and with which key",
    discussion: """
      --allowed-signers prints the file with which git itself verifies records:
      assay principal list --allowed-signers >FILE; git -c gpg.ssh.allowedSignersFile=FILE log --show-signature
      """)

  @Flag(help: "Print an allowed-signers file for git.") var allowedSigners = false
  @OptionGroup var common: CommonOptions

  func run(in context: CommandContext) async throws {
    let coordinator = try coordinator(in: context)
    let principals = try coordinator.policy(of: try await coordinator.standing().state).principals
    guard !allowedSigners else {
      let signers = try principals.compactMap { principal in
        try principal.key.map { (address: principal.address, key: try Coordinator.publicKey($0)) }
      }
      let text = try AllowedSigners.text(signers)
      return try show(FactsReport([("allowedSigners", text)], text: String(text.dropLast())), in: context)
    }
    let items = try principals.map { principal in
      let key = try principal.key.map { "  " + (try Coordinator.publicKey($0).fingerprint) } ?? ""
      return ListReport.Item(
        id: principal.name.text, state: principal.roles.map(\.rawValue).joined(separator: "+"),
        title: principal.address + key)
    }
    try show(ListReport(of: "principals", items, none: "no principals"), in: context)
  }
}
