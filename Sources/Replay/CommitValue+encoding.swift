import GitObjects

extension CommitValue {
  /// The encoding that the commit names, where bytes of ASCII might not mean themselves in it. git decodes a message
  /// before it shows it, so that a trailer can stand there which no byte of the commit spells.
  package var opaqueEncoding: String? {
    guard let field = fields.first(where: { $0.name == "encoding" }) else { return nil }
    let name = String(decoding: field.value, as: UTF8.self)
    let lower = name.lowercased()
    return Self.transparent.contains { lower.hasPrefix($0) } ? nil : name
  }

  /// Beginnings of the names of encodings in which every byte of ASCII that does not follow a lead byte is itself.
  private static let transparent = [
    "utf-8", "utf8", "us-ascii", "ascii", "iso-8859-", "iso8859-", "latin", "windows-125", "cp125", "koi8", "euc",
    "gbk", "gb2312", "gb18030", "big5", "shift_jis", "shift-jis", "sjis", "cp932", "cp936", "cp949", "tis-620",
  ]
}
