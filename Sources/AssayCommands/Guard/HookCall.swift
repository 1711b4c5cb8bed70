/// What the guard's hooks call, word for word as the templates write it. It is run without the parser, which takes a server
/// as long as the rest of a small push; whatever else is said goes through it.
package enum HookCall {
  case receive, remember

  package init?(_ arguments: [String]) {
    switch Array(arguments.dropFirst()) {
    case ["guard"]: self = .receive
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
