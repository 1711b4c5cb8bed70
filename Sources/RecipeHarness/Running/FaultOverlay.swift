import FoundationEssentials
import HostEffects
import Recipes
import WorkflowModel

/// A compose file that makes the head's app fail in one way. JSON is YAML that nobody has to quote.
///
/// Docker appends an overlay's lists to those below it (a `test`, a `command`), and puts single values over them: so the
/// faults are single values.
struct FaultOverlay: Encodable {
  struct Service: Encodable {
    var image: String?
    var user: String?
    var healthcheck: Health?
  }
  struct Health: Encodable {
    var test: [String]?
    let interval = "500ms"
    /// No check is as quick as that.
    let timeout = "1ms"
    let retries = 1
    let startPeriod = "0s"

    enum CodingKeys: String, CodingKey {
      case test, interval, timeout, retries
      case startPeriod = "start_period"
    }
  }

  /// An image that nobody has.
  static let noImage = "127.0.0.1:1/assay-injected:none"

  let version: String?
  let services: [String: Service]

  /// Nil for a fault that needs no file.
  init?(_ injection: Injection, over stack: ComposeFile) {
    var service = Service()
    switch injection {
    case .crash: service.user = "assay-injected-crash"
    case .sick: service.healthcheck = Health(test: stack.app.health == .checked ? nil : ["CMD-SHELL", "exit 1"])
    case .noImage: service.image = Self.noImage
    case .wrongStamp, .dropTest, .leakSecret, .leaveVolume: return nil
    }
    version = stack.version
    services = [stack.appName: service]
  }

  func encoded() throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return Array(try encoder.encode(self))
  }
}

extension Course {
  /// The overlay of the fault that was asked for, written outside the clone; none when there is none.
  func injectedOverlays(_ variables: [String: String]) throws -> [String] {
    guard let injection = request.injection,
      let overlay = FaultOverlay(injection, over: try app.compose(variables))
    else { return [] }
    let path = app.directory + "/compose.fault.yml"
    try ReplacedFile.write(try overlay.encoded(), to: path)
    return [path]
  }

  /// Prints the value of a secret where the app's log is.
  mutating func leakSecret() async throws {
    guard request.injection == .leakSecret else { return }
    let value = Hexadecimal.text(of: run.host.randomBytes(16))
    secrets["\(app.stack)_injected"] = value
    let compose = try presentCompose()
    let container = try await app.container(of: compose.appName, in: engine)
    _ = try await engine.execute(
      ["/bin/sh", "-c", "cat >/proc/1/fd/1"], in: container, input: Array((value + "\n").utf8), deadline: .seconds(10))
  }
}
