import Evidence
import Recipes
import WorkflowModel

/// Masks what stands in results as logs are masked: texts in one line, in which a secret may have been made inert, and of
/// which somebody may have kept the beginning only.
struct DetailMasking: Sendable {
  private static let shortest = 6

  private let values: [[UInt8]]
  private let whole: LogMasking

  init(secrets: [String]) {
    let values = Set(secrets + secrets.map(InertText.line))
    self.values = values.map { Array($0.utf8) }
    whole = LogMasking(secrets: Array(values))
  }

  func masked(_ text: String) -> String {
    var bytes = whole.masked(Array(text.utf8))
    for value in values {
      let lengths = Self.shortest..<max(Self.shortest, value.count)
      let cut = lengths.last { bytes.suffix($0).elementsEqual(value.prefix($0)) }
      if let cut { bytes = bytes.dropLast(cut) + Array("[masked]".utf8) }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Whether the value of a secret stands in the bytes.
  func leaks(_ bytes: [UInt8]) -> Bool { whole.leaks(bytes) }

  fileprivate func masked(_ reason: Reason) -> Reason { Reason(reason.code, masked(reason.detail)) }
}

extension StageResult {
  func masked(_ masking: DetailMasking) -> StageResult {
    StageResult(
      stage, status,
      tests: tests.map { StageTest(name: masking.masked($0.name), status: $0.status, ms: $0.ms) },
      reasons: reasons.map(masking.masked), declared: masking.masked(declared),
      services: services.map {
        ServiceEnd(service: masking.masked($0.service), end: $0.end, message: masking.masked($0.message))
      }, duration: duration)
  }
}

extension HarnessResult {
  /// Without secrets in whatever somebody else may have put into it: the recipe, its programs, the engine.
  func masked(_ masking: DetailMasking) -> HarnessResult {
    var result = self
    result.version = version.map(masking.masked)
    result.reference = masking.masked(reference)
    result.pullRequest = masking.masked(pullRequest)
    result.stages = stages.map { $0.masked(masking) }
    result.lint = lint.map {
      LintReport(status: $0.status, detail: masking.masked($0.detail), rulesFailed: $0.rulesFailed)
    }
    result.expectedNA = expectedNA.mapValues(masking.masked)
    result.reasons = reasons.map(masking.masked)
    result.customization = customization.masked(masking)
    result.details = details.masked(masking)
    return result
  }
}

extension ManifestValue {
  fileprivate func masked(_ masking: DetailMasking) -> ManifestValue {
    switch self {
    case .text(let text): .text(masking.masked(text))
    case .list(let items): .list(items.map { $0.masked(masking) })
    case .members(let members):
      .members(
        members.reduce(into: [:]) { masked, member in
          masked[masking.masked(member.key)] = member.value.masked(masking)
        })
    }
  }
}

extension RunDetails {
  fileprivate func masked(_ masking: DetailMasking) -> RunDetails {
    var details = self
    details.base = base.map { StatedBase(commit: $0.commit, reference: masking.masked($0.reference)) }
    details.engine = masking.masked(engine)
    details.programs = StatedPrograms(
      standing: programs.standing, digest: programs.digest, files: programs.files.map(masking.masked))
    details.noScreenshot = noScreenshot.map(masking.masked)
    return details
  }
}
