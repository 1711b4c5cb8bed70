import WorkflowModel
import YAMLReading

/// The keys by which a consumer says how it is told. Exactly one is given.
private enum MeansName: String, CaseIterable {
  case exec, webhook, tmux, jsonl
}

extension Reading {
  private static let consumerKeys = ["on", "phase", "role"] + MeansName.allCases.map(\.rawValue)

  func consumers(_ item: YAMLItem) -> [Consumer] {
    var names: [String: String] = [:]
    return (entries(item) ?? []).compactMap { entry in
      guard let name = ConsumerName(entry.key) else {
        refuse(entry.place, entry.value.path, "'\(KeyPath.shown(entry.key))' is no name for a consumer")
        return nil
      }
      // A consumer's name becomes a file, and not every file system tells upper case from lower.
      if let twin = names.updateValue(entry.key, forKey: entry.key.lowercased()) {
        refuse(entry.place, entry.value.path, "'\(KeyPath.shown(entry.key))' differs from '\(twin)' only in case")
      }
      return consumer(named: name, entry.value)
    }
  }

  private func consumer(named name: ConsumerName, _ item: YAMLItem) -> Consumer? {
    guard let fields = Fields(item, keys: Self.consumerKeys, in: self) else { return nil }
    let kinds = fields["on"].flatMap { self.kinds($0) }
    let phase = fields["phase"].flatMap { self.name($0, as: PhaseKind.self) }
    let role = fields["role"].flatMap { word($0, of: Role.allCases) }
    guard let means = self.means(fields) else { return nil }
    return Consumer(name: name, kinds: kinds, phase: phase, role: role, means: means)
  }

  // MARK: What a consumer wants to hear

  /// A list of kinds, or one; nil for `any`.
  private func kinds(_ item: YAMLItem) -> [EventKind]? {
    if case .scalar(let text, _) = item.content, !item.isNull {
      return text == "any" ? nil : kind(item, text).map { [$0] }
    }
    var kinds: [EventKind] = []
    for element in nonEmptyList(item, of: "kind") ?? [] {
      guard let text = text(element) else { continue }
      guard text != "any" else {
        refuse(element, "'any' stands for every kind and for itself; write 'on: any'")
        continue
      }
      guard let kind = kind(element, text) else { continue }
      if kinds.contains(kind) { refuse(element, "'\(kind.rawValue)' stands twice in the list") }
      kinds.append(kind)
    }
    return kinds
  }

  /// `inbox` is what the command line calls a message.
  private func kind(_ item: YAMLItem, _ text: String) -> EventKind? {
    if let kind = EventKind(subscribed: text) { return kind }
    let known = EventKind.allCases.map(\.rawValue)
    let hint = Suggestion.hint(for: text, among: known + ["any", "inbox"])
    let words = hint.isEmpty ? "; the kinds are any, \(known.joined(separator: ", "))" : hint
    refuse(item, "'\(KeyPath.shown(text))' is no kind of event\(words)")
    return nil
  }

  // MARK: How a consumer is told

  private func means(_ fields: Fields) -> DeliveryMeans? {
    let names = fields.present(MeansName.allCases.map(\.rawValue)).compactMap(MeansName.init)
    guard let name = names.first, let item = fields[name.rawValue] else {
      refuse(fields.item, "the consumer is told in no way; one of 'exec', 'webhook', 'tmux' and 'jsonl' is needed")
      return nil
    }
    guard names.count == 1 else {
      let list = names.map { "'\($0.rawValue)'" }.joined(separator: " and ")
      fields.refuse(key: names[1].rawValue, "a consumer is told in one way; this one has \(list)")
      return nil
    }
    switch name {
    case .exec: return program(item)
    case .webhook: return webhook(item)
    case .tmux: return pane(item)
    case .jsonl: return lines(item)
    }
  }

  /// A path, or an argument vector. No shell reads either.
  private func program(_ item: YAMLItem) -> DeliveryMeans? {
    switch command(item) {
    case nil: nil
    case .shell(let path): .program([path])
    case .arguments(let arguments): .program(arguments)
    }
  }

  /// A URL, or a mapping with the name of the variable that holds the secret.
  private func webhook(_ item: YAMLItem) -> DeliveryMeans? {
    let file = Policy.fileName
    guard item.isMapping else { return self.url(item, in: file).map { .webhook(url: $0, secretVariable: nil) } }
    let before = mark
    guard let fields = Fields(item, keys: ["url", "secret"], in: self) else { return nil }
    let url = fields.required("url").flatMap { self.url($0, in: file) }
    let secret = fields["secret"].flatMap(variable)
    guard isClean(since: before), let url else { return nil }
    return .webhook(url: url, secretVariable: secret)
  }

  /// `session:window.pane`, whole: tmux takes less for the first thing that begins like it.
  private func pane(_ item: YAMLItem) -> DeliveryMeans? {
    guard let text = line(item) else { return nil }
    let halves = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard halves.count == 2, let session = halves.first, !session.isEmpty else {
      refuse(item, "'\(KeyPath.shown(text))' names no session; write session:window.pane, for example team:1.0")
      return nil
    }
    let parts = halves[1].split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty,
      parts[1].utf8.allSatisfy({ (0x30...0x39).contains($0) })
    else {
      refuse(item, "'\(KeyPath.shown(text))' is no whole target; write session:window.pane, for example team:1.0")
      return nil
    }
    guard !session.contains("."), let first = text.first, !"=$@%{-".contains(first), !parts[0].contains(":"),
      !"=@%{!+-^$".contains(parts[0].first ?? "=")
    else {
      refuse(item, "'\(KeyPath.shown(text))' is a pattern of tmux's; the session and the window are called by name")
      return nil
    }
    return .pane(text)
  }

  /// A file; a relative path begins in the watched clone, and stays there.
  private func lines(_ item: YAMLItem) -> DeliveryMeans? {
    guard let text = text(item) else { return nil }
    if let objection = PathRules.objection(toPath: text.hasPrefix("/") ? String(text.dropFirst()) : text) {
      refuse(item, objection)
      return nil
    }
    return .lines(path: text)
  }

  // MARK: The order of phases

  func order(_ item: YAMLItem) -> PhaseOrder? {
    guard let fields = Fields(item, keys: ["phases", "next"], in: self) else { return nil }
    let phases = fields.required("phases").flatMap { phases in
      nonEmptyList(phases, of: "phase").map { _ in names(phases, as: PhaseKind.self).map(\.name) }
    }
    let opening = fields["next"].map { word($0, of: PhaseOpening.allCases) } ?? .ask
    guard let phases, let opening else { return nil }
    return PhaseOrder(phases: phases, opening: opening)
  }
}

extension PolicyFile {
  /// The consumers and the order as keys of the file or, without them, a hint at what there could be.
  static func watching(_ policy: Policy) -> String {
    if policy.consumers.isEmpty, policy.order == nil {
      return """

        # Whom 'assay watch' tells what, and in which order phases follow; see: assay watch --help
        # consumers: { adversary-pane: { on: [claim, message], role: adversary, tmux: "team:1.0" } }
        # order: { phases: [first, second], next: ask }

        """
    }
    var text = ""
    if !policy.consumers.isEmpty { text += "\n# Whom 'assay watch' tells what.\nconsumers:\n" }
    for consumer in policy.consumers {
      text += "  \(quoted(consumer.name.text)):\n"
      if let kinds = consumer.kinds { text += "    on: [\(kinds.map(\.rawValue).joined(separator: ", "))]\n" }
      if let phase = consumer.phase { text += "    phase: \(quoted(phase.text))\n" }
      if let role = consumer.role { text += "    role: \(role.rawValue)\n" }
      text += "    \(line(consumer.means))\n"
    }
    if let order = policy.order {
      text += "\n# In which order phases follow; next: whether the watch asks for the next one or opens it.\norder:\n"
      text += "  phases: [\(order.phases.map { quoted($0.text) }.joined(separator: ", "))]\n"
      text += "  next: \(order.opening.rawValue)\n"
    }
    return text
  }

  private static func line(_ means: DeliveryMeans) -> String {
    switch means {
    case .program(let arguments): "exec: [\(arguments.map { quoted($0) }.joined(separator: ", "))]"
    case .webhook(let url, nil): "webhook: \(quoted(url))"
    case .webhook(let url, let secret?): "webhook: { url: \(quoted(url)), secret: \(quoted(secret)) }"
    case .pane(let target): "tmux: \(quoted(target))"
    case .lines(let path): "jsonl: \(quoted(path))"
    }
  }
}
