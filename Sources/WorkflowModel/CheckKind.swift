/// What a check does to find out.
package enum CheckKind: Hashable, Codable, Sendable {
  /// Runs a command in the cold workspace's root.
  case run(Command)
  /// Runs a command, then reads the JUnit reports that the pattern names.
  case junit(Command, reports: String)
  /// Asks about the repository's objects.
  case git([GitFact])
  /// Asks about files of the cold workspace.
  case file([FileFact])
  /// Asks a server.
  case http(HTTPRequest)
  /// Has a person or an agent read a place of the subject.
  case inspect(Inspection)
  /// Tries a recipe on a Docker Swarm.
  case harness(RecipeTrial)

  /// Every kind's name.
  package static let names = ["run", "junit", "git", "file", "http", "inspect", "harness"]

  /// Its name in phase files and statements.
  package var name: String {
    switch self {
    case .run: "run"
    case .junit: "junit"
    case .git: "git"
    case .file: "file"
    case .http: "http"
    case .inspect: "inspect"
    case .harness: "harness"
    }
  }
}

/// A request over HTTP. `${axis}` stands for a matrix value in all of its texts.
package struct HTTPRequest: Hashable, Codable, Sendable {
  package let method: String
  package let url: String
  package let headers: [String: String]
  package let body: String?

  package init(method: String = "GET", url: String, headers: [String: String] = [:], body: String? = nil) {
    self.method = method
    self.url = url
    self.headers = headers
    self.body = body
  }
}

/// A run of the harness. `${axis}` stands for a matrix value in all of its texts.
package struct RecipeTrial: Hashable, Codable, Sendable {
  /// What `head` says for the subject itself.
  package static let subject = "subject"

  package let recipe: String
  /// The recipe's repository; a relative path begins in the workspace, which is a clone of the subject's.
  package let source: String
  package let head: String
  /// Nil for the newest published version before the head.
  package let base: String?
  package let stages: [String]
  /// A path of the workspace.
  package let metadata: String?
  /// A fault that is put in on purpose.
  package let injection: String?

  package init(
    recipe: String, source: String = ".", head: String = subject, base: String? = nil, stages: [String],
    metadata: String? = nil, injection: String? = nil
  ) {
    self.recipe = recipe
    self.source = source
    self.head = head
    self.base = base
    self.stages = stages
    self.metadata = metadata
    self.injection = injection
  }
}

package enum Command: Hashable, Codable, Sendable {
  /// Goes to `/bin/sh -c`.
  case shell(String)
  case arguments([String])
}

/// A fact about objects of the repository. A commit is named by a revision in which `$ASSAY_SUBJECT` (or `subject`)
/// stands for the subject.
package enum GitFact: Hashable, Codable, Sendable {
  /// The blob at the path of the commit meets the condition.
  case blob(commit: String, path: String, TextCondition)
  /// The path is the same object in both commits.
  case unchanged(path: String, from: String, to: String)
  /// Lines of the path (1-based, inclusive) have the same bytes in both commits.
  case unchangedLines(path: String, first: Int, last: Int, from: String, to: String)
  /// The tag points at the commit, and is annotated if that is asked.
  case tag(String, pointsAt: String, annotated: Bool)
  /// The first commit is an ancestor of the second, this many commits before it if a distance is given.
  case ancestor(String, of: String, distance: Int?)
}

/// A fact about a file of the cold workspace.
package enum FileFact: Hashable, Codable, Sendable {
  case present(path: String)
  case absent(path: String)
  case text(path: String, TextCondition)
  case json(path: String, [JSONCondition])
  case digest(path: String, Digest)
}

/// A place of the subject that somebody reads to answer a question that no machine can.
package struct Inspection: Hashable, Codable, Sendable {
  package struct Lines: Hashable, Codable, Sendable {
    /// 1-based, inclusive.
    package let first: Int
    package let last: Int

    package init(first: Int, last: Int) {
      self.first = first
      self.last = last
    }
  }

  package let path: String
  /// Nil for all of the file.
  package let lines: Lines?
  package let question: String

  package init(path: String, lines: Lines?, question: String) {
    self.path = path
    self.lines = lines
    self.question = question
  }
}

/// What somebody says they have read.
package struct GivenReading: Hashable, Sendable {
  package enum Result: String, Sendable, CaseIterable { case pass, fail }

  package let result: Result
  /// The beginning of the id of the blob that was read; nil leaves that to what the subject has.
  package let blob: String?
  /// One inert line.
  package let sentence: String

  package init(result: Result, blob: String?, sentence: String) {
    self.result = result
    self.blob = blob
    self.sentence = sentence
  }
}
