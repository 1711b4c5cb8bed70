import PhaseFiles
import Testing
import WorkflowModel

@Suite struct `A bad consumer` {
  @Test(arguments: refusals) func `is refused where it goes wrong`(_ refusal: Refusal) {
    let good = goodPolicy + ["consumers:", "  one:", "    exec: notify"]
    let error = #expect(throws: PhaseFileError.self) {
      _ = try PolicyFile.read(refusal.bytes(of: good), file: "f.yml")
    }
    #expect(error?.description == refusal.expected)
  }

  private static let target = "write session:window.pane, for example team:1.0"
  private static let pattern = "is a pattern of tmux's; the session and the window are called by name"
  private static let url = "a URL that begins with http:// or https:// is needed here, without blanks"
  private static let kinds = EventKind.allCases.map(\.rawValue).joined(separator: ", ")

  private static func one(_ name: String, _ line: String, _ place: String, _ key: String, _ message: String) -> Refusal
  {
    Refusal(name, [9: "    " + line], place, "consumers.one" + key, message)
  }

  private static let refusals = [
    one(
      "unknown kind", "{ on: [clam], exec: x }", "9:12", ".on[0]",
      "'clam' is no kind of event; did you mean 'claim'?"),
    one(
      "unknown kind alone", "{ on: verdicts, exec: x }", "9:11", ".on",
      "'verdicts' is no kind of event; did you mean 'verdict'?"),
    one(
      "no kind at all", "{ on: pizza, exec: x }", "9:11", ".on",
      "'pizza' is no kind of event; the kinds are any, \(kinds)"),
    one(
      "any among others", "{ on: [claim, any], exec: x }", "9:19", ".on[1]",
      "'any' stands for every kind and for itself; write 'on: any'"),
    one(
      "one kind under two names", "{ on: [inbox, message], exec: x }", "9:19", ".on[1]",
      "'message' stands twice in the list"),
    one("no kinds", "{ on: [], exec: x }", "9:11", ".on", "the list is empty; at least one kind is needed"),
    one("nothing", "{ on: , exec: x }", "9:11", ".on", "a list is needed here, not nothing"),
    one(
      "two means", "{ exec: x, tmux: 'team:1.0' }", "9:16", ".tmux",
      "a consumer is told in one way; this one has 'exec' and 'tmux'"),
    one(
      "no means", "{ on: any }", "9:5", "",
      "the consumer is told in no way; one of 'exec', 'webhook', 'tmux' and 'jsonl' is needed"),
    one("slip", "{ exce: x, jsonl: y }", "9:7", ".exce", "unknown key 'exce'; did you mean 'exec'?"),
    one(
      "unknown role", "{ role: bilder, exec: x }", "9:13", ".role",
      "'bilder' is not builder, adversary, operator or watchdog; did you mean 'builder'?"),
    one(
      "unsafe phase", "{ phase: ../x, exec: x }", "9:14", ".phase",
      "'../x' is no name; letters, digits, '.', '_' and '-' make one, up to 64, a letter or digit first"),
    one("no program", "{ exec: [] }", "9:13", ".exec", "the command is empty"),
    one("empty program", "{ exec: '' }", "9:13", ".exec", "the text is empty"),
    one("no session", "{ tmux: 1.0 }", "9:13", ".tmux", "'1.0' names no session; \(target)"),
    one("empty session", "{ tmux: ':1.0' }", "9:13", ".tmux", "':1.0' names no session; \(target)"),
    one("no pane", "{ tmux: 'team:1' }", "9:13", ".tmux", "'team:1' is no whole target; \(target)"),
    one("pane by offset", "{ tmux: 'team:1.+1' }", "9:13", ".tmux", "'team:1.+1' is no whole target; \(target)"),
    one("no window", "{ tmux: 'team:.1' }", "9:13", ".tmux", "'team:.1' is no whole target; \(target)"),
    one("session by id", "{ tmux: '$1:1.0' }", "9:13", ".tmux", "'$1:1.0' \(pattern)"),
    one("window by place", "{ tmux: 'team:^.0' }", "9:13", ".tmux", "'team:^.0' \(pattern)"),
    one("other scheme", "{ webhook: 'ftp://example.org' }", "9:16", ".webhook", url),
    one("no host", "{ webhook: { url: 'http:///x' } }", "9:23", ".webhook.url", url),
    one(
      "password", "{ webhook: 'https://me:secret@example.org/' }", "9:16", ".webhook",
      "assay.yml is no place for a password; take it out of the URL"),
    one("webhook without URL", "{ webhook: { secret: X } }", "9:16", ".webhook.url", "the key 'url' is missing"),
    one(
      "secret's value", "{ webhook: { url: 'http://x/', secret: a-b } }", "9:44", ".webhook.secret",
      "the name of an environment variable is needed here, not its value"),
    one("file above", "{ jsonl: ../x }", "9:14", ".jsonl", "the path leaves the repository; '..' is not taken"),
    one("file in git's own", "{ jsonl: .git/x }", "9:14", ".jsonl", "the path leads into .git"),
    one("directory", "{ jsonl: /var/log/ }", "9:14", ".jsonl", "the path has an empty segment or a '.'"),
    Refusal(
      "unsafe name", [8: "  ../one:"], "8:3", "consumers[\"../one\"]", "'../one' is no name for a consumer"),
    Refusal(
      "twin", [10: "  One: { exec: x }"], "10:3", "consumers.One", "'One' differs from 'one' only in case"),
    Refusal(
      "no mapping", [7: "consumers: []", 8: "#", 9: "#"], "7:12", "consumers",
      "a mapping is needed here, not a list"),
    Refusal(
      "phase twice", [10: "order: { phases: [a, b, a] }"], "10:25", "order.phases[2]", "'a' stands twice in the list"),
    Refusal(
      "no phases", [10: "order: { next: ask }"], "10:8", "order.phases", "the key 'phases' is missing"),
    Refusal(
      "empty order", [10: "order: { phases: [] }"], "10:18", "order.phases",
      "the list is empty; at least one phase is needed"),
    Refusal(
      "unknown next", [10: "order: { phases: [a], next: opn }"], "10:29", "order.next",
      "'opn' is not ask or open; did you mean 'open'?"),
  ]
}
