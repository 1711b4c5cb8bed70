import FoundationEssentials

/// A document with a section that the bench writes.
struct Readme {
  let path: String

  private static let begin = "<!-- bench -->\n"
  private static let end = "<!-- end of bench -->"

  func put(_ section: String) throws {
    let old = text(of: path)
    guard let begin = old.firstRange(of: Self.begin), let end = old.firstRange(of: Self.end),
      begin.upperBound <= end.lowerBound
    else { throw Trouble("\(path) has no place for the table") }
    let new = old[..<begin.upperBound] + "\n" + section + "\n" + old[end.lowerBound...]
    try Data(new.utf8).write(to: URL(filePath: path), options: .atomic)
  }
}
