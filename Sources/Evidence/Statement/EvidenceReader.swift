import Crypto
import WorkflowModel

/// An evidence set as it was read: every stated digest is true of its file, every status follows from its runs.
package struct StoredEvidence: Sendable {
  package let set: EvidenceSet
  /// What the collector signed, if anything; nobody has asked yet whether the signature holds.
  package let envelope: Envelope?
  /// What a signature in the envelope is made over.
  package let message: [UInt8]
  let details: StatedCollection
  let logs: [String: [UInt8]]

  /// The places of the subject that somebody says to have read.
  package var inspected: [InspectedPlace] {
    details.checks.compactMap { $0.inspected.map { InspectedPlace(stated: $0) } }
  }

  /// The stored bytes of a log that the statement names.
  package func log(_ path: String) -> [UInt8]? { logs[path] }
}

/// A place that somebody says to have read, as they say it was.
package struct InspectedPlace: Hashable, Sendable {
  let stated: StatedInspection

  package var path: String { stated.path }
  package var blob: ObjectID { stated.blob }

  /// What is wrong with it where the file has these bytes; nil where it is as said.
  package func trouble(in bytes: [UInt8]) -> String? {
    let lines = stated.first.flatMap { first in stated.last.map { first...$0 } }
    let place = "'\(shown(path))'"
    guard let digest = Excerpt.digest(of: lines, in: bytes) else {
      return "it says that line \(stated.last ?? 1) of \(place) was read, which the file does not have"
    }
    return digest == stated.sha256 ? nil : "it says that other lines of \(place) were read than the subject has"
  }
}

/// Reads evidence sets from outside. Nothing is run and no disk is touched; whatever the bytes are, the answer is a set
/// or an ``EvidenceError``.
package enum EvidenceReader {
  /// Reads the set that the files make, their paths relative to its directory.
  package static func read(files: [(path: String, bytes: [UInt8])]) throws(EvidenceError) -> EvidenceSet {
    try open(files: files).set
  }

  /// Reads the set together with what ``recheck(_:_:)`` needs.
  package static func open(files: [(path: String, bytes: [UInt8])]) throws(EvidenceError) -> StoredEvidence {
    var size = 0
    for file in files { size = size.addingReportingOverflow(file.bytes.count).partialValue }
    guard files.count <= EvidenceLimits.setFiles, size <= EvidenceLimits.setBytes else {
      throw .tooLarge(bytes: size, files: files.count)
    }
    var logs: [String: [UInt8]] = [:]
    for file in files where logs.updateValue(file.bytes, forKey: file.path) != nil { throw .fileTwice(file.path) }
    guard let bytes = logs.removeValue(forKey: Statement.path) else { throw .noStatement }
    let details = try statement(bytes).predicate.assay
    var envelope: Envelope?
    if let wrapped = logs.removeValue(forKey: Envelope.path) {
      envelope = try Envelope.read(wrapped, around: bytes)
    }
    try details.check()
    var unnamed = Set(logs.keys)
    for stream in details.checks.flatMap(\.runs).flatMap({ [$0.stdout, $0.stderr] }).compactMap(\.self) {
      guard let log = logs[stream.stored] else { throw .fileMissing(stream.stored) }
      guard unnamed.remove(stream.stored) != nil else { throw .fileTwice(stream.stored) }
      try stream.check(log)
    }
    if let path = unnamed.min() { throw .fileExtra(path) }
    guard let started = Timestamp(details.started), let finished = Timestamp(details.finished) else {
      throw .malformed("a time is not written as 2026-06-11T17:36:05Z")
    }
    guard started <= finished else { throw .contradiction("it finished before it started") }
    return StoredEvidence(
      set: EvidenceSet(details, started: started, finished: finished), envelope: envelope,
      message: Envelope.message(bytes), details: details, logs: logs)
  }

  private static func statement(_ bytes: [UInt8]) throws(EvidenceError) -> Statement {
    guard bytes.count <= EvidenceLimits.statementBytes else { throw .malformed("it is too large") }
    let document: JSONValue
    do { document = try JSONReader.read(bytes) } catch { throw .malformed("\(error)") }
    guard let schema = document.value(at: "/predicate/assay/schema") else { throw .malformed("it names no schema") }
    guard StatedCollection.readable.contains(where: { schema == .number(Double($0)) }) else {
      throw .unknownSchema(schema.words)
    }
    let statement: Statement
    let encoded: [UInt8]
    do {
      statement = try Statement.decoded(bytes)
      encoded = try statement.encoded()
    } catch let error as DecodingError {
      throw .malformed(error.words)
    } catch {
      throw .malformed("\(error)")
    }
    // Unknown keys, and whatever another reader might read otherwise, end here.
    guard encoded == bytes else { throw .notCanonical }
    guard statement == Statement(statement.predicate.assay) else {
      throw .contradiction("subject, result or lists do not follow from the checks")
    }
    return statement
  }
}

extension StatedCollection {
  fileprivate func check() throws(EvidenceError) {
    guard isolation.cold == (workspace == .cold) else { throw .contradiction("cold and not cold") }
    guard schema > 1 || checks.allSatisfy({ $0.isOfFirstSchema }) else {
      throw .contradiction("schema 1 has no such checks")
    }
    guard !nonce.isEmpty else { throw .contradiction("it has no nonce") }
    var names: Set<String> = []
    for check in checks {
      guard names.insert(check.name).inserted else { throw .contradiction("check \(check.name) stands twice") }
      try check.check()
    }
  }
}

extension StatedCheck {
  fileprivate func check() throws(EvidenceError) {
    guard CheckKind.names.contains(kind) else {
      throw .contradiction("'\(shown(kind))' is no kind")
    }
    guard network ?? true, kind != "http" || network == true else {
      throw .contradiction("check \(name) had the network and had it not")
    }
    guard (inspected != nil) == (kind == "inspect" && status != .error) else {
      throw .contradiction("check \(name) was read by nobody, or by somebody where nobody was asked")
    }
    if let inspected { try inspected.check(name) }
    guard !runs.isEmpty else { throw .contradiction("check \(name) has no runs") }
    guard status == CheckStatus.overall(runs.map(\.status)) else {
      throw .contradiction("check \(name) is \(status.rawValue), but its runs are not")
    }
    guard reason == StatedCheck.reason(status, runs) else {
      throw .contradiction("check \(name) has another reason than its runs")
    }
    guard InertText.line(title) == title else { throw .contradiction("check \(name) has a title that is not inert") }
    for run in runs {
      try run.check(self)
      for (stream, end) in [(run.stdout, ".stdout"), (run.stderr, ".stderr")] {
        guard let path = stream?.stored else { continue }
        // Names have no slash, so neither has what follows them.
        let rest = path.dropFirst("logs/\(id)".count)
        guard path.hasPrefix("logs/\(id)"), rest.hasPrefix("+") || rest == end, rest.hasSuffix(end),
          rest.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "/") })
        else { throw .contradiction("'\(shown(path))' is no log of check \(name)") }
      }
    }
  }
}

extension StatedCheck {
  fileprivate var isOfFirstSchema: Bool {
    ["run", "junit", "git", "file"].contains(kind) && network == nil && inspected == nil
  }
}

extension StatedInspection {
  fileprivate func check(_ name: String) throws(EvidenceError) {
    guard !sentence.isEmpty, [path, question, sentence].allSatisfy({ InertText.line($0) == $0 }),
      sentence.count <= EvidenceLimits.reason
    else { throw .contradiction("check \(name) has a reading that is not inert") }
    guard (first == nil) == (last == nil), first ?? 1 >= 1, last ?? .max >= first ?? 1 else {
      throw .contradiction("check \(name) was read at lines that cannot be")
    }
  }
}

extension StatedRun {
  fileprivate func check(_ check: StatedCheck) throws(EvidenceError) {
    guard [.pass, .fail, .error].contains(status) else {
      throw .contradiction("a run of check \(check.name) is \(status.rawValue)")
    }
    guard (status == .pass) == reason.isEmpty else {
      throw .contradiction("a run of check \(check.name) is \(status.rawValue), its reason is '\(shown(reason))'")
    }
    guard InertText.line(reason) == reason, reason.count <= EvidenceLimits.reason else {
      throw .contradiction("a run of check \(check.name) has a reason that is not inert")
    }
    guard exit == nil || signal == nil, seconds >= 0, seconds.isFinite, (tests.map { $0.isSound } ?? true) else {
      throw .contradiction("a run of check \(check.name) cannot have been so")
    }
    guard status != .pass || (exit ?? signal) != nil && stdout != nil && stderr != nil else {
      throw .contradiction("a run of check \(check.name) passed without having run")
    }
    guard status != .pass || check.kind != "junit" || tests.map({ $0.ran > 0 }) == true else {
      throw .contradiction("a run of check \(check.name) passed without a test")
    }
  }
}

extension StatedTests {
  fileprivate var isSound: Bool { ran >= 0 && failed >= 0 && skipped >= 0 && failed <= ran }
}

extension StatedStream {
  fileprivate func check(_ log: [UInt8]) throws(EvidenceError) {
    guard Hexadecimal.text(of: SHA256.hash(data: log)) == storedSHA256.hex else { throw .fileChanged(stored) }
    guard form(of: log) != nil else {
      throw .contradiction("'\(shown(stored))' is not the output that it stands for, nor that masked or cut")
    }
  }
}

extension DecodingError {
  /// Where and what, without the text of the file.
  fileprivate var words: String {
    let (what, context): (String, Context?) =
      switch self {
      case .keyNotFound(let key, let context): ("'\(shown(key.stringValue))' is missing", context)
      case .valueNotFound(_, let context): ("a value is missing", context)
      case .typeMismatch(_, let context): ("a value has another type", context)
      case .dataCorrupted(let context): (shown(context.debugDescription), context)
      @unknown default: ("it is not as expected", nil)
      }
    let place = context?.codingPath.map(\.stringValue).joined(separator: "/") ?? ""
    return place.isEmpty ? what : "\(what) at \(shown(place))"
  }
}
