import Recipes
import WorkflowModel

/// What this harness says of a run beyond the reference's schema: who asked for what, and on what it ran.
package struct RunDetails: Hashable, Codable, Sendable {
  /// Given with the request, so that an older run cannot be cited for it; empty when none was.
  package let nonce: String
  package let head: ObjectID
  /// Nil when nothing was upgraded.
  package internal(set) var base: StatedBase?
  package let domain: String
  /// `built-in` or `abra`
  package let deployer: String
  /// The engine's version; empty when it did not say.
  package internal(set) var engine: String
  package let tool: String
  /// `2026-06-11T17:36:05Z`
  package let started: String
  package let deployments: DeployCount
  /// Faults that were put in on purpose: a run with any is about the harness, not about the recipe.
  package let injected: [String]
  package let isolation: RunIsolation
  package internal(set) var programs: StatedPrograms
  /// Why there is no screenshot; null where there is one.
  package internal(set) var noScreenshot: String?

  package init(
    nonce: String, head: ObjectID, base: StatedBase?, domain: String, deployer: String, engine: String, tool: String,
    started: Timestamp, deployments: DeployCount, injected: [String] = [], isolation: RunIsolation,
    programs: StatedPrograms = StatedPrograms(standing: .notNeeded, digest: nil, files: []),
    noScreenshot: String? = nil
  ) {
    self.nonce = nonce
    self.head = head
    self.base = base
    self.domain = domain
    self.deployer = deployer
    self.engine = engine
    self.tool = tool
    self.started = "\(started)"
    self.deployments = deployments
    self.injected = injected
    self.isolation = isolation
    self.programs = programs
    self.noScreenshot = noScreenshot
  }

  enum CodingKeys: String, CodingKey {
    case nonce, head, base, domain, deployer, engine, tool, started, deployments, injected, isolation, programs
    case noScreenshot = "no_screenshot"
  }
}

package struct StatedBase: Hashable, Codable, Sendable {
  package let commit: ObjectID
  package let reference: String

  package init(_ base: RecipeBase) { self.init(commit: base.commit, reference: base.reference) }

  init(commit: ObjectID, reference: String) {
    self.commit = commit
    self.reference = reference
  }
}

/// How often a stack was deployed from nothing; an upgrade is no such deployment.
package struct DeployCount: Hashable, Codable, Sendable {
  package let expected: Int
  package let counted: Int

  package init(expected: Int = 1, counted: Int) {
    self.expected = expected
    self.counted = counted
  }

  package var isOff: Bool { expected != counted }
}

/// What the run was really shut off from.
package struct RunIsolation: Hashable, Codable, Sendable {
  /// `clone`: a fresh one of the run's own
  package let checkout: String
  /// `empty` or `shared`
  package let home: String
  /// `none` or `bubblewrap`: what the recipe's own programs ran in
  package let sandbox: String

  package init(checkout: String, home: String, sandbox: String) {
    self.checkout = checkout
    self.home = home
    self.sandbox = sandbox
  }
}
