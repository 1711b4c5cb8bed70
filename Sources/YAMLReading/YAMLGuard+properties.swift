/// Anchors, aliases and tags.
extension YAMLGuard {
  /// Moves behind an anchor, which a value follows, or an alias, which is one; false when nothing more is to be read here.
  mutating func scanProperty() -> Bool {
    switch (byte(position), dialect) {
    case (.ampersand?, .common):
      skipName()
      guard let next = byte(position), [.ampersand, .star, .bang].contains(next) else { return true }
      giveUp("behind an anchor a value stands, not another mark")
    case (.star?, .common):
      aliases += 1
      skipName()
      if aliases > Self.maximumAliases {
        giveUp("too many aliases")
      } else if byte(position) == .colon {
        giveUp("an alias cannot be a key")
      } else if braces > 0 {
        // What has no colon there is a key, too.
        giveUp("an alias between braces is not taken; write the mapping out over several lines")
      }
      return depth > 0 && !hasGivenUp
    case (.ampersand?, .strict):
      giveUp("anchors are not taken; write the value out, or quote a text that begins with &")
    case (.star?, .strict): giveUp("aliases are not taken; write the value out, or quote a text that begins with *")
    case (.bang?, _): giveUp("tags are not taken; quote a text that begins with !")
    default: return true
    }
    return false
  }

  /// Moves behind the name of an anchor or an alias and the blanks after it.
  private mutating func skipName() {
    position += 1
    while let next = byte(position), !isBlank(position), !"[]{},:".utf8.contains(next) { position += 1 }
    skipSpaces()
  }
}
