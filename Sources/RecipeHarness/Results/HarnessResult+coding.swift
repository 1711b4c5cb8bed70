import FoundationEssentials

/// Why bytes are no `results.json` of this harness.
package enum ResultsFault: Error, Hashable, Sendable, CustomStringConvertible {
  case tooLarge
  /// What cannot be read, in words.
  case malformed(String)
  case unknownSchema(Int)
  /// It is not written as this harness writes it: keys that nobody knows, another order.
  case notCanonical
  /// Level, rungs, verdict or lists do not follow from the stages.
  case contradiction

  package var description: String {
    switch self {
    case .tooLarge: "the results are larger than 4 MiB"
    case .malformed(let why): "the results cannot be read: \(why)"
    case .unknownSchema(let schema): "the results have schema \(schema), which this version does not read"
    case .notCanonical: "the results are not written as the harness writes them"
    case .contradiction: "the results contradict themselves: what they conclude does not follow from their stages"
    }
  }
}

extension HarnessResult {
  package static let fileName = "results.json"
  static let maximumSize = 4 << 20

  /// The one form of `results.json`: sorted keys, indented, a line end at the end.
  package func encoded() throws -> [UInt8] { try Self.encoded(ResultsDocument(self)) }

  /// Reads what ``encoded()`` wrote, and believes nothing in it that follows from something else in it.
  package static func read(_ bytes: [UInt8]) throws(ResultsFault) -> HarnessResult {
    guard bytes.count <= maximumSize else { throw .tooLarge }
    let document: ResultsDocument
    let written: [UInt8]
    do {
      document = try JSONDecoder().decode(ResultsDocument.self, from: Data(bytes))
      written = try encoded(document)
    } catch {
      throw .malformed(words(of: error))
    }
    guard document.schema == ResultsDocument.schema else { throw .unknownSchema(document.schema) }
    guard written == bytes else { throw .notCanonical }
    guard let result = document.result else { throw .contradiction }
    return result
  }

  private static func encoded(_ document: ResultsDocument) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    return Array(try encoder.encode(document)) + [0x0A]
  }

  private static func words(of error: any Error) -> String {
    guard let error = error as? DecodingError else { return "\(error)" }
    let (context, what): (DecodingError.Context, String) =
      switch error {
      case .keyNotFound(let key, let context): (context, "the key '\(key.stringValue)' is missing")
      case .valueNotFound(_, let context): (context, "a value is missing")
      case .typeMismatch(_, let context): (context, "a value has another type")
      case .dataCorrupted(let context): (context, context.debugDescription)
      @unknown default: (DecodingError.Context(codingPath: [], debugDescription: ""), "\(error)")
      }
    let path = context.codingPath.map(\.stringValue).joined(separator: ".")
    return path.isEmpty ? what : "\(what), at \(path)"
  }
}
