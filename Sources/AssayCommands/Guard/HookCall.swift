/// What the guard's hooks call, word for word as `guard install` writes it. It is run without the parser, which takes a
/// server as long as the rest of a small push; whatever else is said goes through it.
package enum HookCall {
  case receive, remember

  package init?(_ arguments: [String]) {
    switch Array(arguments.dropFirst()) {
    case ["guard"]: self = .receive
    // As the kernel calls the program that a hook's first line names: with the path of the hook.
    case let words where words.count == 2 && words[0] == "guard" && words[1].contains("pre-receive"): self = .receive
    case ["guard", "remember"]: self = .remember
    default: return nil
    }
  }

  package func run(in context: CommandContext) throws {
    switch self {
    case .receive: try GuardReceive.judge(in: context)
    case .remember: try GuardRemember.remember(in: context)
    }
  }
}
