import Recipes
import WorkflowModel

/// `results.json`: schema 2 of the reference, and what this harness adds under the key `assay`. Every key is always there;
/// what is not known is null.
struct ResultsDocument: Hashable, Codable {
  static let schema = 2

  let schema: Int
  let recipe: RecipeName
  let version: String?
  let pr: String
  let ref: String
  let runID: String
  /// `2026-06-11T17:36:05Z`; the only key by which runs can be put in order.
  let finished: String
  let stages: [StatedStage]
  let level: Int
  let rungs: [String: RungStatus]
  let lint: LintReport
  let skips: StatedSkips
  let flags: RunFlags
  let screenshot: String?
  let summaryCard: String?
  let customization: ManifestValue
  let assay: StatedRun

  enum CodingKeys: String, CodingKey, CaseIterable {
    case schema, recipe, version, pr, ref
    case runID = "run_id"
    case finished, stages, level, rungs, lint, skips, flags, screenshot
    case summaryCard = "summary_card"
    case customization, assay
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(schema, forKey: .schema)
    try container.encode(recipe, forKey: .recipe)
    // Not encodeIfPresent: null is said.
    try container.encode(version, forKey: .version)
    try container.encode(pr, forKey: .pr)
    try container.encode(ref, forKey: .ref)
    try container.encode(runID, forKey: .runID)
    try container.encode(finished, forKey: .finished)
    try container.encode(stages, forKey: .stages)
    try container.encode(level, forKey: .level)
    try container.encode(rungs, forKey: .rungs)
    try container.encode(lint, forKey: .lint)
    try container.encode(skips, forKey: .skips)
    try container.encode(flags, forKey: .flags)
    try container.encode(screenshot, forKey: .screenshot)
    try container.encode(summaryCard, forKey: .summaryCard)
    try container.encode(customization, forKey: .customization)
    try container.encode(assay, forKey: .assay)
  }
}

/// A stage as the reference states it; lint stands last among them.
struct StatedStage: Hashable, Codable {
  let name: String
  let status: RungStatus
  let tests: [StageTest]
}

struct StatedSkips: Hashable, Codable {
  /// Rung to what was declared.
  let intentional: [String: String]
  /// Rungs that nothing is known of, lowest first.
  let unintentional: [String]
}

/// What is under the key `assay`: the run's details, and beside them what is said here.
struct StatedRun: Hashable {
  static let schema = 1

  let schema: Int
  let verdict: RunVerdict
  /// Every reason code of stages and run, in their order: for whoever asks why, and not where.
  let codes: [ReasonCode]
  /// Of the whole run.
  let reasons: [Reason]
  let stages: [StatedStageDetails]
  let expectedNA: [String: String]
  let isLinted: Bool
  let details: RunDetails

  enum CodingKeys: String, CodingKey {
    case schema, verdict, codes, reasons, stages
    case expectedNA = "expected_na"
    case isLinted = "linted"
  }
}

extension StatedRun: Codable {
  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    schema = try container.decode(Int.self, forKey: .schema)
    verdict = try container.decode(RunVerdict.self, forKey: .verdict)
    codes = try container.decode([ReasonCode].self, forKey: .codes)
    reasons = try container.decode([Reason].self, forKey: .reasons)
    stages = try container.decode([StatedStageDetails].self, forKey: .stages)
    expectedNA = try container.decode([String: String].self, forKey: .expectedNA)
    isLinted = try container.decode(Bool.self, forKey: .isLinted)
    details = try RunDetails(from: decoder)
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(schema, forKey: .schema)
    try container.encode(verdict, forKey: .verdict)
    try container.encode(codes, forKey: .codes)
    try container.encode(reasons, forKey: .reasons)
    try container.encode(stages, forKey: .stages)
    try container.encode(expectedNA, forKey: .expectedNA)
    try container.encode(isLinted, forKey: .isLinted)
    try details.encode(to: encoder)
  }
}

struct StatedStageDetails: Hashable, Codable {
  let name: Stage
  let reasons: [Reason]
  let declared: String
  let services: [ServiceEnd]
  let milliseconds: Int
}
