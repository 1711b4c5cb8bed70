/// Flow context.
extension YAMLGuard {
  /// Reads on inside brackets and braces, to their end or the line's.
  mutating func scanFlow(key: Int) {
    while let next = byte(position), !hasGivenUp {
      if isInFlowText {
        scanFlowText()
        continue
      }
      switch next {
      case .space, .tab, .comma, .colon: position += 1
      case .hash: return
      case .openBracket, .openBrace:
        depth += 1
        if next == .openBrace { braces += 1 }
        if depth > Self.maximumDepth { return giveUp("nested too deeply") }
        position += 1
      case .closeBracket, .closeBrace:
        depth -= 1
        if next == .closeBrace { braces -= 1 }
        position += 1
        if dialect == .common, isKey() { return giveUp("a key is a text") }
        if depth == 0 { return scanValueIfKey(key) }
      case .doubleQuote, .singleQuote: guard scanQuoted() else { return }
      case .ampersand, .star, .bang: guard scanProperty() else { return }
      case .question where isBlank(position + 1): return giveUp("a key stands on one line, before its colon")
      default: isInFlowText = true
      }
    }
  }

  /// Reads a plain text of flow context; it stays open at the line's end.
  private mutating func scanFlowText() {
    while let next = byte(position) {
      switch next {
      case .comma, .openBracket, .closeBracket, .openBrace, .closeBrace:
        isInFlowText = false
        return
      case .colon where isBlank(position + 1):
        isInFlowText = false
        return
      case .hash where position == 0 || isBlank(position - 1):
        isInFlowText = false
        position = line.count
        return
      default: position += 1
      }
    }
  }

  /// Whether a colon makes a key of what was just read.
  private func isKey() -> Bool {
    let rest = line[position...].drop { $0 == .space || $0 == .tab }
    return rest.first == .colon
  }
}
