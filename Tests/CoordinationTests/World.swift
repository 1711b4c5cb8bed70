import Coordination
import GitBook
import HostEffects
import Logging
import PhaseFiles
import Synchronization
import TestSupport
import WorkflowModel

let noon = Timestamp(seconds: 1_781_199_360)

struct Unexpected: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}

func required<Value>(_ value: Value?, _ what: String = "a value") throws -> Value {
  guard let value else { throw Unexpected("no \(what)") }
  return value
}

/// The remote where clones meet, and what a test may do to it behind their backs.
protocol World {
  /// A new clone, opened.
  func clone() async throws -> any CoordinationBranch
  /// A commit of code on the remote's branch `work`, which every clone can name once it has fetched.
  func pushCode() async throws -> ObjectID
  /// Lets the server refuse every push in these words; nil lets it accept again.
  func refuse(_ words: String?) async throws
  /// Puts the coordination branch back.
  func rewind(to tip: ObjectID) async throws
}

/// A clock that only moves when it is asked, and randomness that repeats.
func stillHost(_ environment: [String: String] = HermeticGit().environment) -> Host {
  let seconds = Mutex(noon.seconds)
  let byte = Mutex(UInt8(0))
  return Host(
    now: {
      Timestamp(
        seconds: seconds.withLock {
          $0 += 1; return $0
        })
    }, environment: environment,
    randomBytes: { count in
      (0..<count).map { _ in
        byte.withLock {
          $0 &+= 41; return $0
        }
      }
    })
}

func principal(_ name: String, _ roles: Role...) throws -> Principal {
  Principal(name: try required(PrincipalName(name)), address: "\(name)@example.org", roles: roles)
}

func policy() throws -> Policy {
  Policy(
    name: "team",
    principals: [
      try principal("olga", .operator), try principal("builder-1", .builder), try principal("builder-2", .builder),
      try principal("ada", .adversary),
    ])
}

let helloFile = """
  phase: hello
  title: the file greets
  rounds: 100
  journal: open
  dod:
    D1: hello.txt greets
  gates:
    - id: M1
      title: greets
      covers: [D1]
      checks:
        - id: greets
          title: hello.txt says hi
          run: cat hello.txt
          expect: { exit: 0, stdout: { contains: ["hi"], lines: 1 } }

  """

func hello() throws -> PhaseID { try required(PhaseID("hello")) }
func gate(_ name: String = "M1") throws -> GateID { try required(GateID(name)) }

let payload = Payload(
  what: "it greets", how: "check greets", expected: "hello.txt says hi", place: "hello.txt")

extension CoordinationBranch {
  /// The use cases as a principal of ``policy()``.
  func acting(
    _ role: Role, _ name: String? = nil, host: Host = stillHost(), attempts: Int = 80
  ) async throws -> Coordinator {
    if let name {
      var settings = try settings()
      settings.principal = try required(PrincipalName(name))
      try await remember(settings)
    }
    var options = WritingOptions()
    options.attempts = attempts
    options.following = .stay
    return Coordinator(branch: self, host: host, logger: Logger(label: "test"), role: role, options: options)
  }

  /// Founds the workspace and opens its phase.
  func begin(host: Host = stillHost()) async throws {
    _ = try await acting(.operator, host: host).found(Founding(try policy()))
    _ = try await acting(.builder, "builder-1", host: host).filePhase(
      Array(helloFile.utf8), named: "hello.yml", reason: nil)
    _ = try await acting(.builder, "builder-1", host: host).openPhase(try hello())
  }
}

extension Host {
  /// A host whose clock stands still.
  static func frozen() -> Host {
    var host = stillHost()
    host.now = { noon + .seconds(86_400) }
    return host
  }
}

extension Coordinator {
  /// The same, at the host's moment.
  func at(_ host: Host) -> Coordinator {
    Coordinator(branch: branch, host: host, logger: logger, role: role, phase: phase, options: options)
  }
}
