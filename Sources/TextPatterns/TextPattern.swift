import CPCRE2

/// A regular expression of a phase file: Perl's, as PCRE2 reads it. `^` and `$` stand for the ends of lines as well, and
/// letters and digits are Unicode's.
///
/// The expression comes from one party and the text from another, and some searches go back and forth for longer than
/// anybody lives. Each ends after ``steps``: they are counted and not timed, so that every machine comes to the same answer.
package struct TextPattern: ~Copyable {
  /// The most steps of a search: some tenths of a second.
  package static let steps = 5_000_000
  private static let kibibytes: UInt32 = 64 << 10

  private let code: OpaquePointer

  package init(_ text: String) throws(TextPatternError) {
    guard let context = pcre2_compile_context_create_8(nil) else { throw .noMemory }
    defer { pcre2_compile_context_free_8(context) }
    pcre2_set_newline_8(context, UInt32(PCRE2_NEWLINE_ANY))
    let options = UInt32(PCRE2_UTF) | UInt32(PCRE2_UCP) | UInt32(PCRE2_MULTILINE) | UInt32(PCRE2_NEVER_BACKSLASH_C)
    var (failure, place) = (Int32(0), 0)
    let bytes = Array(text.utf8)
    guard let code = pcre2_compile_8(bytes, bytes.count, options, &failure, &place, context) else {
      throw .malformed("\(Self.words(of: failure)), at byte \(place)")
    }
    self.code = code
  }

  deinit { pcre2_code_free_8(code) }

  /// Whether it fits somewhere in the text. Throws ``TextPatternError/tooManySteps`` where that takes too long to tell.
  package func occurs(in text: String) throws(TextPatternError) -> Bool {
    guard let data = pcre2_match_data_create_8(1, nil) else { throw .noMemory }
    defer { pcre2_match_data_free_8(data) }
    guard let context = pcre2_match_context_create_8(nil) else { throw .noMemory }
    defer { pcre2_match_context_free_8(context) }
    pcre2_set_match_limit_8(context, UInt32(Self.steps))
    pcre2_set_heap_limit_8(context, Self.kibibytes)
    var text = text
    // A Swift text is well-formed UTF-8.
    let result = text.withUTF8 { bytes in
      pcre2_match_8(code, bytes.baseAddress, bytes.count, 0, UInt32(PCRE2_NO_UTF_CHECK), data, context)
    }
    switch result {
    case 0...: return true
    case PCRE2_ERROR_NOMATCH: return false
    case PCRE2_ERROR_NOMEMORY: throw .noMemory
    default: throw .tooManySteps
    }
  }

  private static func words(of failure: Int32) -> String {
    var buffer = [UInt8](repeating: 0, count: 256)
    let length = pcre2_get_error_message_8(failure, &buffer, buffer.count)
    return String(decoding: buffer.prefix(max(0, Int(length))), as: UTF8.self)
  }
}

package enum TextPatternError: Error, Hashable, Sendable, CustomStringConvertible {
  /// It is no regular expression.
  case malformed(String)
  /// The search took more steps, or more memory, than one may.
  case tooManySteps
  case noMemory

  package var description: String {
    switch self {
    case .malformed(let why): "not a regular expression: \(why)"
    case .tooManySteps: "too slow: the search takes more than \(TextPattern.steps) steps"
    case .noMemory: "too large: there is no memory for the search"
    }
  }
}
