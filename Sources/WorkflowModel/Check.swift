/// One clause of a gate's checklist, with a machine-checkable expectation.
package struct Check: Hashable, Codable, Sendable {
  package let id: CheckID
  package let title: String
  package let asks: CheckKind
  package let expects: Expectation
  /// How often it has to give the same answer; 1 or more.
  package let repeats: Int
  /// Axes whose combinations each make an instance; empty means one instance.
  package let matrix: [MatrixAxis]
  package let timeout: Duration
  package let environment: [String: String]
  /// Checks of the same gate that run first; this one is an error when one of them did not pass.
  package let needs: [CheckID]
  /// Whether it may reach the network, where checks are shut in.
  package let network: NetworkAccess
  /// Whether it may run beside others.
  package let company: Company

  package init(
    id: CheckID, title: String, asks: CheckKind, expects: Expectation, repeats: Int = 1, matrix: [MatrixAxis] = [],
    timeout: Duration = .seconds(600), environment: [String: String] = [:], needs: [CheckID] = [],
    network: NetworkAccess = .none, company: Company = .alone
  ) {
    self.network = network
    self.company = company
    self.id = id
    self.title = title
    self.asks = asks
    self.expects = expects
    self.repeats = repeats
    self.matrix = matrix
    self.timeout = timeout
    self.environment = environment
    self.needs = needs
  }

  package var isControl: Bool {
    if case .failure = expects { true } else { false }
  }

  /// The instances that an evidence set has to hold: every combination of the axes, in the file's order, the last axis
  /// fastest. One empty combination when there is no matrix.
  package var instances: [[MatrixValue]] {
    matrix.reduce([[]]) { combinations, axis in
      combinations.flatMap { combination in
        axis.values.map { combination + [MatrixValue(axis: axis.name, value: $0)] }
      }
    }
  }
}

package enum NetworkAccess: String, Codable, Sendable { case none, shared }

/// Whether a check bears others beside it in the same workspace.
package enum Company: String, Codable, Sendable { case alone, independent }

package struct MatrixAxis: Hashable, Codable, Sendable {
  package let name: String
  package let values: [String]

  package init(name: String, values: [String]) {
    self.name = name
    self.values = values
  }
}

package struct MatrixValue: Hashable, Codable, Sendable, CustomStringConvertible {
  package let axis: String
  package let value: String

  package init(axis: String, value: String) {
    self.axis = axis
    self.value = value
  }

  package var description: String { "\(axis)=\(value)" }
}

/// What has to be observed for a check to pass.
package enum Expectation: Hashable, Codable, Sendable {
  /// The check passes when every condition holds.
  case success(Conditions)
  /// A control: the check passes when the subject fails it for this reason.
  case failure(because: Conditions)

  package var conditions: Conditions {
    switch self {
    case .success(let conditions), .failure(let conditions): conditions
    }
  }
}

/// Conditions on one observation; all of them have to hold. Nil and empty mean not asked.
package struct Conditions: Hashable, Codable, Sendable {
  package var exit: Int?
  package var stdout: TextCondition?
  package var stderr: TextCondition?
  /// Conditions on standard output read as JSON.
  package var json: [JSONCondition]
  /// Report counts (junit): how many tests ran, how many may have failed, which ones have passed.
  package var collected: Bounds?
  package var failed: Bounds?
  package var passed: [String]
  /// Files of the workspace afterwards.
  package var files: [FileFact]
  /// The response's status and header fields (http). Its body is judged as standard output.
  package var status: Bounds?
  package var headers: [HeaderCondition]

  package init(
    exit: Int? = nil, stdout: TextCondition? = nil, stderr: TextCondition? = nil, json: [JSONCondition] = [],
    collected: Bounds? = nil, failed: Bounds? = nil, passed: [String] = [], files: [FileFact] = [],
    status: Bounds? = nil, headers: [HeaderCondition] = []
  ) {
    self.status = status
    self.headers = headers
    self.exit = exit
    self.stdout = stdout
    self.stderr = stderr
    self.json = json
    self.collected = collected
    self.failed = failed
    self.passed = passed
    self.files = files
  }

  package var isEmpty: Bool { self == Conditions() }
}

/// A condition on a header field; its name counts without regard to case.
package struct HeaderCondition: Hashable, Codable, Sendable {
  package let name: String
  package let value: TextCondition

  package init(name: String, value: TextCondition) {
    self.name = name
    self.value = value
  }
}

/// Conditions on a text.
package struct TextCondition: Hashable, Codable, Sendable {
  package var contains: [String]
  package var lacks: [String]
  /// A regular expression that has to match somewhere.
  package var matches: [String]
  package var equals: String?
  package var lines: Bounds?

  package init(
    contains: [String] = [], lacks: [String] = [], matches: [String] = [], equals: String? = nil, lines: Bounds? = nil
  ) {
    self.contains = contains
    self.lacks = lacks
    self.matches = matches
    self.equals = equals
    self.lines = lines
  }
}

/// A closed range, open at either end when nil.
package struct Bounds: Hashable, Codable, Sendable {
  package var min: Int?
  package var max: Int?

  package init(min: Int? = nil, max: Int? = nil) {
    self.min = min
    self.max = max
  }

  package static func exactly(_ number: Int) -> Bounds { Bounds(min: number, max: number) }

  package func contains(_ number: Int) -> Bool {
    (min.map { number >= $0 } ?? true) && (max.map { number <= $0 } ?? true)
  }
}

/// A condition on the value that an RFC 6901 pointer names.
package struct JSONCondition: Hashable, Codable, Sendable {
  package let pointer: String
  package let test: JSONTest

  package init(pointer: String, test: JSONTest) {
    self.pointer = pointer
    self.test = test
  }
}

package enum JSONTest: Hashable, Codable, Sendable {
  case equals(Scalar)
  case oneOf([Scalar])
  case between(min: Double?, max: Double?)
  case exists
}

package enum Scalar: Hashable, Codable, Sendable {
  case text(String)
  case number(Double)
  case boolean(Bool)
  case null
}
