import WorkflowModel

/// What may name a path, a branch or a revision. Each function returns what is wrong with the text, or nil.
package enum PathRules {
  package static func objection(toPath text: String) -> String? {
    if text.isEmpty { return "the path is empty" }
    if text.hasPrefix("/") { return "the path has to be relative, without '/' at its beginning" }
    let segments = text.split(separator: "/", omittingEmptySubsequences: false)
    if segments.contains("..") { return "the path leaves the repository; '..' is not taken" }
    if segments.contains("") || segments.contains(".") { return "the path has an empty segment or a '.'" }
    if segments.contains(where: { $0.lowercased() == ".git" }) { return "the path leads into .git" }
    if text.contains("\\") || InertText.line(text) != text { return "the path holds characters that are not taken" }
    return nil
  }

  package static func objection(toRevision text: String) -> String? {
    if text.isEmpty { return "the revision is empty" }
    if text.hasPrefix("-") { return "a revision cannot begin with '-'" }
    if text.contains(where: \.isWhitespace) || InertText.line(text) != text || text.contains("..") || text.contains(":")
    {
      return "a revision names one commit; blanks, '..' and ':' are not taken"
    }
    return nil
  }

  /// The rules of `git check-ref-format --branch`.
  package static func objection(toBranch text: String) -> String? {
    let forbidden: Set<Character> = [" ", "~", "^", ":", "?", "*", "[", "\\"]
    let segments = text.split(separator: "/", omittingEmptySubsequences: false)
    let isGood =
      !text.hasPrefix("-") && text != "HEAD" && text != "@" && !text.hasPrefix("refs/") && !text.contains("..")
      && !text.contains("@{") && !text.hasSuffix(".") && !text.contains(where: forbidden.contains)
      && InertText.line(text) == text
      && segments.allSatisfy { !$0.isEmpty && !$0.hasPrefix(".") && !$0.lowercased().hasSuffix(".lock") }
    return isGood ? nil : "'\(KeyPath.shown(text))' is no branch name"
  }

  /// A variable's name for an environment or a matrix.
  package static func isVariable(_ text: String) -> Bool {
    func isLetter(_ byte: UInt8) -> Bool {
      (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || byte == 0x5F
    }
    guard let first = text.utf8.first, isLetter(first), text.utf8.count <= 128 else { return false }
    return text.utf8.allSatisfy { isLetter($0) || (0x30...0x39).contains($0) }
  }
}

extension Reading {
  package func path(_ item: YAMLItem) -> String? { ruled(item, by: PathRules.objection(toPath:)) }
  package func revision(_ item: YAMLItem) -> String? { ruled(item, by: PathRules.objection(toRevision:)) }
  package func branch(_ item: YAMLItem) -> String? { ruled(item, by: PathRules.objection(toBranch:)) }

  private func ruled(_ item: YAMLItem, by objection: (String) -> String?) -> String? {
    guard let text = text(item) else { return nil }
    guard let objection = objection(text) else { return text }
    refuse(item, objection)
    return nil
  }
}
