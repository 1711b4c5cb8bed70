import WorkflowModel
import YAMLReading

/// Reads phase files.
package enum PhaseFile {
  static let keys = [
    "phase", "title", "plan", "freshness", "adversaries", "rounds", "waivers", "journal", "branch", "dod", "gates",
    "protect", "liveness",
  ]

  /// Reads a phase file whole, or says everything that is wrong with it.
  ///
  /// `file` is the name used in messages. `expecting` is the id that the file's own name promises.
  package static func read(
    _ bytes: [UInt8], file: String, expecting: PhaseID? = nil
  ) throws(PhaseFileError) -> Phase {
    do {
      return try Reading.whole(bytes, file: file) { $0.phase($1, expecting: expecting) }
    } catch {
      throw PhaseFileError(error)
    }
  }
}

extension Reading {
  fileprivate func phase(_ item: YAMLItem, expecting: PhaseID?) -> Phase? {
    guard let fields = Fields(item, keys: PhaseFile.keys, in: self) else { return nil }
    let id = fields.required("phase").flatMap { name($0, as: PhaseKind.self) }
    if let id, let expecting, id != expecting, let item = fields["phase"] {
      refuse(item, "the phase '\(id)' cannot stand in a file named \(expecting).yml")
    }
    let title = fields.required("title").flatMap(line)
    let plan = fields["plan"].flatMap(path)
    let freshness = fields["freshness"].map(duration) ?? .seconds(86400)
    let adversaries = fields["adversaries"].map { integer($0, in: 1...9) } ?? 1
    let rounds = fields["rounds"].map { integer($0, in: 1...100) } ?? 5
    let waivers = fields["waivers"].map { word($0, of: [WaiverAuthority.operator, .adversary]) } ?? .operator
    let journal = fields["journal"].flatMap { word($0, of: [JournalMode.open, .sealed]) }
    let branch = fields["branch"].flatMap(branch)
    let items = fields.required("dod").map(items) ?? []
    let drafts = fields.required("gates").map { gates($0, items: items.map(\.id)) } ?? []
    let protections = fields["protect"].map { self.protections($0, gates: drafts.compactMap(\.id)) } ?? []
    let liveness = fields["liveness"].map { self.liveness($0) } ?? Liveness()
    // A gate whose covers could not be read has been reported; what it would have covered is not.
    if let dod = fields["dod"], !drafts.isEmpty, drafts.allSatisfy({ !$0.covers.isEmpty }) {
      refuseUncovered(items, in: dod, by: drafts)
    }
    guard let id, let title, let freshness, let adversaries, let rounds, let waivers, let liveness else { return nil }
    return Phase(
      id: id, title: title, plan: plan, freshness: freshness, adversaries: adversaries, rounds: rounds,
      waivers: waivers, journal: journal, branch: branch, items: items, gates: drafts.compactMap(\.gate),
      protections: protections, liveness: liveness)
  }

  private func liveness(_ item: YAMLItem) -> Liveness? {
    let keys = ["claim_unanswered", "verdict_unanswered", "closable", "message_unread", "role_unseen"]
    guard let fields = Fields(item, keys: keys, in: self) else { return nil }
    let usual = Liveness()
    /// A length of time, or `off`.
    func threshold(_ key: String, _ usual: Duration?) -> Duration? {
      guard let item = fields[key] else { return usual }
      if case .scalar("off", _) = item.content { return nil }
      return duration(item)
    }
    return Liveness(
      claimUnanswered: threshold("claim_unanswered", usual.claimUnanswered),
      verdictUnanswered: threshold("verdict_unanswered", usual.verdictUnanswered),
      closable: threshold("closable", usual.closable),
      messageUnread: threshold("message_unread", usual.messageUnread),
      roleUnseen: threshold("role_unseen", usual.roleUnseen))
  }

  private func protections(_ item: YAMLItem, gates: [GateID]) -> [Protection] {
    guard let elements = nonEmptyList(item, of: "protection") else { return [] }
    return elements.compactMap { element in
      guard let fields = Fields(element, keys: ["paths", "until", "branch"], in: self) else { return nil }
      let paths = fields.required("paths").flatMap { nonEmptyList($0, of: "path") }.map { $0.compactMap(path) }
      let until = fields.required("until").flatMap { name($0, as: GateKind.self) }
      let branch = fields["branch"].flatMap(branch)
      guard let paths, let until else { return nil }
      if !gates.isEmpty, !gates.contains(until), let item = fields["until"] {
        refuse(
          item, "there is no gate '\(until)' in this file\(Suggestion.hint(for: until.text, among: gates.map(\.text)))")
      }
      return Protection(paths: paths, until: until, branch: branch)
    }
  }

  private func items(_ item: YAMLItem) -> [DoDItem] {
    guard let entries = entries(item) else { return [] }
    if entries.isEmpty { refuse(item, "at least one Definition-of-Done item is needed") }
    return entries.compactMap { entry in
      let title = line(entry.value)
      guard let id = DoDItemID(entry.key) else {
        refuse(entry.place, entry.value.path, "'\(KeyPath.shown(entry.key))' is no name for a Definition-of-Done item")
        return nil
      }
      return title.map { DoDItem(id: id, title: $0) }
    }
  }

  private func gates(_ item: YAMLItem, items: [DoDItemID]) -> [GateDraft] {
    guard let elements = nonEmptyList(item, of: "gate") else { return [] }
    let drafts = elements.compactMap { gateDraft($0, items: items) }
    guard drafts.count == elements.count else { return [] }
    let ids = drafts.compactMap { draft in draft.id.map { (id: $0.text, item: draft.idItem) } }
    refuseTwins(ids, noun: "gate")
    let known = drafts.compactMap { $0.id?.text }
    let declared = Set(known)
    for need in drafts.flatMap(\.needs) where !declared.contains(need.name.text) {
      refuse(
        need.item, "there is no gate '\(need.name)' in this file\(Suggestion.hint(for: need.name.text, among: known))")
    }
    let needs = drafts.compactMap { draft in draft.id.map { (id: $0, needs: draft.needs.map(\.name)) } }
    if let members = cycle(needs), let draft = drafts.first(where: { $0.id == members.first }) {
      refuse(draft.needsItem ?? draft.idItem, "the gates need each other: \(arrows(members.map(\.text)))")
    }
    return drafts
  }

  private func refuseUncovered(_ items: [DoDItem], in dod: YAMLItem, by drafts: [GateDraft]) {
    let covered = Set(drafts.flatMap(\.covers).map(\.text))
    guard case .mapping(let entries) = dod.content else { return }
    let declared = Set(items.map(\.id.text))
    for entry in entries where declared.contains(entry.key) && !covered.contains(entry.key) {
      refuse(entry.place, entry.value.path, "no gate covers '\(entry.key)'; name it under a gate's 'covers'")
    }
  }

  /// Ids become directories, and not every file system tells upper case from lower.
  func refuseTwins(_ ids: [(id: String, item: YAMLItem)], noun: String) {
    var seen: [String: String] = [:]
    for (id, item) in ids {
      if let twin = seen[id.lowercased()] {
        let isSame = twin == id
        refuse(item, isSame ? "the \(noun) '\(id)' is declared twice" : "'\(id)' differs from '\(twin)' only in case")
      } else {
        seen[id.lowercased()] = id
      }
    }
  }

  /// `M1 → M2 → M1`.
  func arrows(_ members: [String]) -> String { (members + members.prefix(1)).joined(separator: " → ") }
}
