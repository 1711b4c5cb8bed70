import Yams

/// The labels that say what was deployed; abra puts the same on the app service.
package struct IdentityStamp: Hashable, Sendable {
  package let stack: String
  /// What the recipe calls its version; nil when it does not say.
  package let version: String?
  package let chaos: ChaosVersion

  package init(stack: String, version: String?, chaos: ChaosVersion) {
    self.stack = stack
    self.version = version
    self.chaos = chaos
  }

  package static func versionKey(in stack: String) -> String { "coop-cloud.\(stack).version" }
  package static func chaosKey(in stack: String) -> String { "coop-cloud.\(stack).chaos-version" }

  package var labels: [String: String] {
    var labels = [Self.chaosKey(in: stack): "\(chaos)"]
    labels[Self.versionKey(in: stack)] = version
    return labels
  }
}

/// A compose file that lays labels over a service of a stack.
package struct LabelOverlay: Hashable, Sendable {
  package let service: String
  package let labels: [String: String]
  /// The key `version` of the stack's files: docker refuses files that differ in it.
  package let version: String?

  package init(service: String, labels: [String: String], version: String?) {
    self.service = service
    self.labels = labels
    self.version = version
  }

  /// The overlay that stamps the app of a stack.
  package init(_ stamp: IdentityStamp, over stack: ComposeFile) {
    self.init(service: stack.appName, labels: stamp.labels, version: stack.version)
  }

  /// The file. Labels stand for themselves: a dollar sign in them is no variable.
  package func text() throws -> String {
    func mapping(_ key: Node, _ value: Node) -> Node { .mapping(.init([(key, value)])) }
    func quoted(_ text: String) -> Node { .scalar(.init(text, .implicit, .doubleQuoted)) }
    let labels = labels.sorted { $0.key < $1.key }.map { (quoted($0.key), quoted(Interpolation.literal($0.value))) }
    let deploy = mapping("deploy", mapping("labels", .mapping(.init(labels))))
    var root: [(Node, Node)] = version.map { [(Node("version"), quoted($0))] } ?? []
    root.append((Node("services"), mapping(quoted(service), deploy)))
    return try serialize(node: .mapping(.init(root)))
  }
}
