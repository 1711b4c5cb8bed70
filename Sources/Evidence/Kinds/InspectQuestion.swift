import Crypto
import HostEffects
import WorkflowModel

/// `inspect`: what a person or an agent says they have read. Nothing is run; what assay adds is what was there to be
/// read: the blob that the subject has at the path, and the digest of the lines.
struct InspectQuestion: Question {
  let inspection: Inspection

  var asked: Asked { Asked(facts: [inspection.words]) }

  func ask(_ instance: CheckInstance, _ runner: CheckRunner) async throws -> CheckRun {
    let excerpt: GitQuestions.Found
    do {
      excerpt = try await GitQuestions(runner.setting, runner.sandbox).excerpt(inspection)
    } catch let failure as GitQuestions.Failure {
      return CheckRun(judgement: .error(failure.reason))
    }
    guard let reading = runner.setting.request.readings[instance.check.id] else {
      return CheckRun(
        judgement: .error(
          "nobody has said what they read there: --inspected \(instance.check.id)=pass@\(excerpt.blob.short):SENTENCE"))
    }
    if let blob = reading.blob, !excerpt.blob.description.hasPrefix(blob) {
      return CheckRun(
        judgement: .error("stale: blob \(shown(blob)) was read, and the subject has \(excerpt.blob.short) there"))
    }
    if let trouble = Self.trouble(reading.sentence) { return CheckRun(judgement: .error(trouble)) }
    let isPass = reading.result == .pass
    let log = report(on: excerpt.blob, isPass, reading.sentence)
    return CheckRun(
      judgement: isPass ? .pass : .fail("read: \(reading.sentence)"), ending: .exit(isPass ? 0 : 1),
      stdout: StreamRecord(text: log), stderr: StreamRecord(text: ""),
      inspected: StatedInspection(
        path: inspection.path, first: inspection.lines?.first, last: inspection.lines?.last, blob: excerpt.blob,
        sha256: excerpt.sha256, question: inspection.question, sentence: reading.sentence))
  }

  func judgeAgain(_ run: StoredRun, _ expectation: Expectation) -> Judgement? {
    guard let read = run.inspected, read.path == inspection.path, read.first == inspection.lines?.first,
      read.last == inspection.lines?.last, read.question == inspection.question
    else { return .error("another place was read, or to answer another question") }
    if let trouble = Self.trouble(read.sentence) { return .error(trouble) }
    let isPass = run.ending == .exit(0)
    if case .whole(let log) = run.stdout, log != Array(report(on: read.blob, isPass, read.sentence).utf8) {
      return .error("the log says that something else was read")
    }
    return isPass ? .pass : .fail("read: \(read.sentence)")
  }

  /// An answer has to say what was read.
  private static func trouble(_ sentence: String) -> String? {
    PlainWords.isPlaceholder(sentence) ? "'\(shown(sentence))' says nothing of what was read" : nil
  }

  private func report(on blob: ObjectID, _ isPass: Bool, _ sentence: String) -> String {
    "\(inspection.words)\nblob \(blob)\n\(isPass ? "pass" : "fail"): \(sentence)\n"
  }
}

extension Inspection {
  /// `src/a.c lines 10-42: is it so?`
  var words: String { "\(place): \(question)" }

  /// `src/a.c lines 10-42`
  package var place: String { path + (lines.map { " lines \($0.first)-\($0.last)" } ?? "") }
}

extension GitQuestions {
  /// What there was to read.
  struct Found {
    let blob: ObjectID
    /// Of the lines, or of all of the file.
    let sha256: WorkflowModel.Digest
  }

  /// What the subject has at the place. Throws ``Failure`` and `CancellationError`.
  func excerpt(_ inspection: Inspection) async throws -> Found {
    do {
      guard let (blob, bytes) = try await subjectBlob(inspection.path) else {
        throw Failure(reason: "the subject has no file '\(shown(inspection.path))'")
      }
      guard let digest = Excerpt.digest(of: inspection.lines.map { $0.first...$0.last }, in: bytes) else {
        throw Failure(reason: "'\(shown(inspection.path))' has only \(counted(lineCount(bytes), "line"))")
      }
      return Found(blob: blob, sha256: digest)
    } catch let error as SupervisedRunError {
      throw Failure(reason: "\(error)")
    }
  }
}

/// The lines of a file that somebody reads.
enum Excerpt {
  /// Their digest, or that of the whole file; nil where it does not have the lines.
  static func digest(of lines: ClosedRange<Int>?, in bytes: [UInt8]) -> WorkflowModel.Digest? {
    var read = bytes
    if let lines {
      guard lines.lowerBound >= 1, lines.upperBound <= lineCount(bytes) else { return nil }
      let all = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
      read = Array(all[(lines.lowerBound - 1)..<lines.upperBound].joined(separator: [0x0A]))
    }
    return WorkflowModel.Digest(Hexadecimal.text(of: SHA256.hash(data: read)))
  }
}
