import Coordination
import WorkflowModel

/// What those who collect say they have read: `CHECK=pass|fail[@BLOB]:SENTENCE`.
enum Readings {
  static func given(
    _ options: [String], inFile file: String?, in context: CommandContext
  ) throws -> [CheckID: GivenReading] {
    var lines = options
    if let file {
      let text = try TextOptions.read(file, in: context)
      lines += text.split(whereSeparator: \.isNewline).map { String($0) }.filter { !$0.hasPrefix("#") }
    }
    var readings: [CheckID: GivenReading] = [:]
    for line in lines {
      let (check, reading) = try read(line)
      guard readings.updateValue(reading, forKey: check) == nil else {
        throw CoordinationError.usage("'\(check)' is read twice", mend: "say it once")
      }
    }
    return readings
  }

  private static func read(_ text: String) throws -> (CheckID, GivenReading) {
    let halves = text.split(separator: "=", maxSplits: 1)
    let parts = (halves.last ?? "").split(separator: ":", maxSplits: 1)
    let words = (parts.first ?? "").split(separator: "@", maxSplits: 1)
    guard halves.count == 2, parts.count == 2, let check = CheckID(String(halves[0])),
      let result = words.first.flatMap({ GivenReading.Result(rawValue: String($0)) }),
      words.count < 2 || isBlob(words[1])
    else {
      throw CoordinationError.usage(
        "'\(InertText.line(String(text.prefix(80))))' is not of the form CHECK=pass|fail[@BLOB]:SENTENCE",
        mend: "assay brief lists what is to be read")
    }
    let sentence = try Wording.line(String(parts[1]), for: "the sentence")
    guard sentence.count <= 300 else {
      throw CoordinationError.usage(
        "the sentence has more than 300 characters", mend: "the rest belongs in the verdict")
    }
    return (check, GivenReading(result: result, blob: words.count == 2 ? String(words[1]) : nil, sentence: sentence))
  }

  /// The beginning of an object id, long enough to mean one.
  private static func isBlob(_ text: Substring) -> Bool {
    (7...64).contains(text.utf8.count)
      && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
  }
}
