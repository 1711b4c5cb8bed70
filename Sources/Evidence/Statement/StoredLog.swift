import WorkflowModel

/// What a stored log is of the output that it stands for.
enum LogForm: Hashable, Sendable {
  case whole
  /// All of it but for what was masked.
  case masked
  /// Its two ends, perhaps masked as well.
  case cut
}

extension StatedStream {
  /// Nil where the log is none of these. A digest that is not the log's own is the word of whoever signs, and excuses
  /// nothing by itself: the log has to show the mark, or the line that stands where it was cut.
  func form(of log: [UInt8]) -> LogForm? {
    guard size >= 0 else { return nil }
    if sha256 == storedSHA256 { return size == log.count && size <= EvidenceLimits.wholeLog ? .whole : nil }
    let isMasked = occurs(Masking.mark, in: log)
    let gap = StreamRecord.gap(size: size, sha256: sha256.hex)
    if isMasked || size > EvidenceLimits.wholeLog, occurs(gap, in: log) {
      return log.count <= EvidenceLimits.wholeLog + gap.count ? .cut : nil
    }
    return isMasked && log.count <= EvidenceLimits.wholeLog ? .masked : nil
  }
}

extension CheckInstance {
  /// Judges a run by what is stored of it. Nil where that does not say enough.
  ///
  /// A pass has to be borne out by the log as it is stored: `[masked]` is text like any other. A failure may be one of
  /// what was masked, which nobody can see any more.
  func judgeStored(
    _ run: StatedRun, inspected: StatedInspection?, _ request: RequestIdentity, log: (String) -> [UInt8]?
  ) -> Judgement? {
    let ending: Ending
    switch (run.exit, run.signal) {
    case (let code?, _): ending = .exit(code)
    case (_, let number?): ending = .signal(number)
    default: return nil
    }
    func text(_ stream: StatedStream?) -> ObservedText {
      guard let stream, let log = log(stream.stored) else { return .unknown }
      switch stream.form(of: log) {
      case .whole: return .whole(log)
      case .masked: return run.status == .pass ? .whole(log) : .unknown
      case .cut, nil: return .unknown
      }
    }
    let stored = StoredRun(
      stated: run, inspected: inspected, ending: ending, stdout: text(run.stdout), stderr: text(run.stderr),
      request: request)
    return question.judgeAgain(stored, expectation)
  }
}
