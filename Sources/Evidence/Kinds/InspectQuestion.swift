import Crypto
import HostEffects
import WorkflowModel

/// `inspect`: what a person or an agent says they have read. Nothing is run; what assay adds is what was there to be
/// read: the blob that the subject has at the path, and the digest of the lines.
struct InspectQuestion: Question {
  let inspection: Inspection

  var asked: Asked { Asked(facts: [inspection.words]) }

  func ask(_ instance: CheckInstance, _ runner: CheckRunner) async throws -> CheckRun {
    let excerpt: GitQuestions.Excerpt
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
    let report = "\(inspection.words)\nblob \(excerpt.blob)\n\(reading.result.rawValue): \(reading.sentence)\n"
    let isPass = reading.result == .pass
    return CheckRun(
      judgement: isPass ? .pass : .fail("read: \(reading.sentence)"), ending: .exit(isPass ? 0 : 1),
      stdout: StreamRecord(text: report), stderr: StreamRecord(text: ""),
      inspected: StatedInspection(
        path: inspection.path, first: inspection.lines?.first, last: inspection.lines?.last, blob: excerpt.blob,
        sha256: excerpt.sha256, question: inspection.question, sentence: reading.sentence))
  }

  func judgeAgain(_ run: StoredRun, _ expectation: Expectation) -> Judgement? {
    guard let read = run.inspected, read.path == inspection.path, read.first == inspection.lines?.first,
      read.last == inspection.lines?.last, read.question == inspection.question
    else { return .error("another place was read, or to answer another question") }
    return run.ending == .exit(0) ? .pass : .fail("read: \(read.sentence)")
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
  struct Excerpt {
    let blob: ObjectID
    /// Of the lines, or of all of the file.
    let sha256: WorkflowModel.Digest
  }

  /// What the subject has at the place. Throws ``Failure`` and `CancellationError`.
  func excerpt(_ inspection: Inspection) async throws -> Excerpt {
    do {
      guard let (blob, bytes) = try await subjectBlob(inspection.path) else {
        throw Failure(reason: "the subject has no file '\(shown(inspection.path))'")
      }
      guard let lines = inspection.lines else { return try Self.excerpt(blob, bytes[...]) }
      guard lines.last <= lineCount(bytes) else {
        throw Failure(reason: "'\(shown(inspection.path))' has only \(counted(lineCount(bytes), "line"))")
      }
      let all = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
      return try Self.excerpt(blob, all[(lines.first - 1)..<lines.last].joined(separator: [0x0A]))
    } catch let error as SupervisedRunError {
      throw Failure(reason: "\(error)")
    }
  }

  private static func excerpt(_ blob: ObjectID, _ bytes: some Sequence<UInt8>) throws -> Excerpt {
    guard let digest = WorkflowModel.Digest(Hexadecimal.text(of: SHA256.hash(data: Array(bytes)))) else {
      throw Failure(reason: "no digest")
    }
    return Excerpt(blob: blob, sha256: digest)
  }
}
