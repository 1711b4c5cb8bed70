import WorkflowModel

/// The rules of form that a recipe at its head is held to. They ask the files and the tags; nothing is deployed.
package enum LintRule: String, Hashable, Codable, Sendable, CaseIterable {
  case statesVersion = "L1"
  case versionIsPublishable = "L2"
  case hasSample = "L3"
  case tagsAreAnnotated = "L4"
  case imagesAreNamed = "L5"
  case imagesArePinned = "L6"
  case appIsChecked = "L7"
  case variablesAreKnown = "L8"
  case namesFit = "L9"
  case oneBackup = "L10"

  package enum Severity: String, Hashable, Codable, Sendable {
    /// Breaking the rule fails the rung.
    case error
    case warning
  }

  package var severity: Severity {
    switch self {
    case .statesVersion, .versionIsPublishable, .hasSample, .tagsAreAnnotated, .imagesAreNamed, .namesFit: .error
    case .imagesArePinned, .appIsChecked, .variablesAreKnown, .oneBackup: .warning
    }
  }

  package var title: String {
    switch self {
    case .statesVersion: "the app's labels state a version"
    case .versionIsPublishable: "the version is written x.y.z+upstream"
    case .hasSample: ".env.sample is there"
    case .tagsAreAnnotated: "tags of versions are annotated"
    case .imagesAreNamed: "every service names an image"
    case .imagesArePinned: "images have a tag other than latest, or a digest"
    case .appIsChecked: "the app has a health check"
    case .variablesAreKnown: "variables stand in .env.sample or have a default"
    case .namesFit: "names of secrets and configs fit the engine"
    case .oneBackup: "at most one service is backed up"
    }
  }
}

/// A breach of a rule.
package struct LintBreach: Hashable, Sendable, CustomStringConvertible {
  package let rule: LintRule
  /// Nil when it is about the recipe as a whole.
  package let place: FilePlace?
  package let finding: String

  package var description: String {
    "\(rule.rawValue) \(rule.severity.rawValue): \(place.map { "\($0): " } ?? "")\(finding)"
  }
}

/// A recipe at its head, as far as its form goes.
package struct LintSubject: Sendable {
  package let compose: ComposeFile
  /// Nil when there is no `.env.sample`.
  package let sample: EnvironmentFile?
  package let tags: [RecipeTag]
  /// Of the run: names are as long as the stack's name makes them.
  package let stack: String

  package init(compose: ComposeFile, sample: EnvironmentFile?, tags: [RecipeTag], stack: String) {
    self.compose = compose
    self.sample = sample
    self.tags = tags
    self.stack = stack
  }
}

/// What linting came to, whoever linted.
package struct LintReport: Hashable, Codable, Sendable {
  /// `pass`, `fail`, or `unver` when the linter could not be run or understood
  package let status: RungStatus
  /// In one line.
  package let detail: String
  /// Ids of the rules of error severity that are broken, in their order.
  package let rulesFailed: [String]

  package init(status: RungStatus, detail: String, rulesFailed: [String] = []) {
    self.status = status
    self.detail = InertText.line(detail)
    self.rulesFailed = rulesFailed
  }

  enum CodingKeys: String, CodingKey {
    case status, detail
    case rulesFailed = "rules_failed"
  }
}

extension LintReport {
  package init(_ breaches: [LintBreach]) {
    let broken = Set(breaches.map(\.rule))
    let failed = LintRule.allCases.filter { broken.contains($0) && $0.severity == .error }
    let warned = broken.count - failed.count
    let words =
      failed.isEmpty
      ? "no rule of error severity is broken" : "broken: \(failed.map(\.rawValue).joined(separator: ", "))"
    self.init(
      status: failed.isEmpty ? .pass : .fail, detail: warned == 0 ? words : "\(words); \(warned) with a warning",
      rulesFailed: failed.map(\.rawValue))
  }
}
