/// What the harness needs of a recipe's `compose.yml` and its overlays, read as one stack. Texts stand as they are
/// written until ``resolved(with:)`` puts the variables in.
package struct ComposeFile: Hashable, Sendable {
  /// The key `version`, which every file of one stack has to have alike.
  package let version: String?
  /// In the order of the files.
  package let services: [ComposeService]
  package let volumes: [ComposeResource]
  package let networks: [ComposeResource]
  package let secrets: [ComposeResource]
  package let configs: [ComposeResource]
  /// Every variable that the files use, each use once, in the files' order.
  package let uses: [VariableUse]
  /// The service that is the app itself: `app`, or the only one.
  package let appName: String

  package var app: ComposeService { services.first { $0.name == appName } ?? services[0] }
}

package struct ComposeService: Hashable, Sendable {
  package let name: String
  package let image: String?
  /// `deploy.labels`, which stand on the service. Labels of its containers are not looked at.
  package let labels: [String: String]
  /// `deploy.update_config`; nil when the engine's defaults hold.
  package let update: ComposeUpdate?
  package let health: ComposeHealth
  package let secrets: [String]
  package let configs: [String]
  /// Named volumes; paths of the host are not volumes.
  package let volumes: [String]
  package let place: FilePlace
}

package struct ComposeUpdate: Hashable, Sendable {
  package let order: String?
  package let failureAction: String?
  /// A duration in Go's spelling, such as `5s` or `1m30s`.
  package let monitor: String?

  package init(order: String? = nil, failureAction: String? = nil, monitor: String? = nil) {
    self.order = order
    self.failureAction = failureAction
    self.monitor = monitor
  }
}

package enum ComposeHealth: Hashable, Sendable {
  /// The file says nothing; the image may have a check of its own.
  case unstated
  case checked
  case disabled
}

/// A volume, network, secret or config of the stack.
package struct ComposeResource: Hashable, Sendable {
  package let key: String
  /// The key `name`: what the engine calls it; nil when the engine makes a name of stack and key.
  package let name: String?
  package let isExternal: Bool

  package func engineName(in stack: String) -> String { name ?? "\(stack)_\(key)" }
}

/// A variable used in a file.
package struct VariableUse: Hashable, Sendable {
  package let variable: String
  /// What stands for it when it is not set.
  package let fallback: String?
  package let place: FilePlace
}

/// A line of a file, counted from 1.
package struct FilePlace: Hashable, Sendable, CustomStringConvertible {
  package let file: String
  package let line: Int

  package init(file: String, line: Int) {
    self.file = file
    self.line = line
  }

  package var description: String { "\(file):\(line)" }
}

// MARK: What follows from it

/// The version label of a recipe's app service.
package enum StatedVersion: Hashable, Sendable {
  case stated(RecipeVersion)
  /// The label is there, and is no version.
  case malformed(String)
  case missing

  package var version: RecipeVersion? { if case .stated(let version) = self { version } else { nil } }
}

extension ComposeFile {
  /// What the app's label `coop-cloud.<stack>.version` says.
  package var statedVersion: StatedVersion {
    let values = app.labels.filter { label in
      guard label.key.hasPrefix("coop-cloud."), label.key.hasSuffix(".version") else { return false }
      let stack = label.key.dropFirst("coop-cloud.".count).dropLast(".version".count)
      return !stack.isEmpty && !stack.contains(".")
    }
    guard let value = values.min(by: { $0.key < $1.key })?.value else { return .missing }
    return RecipeVersion(value).map(StatedVersion.stated) ?? .malformed(value)
  }

  /// The stack with the variables put in.
  package func resolved(with variables: [String: String]) throws(Interpolation.Fault) -> ComposeFile {
    func text(_ raw: String) throws(Interpolation.Fault) -> String { try Interpolation(raw).text(with: variables) }
    func optional(_ raw: String?) throws(Interpolation.Fault) -> String? {
      guard let raw else { return nil }
      return try text(raw)
    }
    func resources(_ raw: [ComposeResource]) throws(Interpolation.Fault) -> [ComposeResource] {
      var found: [ComposeResource] = []
      for item in raw {
        found.append(ComposeResource(key: item.key, name: try optional(item.name), isExternal: item.isExternal))
      }
      return found
    }
    var services: [ComposeService] = []
    for raw in self.services {
      var labels: [String: String] = [:]
      for label in raw.labels.sorted(by: { $0.key < $1.key }) { labels[try text(label.key)] = try text(label.value) }
      var update: ComposeUpdate?
      if let raw = raw.update {
        update = ComposeUpdate(
          order: try optional(raw.order), failureAction: try optional(raw.failureAction),
          monitor: try optional(raw.monitor))
      }
      services.append(
        ComposeService(
          name: raw.name, image: try optional(raw.image), labels: labels, update: update, health: raw.health,
          secrets: raw.secrets, configs: raw.configs, volumes: raw.volumes, place: raw.place))
    }
    return ComposeFile(
      version: version, services: services, volumes: try resources(volumes), networks: try resources(networks),
      secrets: try resources(secrets), configs: try resources(configs), uses: uses, appName: appName)
  }
}
