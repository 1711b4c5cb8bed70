/// Why files are not an evidence set.
package enum EvidenceError: Error, Hashable, CustomStringConvertible {
  case tooLarge(bytes: Int, files: Int)
  case noStatement
  /// Of the envelope, where there is one.
  case envelope(String)
  case malformed(String)
  case unknownSchema(String)
  /// The bytes are not the one form in which these details are stored.
  case notCanonical
  case contradiction(String)
  case fileTwice(String)
  case fileMissing(String)
  case fileExtra(String)
  case fileChanged(String)

  package var description: String {
    let what: String =
      switch self {
      case .tooLarge(let bytes, let files): "it has \(bytes) bytes in \(files) files, which is too much to be one"
      case .noStatement: "it has no statement.json"
      case .envelope(let reason): "envelope.json cannot be used: \(reason)"
      case .malformed(let reason): "statement.json cannot be read: \(reason)"
      case .unknownSchema(let found): "statement.json has schema \(found), this version of assay reads schema 1 and 2"
      case .notCanonical: "statement.json is not written as assay writes it"
      case .contradiction(let what): "statement.json contradicts itself: \(what)"
      case .fileTwice(let path): "'\(shown(path))' is named twice"
      case .fileMissing(let path): "'\(shown(path))' is missing"
      case .fileExtra(let path): "the statement does not name '\(shown(path))'"
      case .fileChanged(let path): "'\(shown(path))' is not what the statement names by its digest"
      }
    return "no evidence set: \(what); collect again with 'assay collect'"
  }
}
