import HostEffects
import WorkflowModel

/// The environment of a check: what is named here and nothing else.
struct CheckEnvironment: Sendable {
  let request: CollectionRequest
  let workspace: Workspace
  let host: Host
  let started: Timestamp

  static let fallbackPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

  var path: String {
    host.environment["PATH"].flatMap { $0.isEmpty ? nil : $0 } ?? Self.fallbackPath
  }

  var identity: RequestIdentity {
    RequestIdentity(nonce: request.nonce, subject: request.subject, started: started)
  }

  /// What every program gets that the collection starts.
  var common: [String: String] {
    [
      "PATH": path, "HOME": workspace.home, "TMPDIR": workspace.temporary, "LANG": "C.UTF-8", "TZ": "UTC",
      "USER": "assay", "LOGNAME": "assay", "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1",
      "GIT_TERMINAL_PROMPT": "0",
    ]
  }

  /// The matrix axes, overlaid by the common part, by the check's own variables, and by what assay says.
  func variables(for instance: CheckInstance) -> [String: String] {
    let substitution = MatrixSubstitution(values: instance.values)
    var variables: [String: String] = [:]
    // A shell reads `${axis}` itself: a value is never spliced into shell source.
    for value in instance.values where Self.isIdentifier(value.axis) { variables[value.axis] = value.value }
    variables.merge(common) { $1 }
    variables.merge(instance.check.environment.mapValues(substitution.text)) { $1 }
    return variables.merging(told(to: instance)) { $1 }
  }

  /// The same without what the phase file says: outside the sandbox a variable like PATH or LD_PRELOAD would have the
  /// subject's code run.
  func variables(outside instance: CheckInstance) -> [String: String] { common.merging(told(to: instance)) { $1 } }

  private func told(to instance: CheckInstance) -> [String: String] {
    var variables: [String: String] = [:]
    for value in instance.values { variables["ASSAY_MATRIX_\(Self.identifier(value.axis))"] = value.value }
    variables["ASSAY_SUBJECT"] = "\(request.subject)"
    variables["ASSAY_CLAIM"] = "\(request.claim)"
    variables["ASSAY_GATE"] = "\(request.gate.id)"
    variables["ASSAY_PHASE"] = "\(request.phase)"
    variables["ASSAY_NONCE"] = request.nonce
    variables["ASSAY_CHECK"] = "\(instance.check.id)"
    return variables
  }

  private static func isIdentifier(_ text: String) -> Bool {
    guard let first = text.utf8.first, !(0x30...0x39).contains(first) else { return false }
    return text.utf8.allSatisfy(isIdentifierByte)
  }

  private static func isIdentifierByte(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || byte == 0x5F
  }

  private static func identifier(_ axis: String) -> String {
    String(decoding: axis.uppercased().utf8.map { isIdentifierByte($0) ? $0 : 0x5F }, as: UTF8.self)
  }
}
