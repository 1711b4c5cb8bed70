import ArgumentParser
import Coordination
import HostEffects
import Presentation
import WorkflowModel

extension Name: ExpressibleByArgument {
  package init?(argument: String) { self.init(argument) }
}

extension Serial: ExpressibleByArgument {
  package init?(argument: String) { self.init(argument) }
}

extension Role: ExpressibleByArgument {}
extension Severity: ExpressibleByArgument {}

/// Common to all commands.
package struct CommonOptions: ParsableArguments {
  @Option(name: .customLong("as"), help: "Act as this role (or ASSAY_ROLE, or git config assay.role).")
  var roleOption: Role?

  @Option(help: "The phase; without it, the only active one.")
  var phase: PhaseID?

  @Flag(help: "Print one JSON document on standard output; prose goes to standard error.")
  var json = false

  @Option(name: .customLong("repo"), help: "Work in this directory's repository.")
  var repository: String?

  @Flag(help: "Do not ask the remote: read what was fetched last.")
  var offline = false

  @Flag(help: "Leave the working tree where it is after writing.")
  var noFollow = false

  @Flag(name: .shortAndLong, help: "Say more about what is going on, on standard error.")
  var verbose = false

  package init() {}

  package var format: OutputFormat { json ? .json : .text }

  func directory(in context: CommandContext) -> String { repository.map(context.path) ?? context.directory }

  func role(in context: CommandContext) throws -> Role? {
    if let roleOption { return roleOption }
    guard let text = context.host.environment["ASSAY_ROLE"], !text.isEmpty else { return nil }
    guard let role = Role(rawValue: text) else {
      throw CoordinationError.usage(
        "ASSAY_ROLE is '\(InertText.line(text))', and no such role is known",
        mend: "one of \(Role.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    return role
  }
}

/// Where a text comes from: `-m TEXT` or `--file PATH`.
package struct TextOptions: ParsableArguments {
  @Option(name: [.short, .long], help: "The text; its first line becomes the title.")
  var message: String?

  @Option(help: ArgumentHelp("Read the text from a file; - is standard input.", valueName: "path"))
  var file: String?

  package init() {}

  func text(in context: CommandContext) throws -> String? {
    switch (message, file) {
    case (let message?, nil): return message
    case (nil, let file?): return try Self.read(file, in: context)
    case (nil, nil): return nil
    case (.some, .some):
      throw CoordinationError.usage("both -m and --file are given", mend: "give the text one way")
    }
  }

  func required(for what: String, in context: CommandContext) throws -> String {
    guard let text = try text(in: context) else {
      throw CoordinationError.usage("\(what) is missing", mend: "-m TEXT, or --file PATH (- for standard input)")
    }
    return text
  }

  static func read(_ file: String, in context: CommandContext) throws -> String {
    let bytes = file == "-" ? try context.input() : try context.readFile(context.path(file))
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw CoordinationError.malformed("\(InertText.line(file)) is not UTF-8 text", mend: "convert it: iconv -t UTF-8")
    }
    return text
  }
}

/// Why something is done: `--reason TEXT`, or `-m`, or `--file`.
package struct ReasonOptions: ParsableArguments {
  @Option(help: "Why.")
  var reason: String?

  @OptionGroup var text: TextOptions

  package init() {}

  func required(in context: CommandContext) throws -> String {
    if let reason {
      guard text.message == nil, text.file == nil else {
        throw CoordinationError.usage("--reason is given, and -m or --file as well", mend: "give the reason one way")
      }
      return reason
    }
    guard let given = try text.text(in: context) else {
      throw CoordinationError.usage("the reason is missing", mend: "--reason TEXT")
    }
    return given
  }
}
