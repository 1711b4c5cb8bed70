import Recipes
import WorkflowModel

/// How a whole run went: what was seen, and what follows from it.
package struct HarnessResult: Hashable, Sendable {
  package var recipe: RecipeName
  /// What the head calls its version; nil when it does not say.
  package var version: String?
  package var pullRequest: String
  package var reference: String
  package var runID: String
  package var finished: Timestamp
  /// In their order; a stage that is not here was not asked for, or not reached.
  package var stages: [StageResult]
  /// Nil when lint was not asked for.
  package var lint: LintReport?
  /// Rungs that the recipe's metadata declares that it does not have.
  package var expectedNA: [Rung: String]
  package var flags: RunFlags
  /// Of the whole run: leaks, deadlines, signals.
  package var reasons: [Reason]
  /// File names beside the results; nil when they were not made.
  package var screenshot: String?
  package var summaryCard: String?
  package var customization: ManifestValue
  package var details: RunDetails

  package init(
    recipe: RecipeName, version: String?, pullRequest: String = "", reference: String, runID: String,
    finished: Timestamp, stages: [StageResult], lint: LintReport? = nil, expectedNA: [Rung: String] = [:],
    flags: RunFlags, reasons: [Reason] = [], screenshot: String? = nil, summaryCard: String? = nil,
    customization: ManifestValue = .members([:]), details: RunDetails
  ) {
    self.recipe = recipe
    self.version = version
    self.pullRequest = pullRequest
    self.reference = reference
    self.runID = runID
    self.finished = finished
    self.stages = stages
    self.lint = lint
    self.expectedNA = expectedNA
    self.flags = flags
    self.reasons = reasons
    self.screenshot = screenshot
    self.summaryCard = summaryCard
    self.customization = customization
    self.details = details
  }
}

/// Measured, not asserted.
package struct RunFlags: Hashable, Codable, Sendable {
  package let cleanTeardown: Bool
  package let noSecretLeak: Bool

  package init(cleanTeardown: Bool, noSecretLeak: Bool) {
    self.cleanTeardown = cleanTeardown
    self.noSecretLeak = noSecretLeak
  }

  enum CodingKeys: String, CodingKey {
    case cleanTeardown = "clean_teardown"
    case noSecretLeak = "no_secret_leak"
  }
}

/// What a run comes to.
package enum RunVerdict: String, Hashable, Codable, Sendable {
  case pass
  case fail
  /// It could not be tried to its end, and nothing that was tried failed.
  case error
}

extension HarnessResult {
  package var rungs: [Rung: RungStatus] {
    var rungs: [Rung: RungStatus] = [.lint: lint?.status ?? .unver]
    for rung in Rung.allCases where rung != .lint {
      let tried = stages.filter { $0.stage.rung == rung }.map(\.status)
      // What was tried is not excused by a declaration.
      let isExcused = expectedNA[rung] != nil && tried.allSatisfy { $0 == .skip }
      rungs[rung] = isExcused ? .skip : Self.combined(tried, of: Stage.allCases.count { $0.rung == rung })
    }
    return rungs
  }

  /// One status of several stages, each of which the rung needs.
  private static func combined(_ statuses: [RungStatus], of needed: Int) -> RungStatus {
    if statuses.contains(.fail) { return .fail }
    guard statuses.count == needed, let first = statuses.first, statuses.allSatisfy({ $0 == first }) else {
      return .unver
    }
    return first
  }

  package var level: Int { Level.of(rungs) }

  /// Why rungs are skipped: what was declared, of each.
  package var intentionalSkips: [Rung: String] {
    var skips: [Rung: String] = [:]
    for (rung, status) in rungs where status == .skip {
      skips[rung] = stages.first { $0.stage.rung == rung && !$0.declared.isEmpty }?.declared ?? expectedNA[rung] ?? ""
    }
    return skips
  }

  /// Level, lint and pictures do not decide; lint does when nothing else was asked for.
  package var verdict: RunVerdict {
    let statuses = stages.isEmpty ? [lint?.status ?? .unver] : stages.map(\.status)
    // What kept the run from going on also keeps it from deploying, and from knowing what is left.
    let isHindered = reasons.contains { !$0.code.isTheRecipes }
    let count = details.deployments
    let isShort = count.counted < count.expected && !isHindered && !statuses.contains(.unver)
    let hasFailed =
      statuses.contains(.fail) || reasons.contains { $0.code.isTheRecipes } || !flags.noSecretLeak
      || (!flags.cleanTeardown && !isHindered) || count.counted > count.expected || isShort
    if hasFailed { return .fail }
    return statuses.contains(.unver) || !statuses.contains(.pass) || !reasons.isEmpty ? .error : .pass
  }

  /// The exit status: 0 it passed, 1 the answer is no, 69 it could not be tried, 75 the time was up or a signal came.
  package var exit: Int32 {
    switch verdict {
    case .pass: 0
    case .fail: 1
    case .error:
      (reasons + stages.flatMap(\.reasons)).contains { [.deadline, .interrupted].contains($0.code) } ? 75 : 69
    }
  }
}
