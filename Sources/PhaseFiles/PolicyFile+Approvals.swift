import WorkflowModel
import YAMLReading

extension Reading {
  /// `harness: { approved: { PATH: DIGEST } }`; in the place of one digest there may be a list.
  func approvals(_ item: YAMLItem) -> [ProgramApproval] {
    guard let fields = Fields(item, keys: ["approved"], in: self),
      let entries = fields["approved"].flatMap({ self.entries($0) })
    else { return [] }
    return entries.compactMap { entry in
      // The path is a key here, and keys have no reader of their own.
      if let objection = Self.objection(toApproved: entry.key) {
        refuse(entry.place, entry.value.path, objection)
      }
      let digests = self.digests(entry.value)
      return digests.isEmpty ? nil : ProgramApproval(metadata: entry.key, digests: digests)
    }
  }

  private static func objection(toApproved path: String) -> String? {
    if let objection = PathRules.objection(toPath: path) { return objection }
    guard !path.contains(where: { "*?[".contains($0) }) else {
      return "an approval names one file; '*' is no wildcard here"
    }
    return nil
  }

  private func digests(_ item: YAMLItem) -> [Digest] {
    let isOne = if case .scalar = item.content { true } else { false }
    let items = isOne ? [item] : nonEmptyList(item, of: "digest") ?? []
    var digests: [Digest] = []
    for item in items {
      guard let text = text(item) else { continue }
      guard let digest = Digest(text) else {
        refuse(item, "'\(KeyPath.shown(text))' is no digest of programs; assay harness programs FILE prints it")
        continue
      }
      if digests.contains(digest) { refuse(item, "the digest stands twice in the list") }
      digests.append(digest)
    }
    return digests
  }
}

extension PolicyFile {
  /// The approvals as a key of the file; nothing where there are none.
  static func approved(_ policy: Policy) -> String {
    guard !policy.approvals.isEmpty else { return "" }
    var text = """

      # Programs beside recipes' metadata that run outside the sandbox; see: assay harness programs --help
      harness:
        approved:

      """
    for approval in policy.approvals {
      // Quoted: a digest may look like a number.
      let digests = approval.digests.map { "\"\($0)\"" }
      text += "    \(quoted(approval.metadata)): "
      text += digests.count == 1 ? "\(digests[0])\n" : "[\(digests.joined(separator: ", "))]\n"
    }
    return text
  }
}
