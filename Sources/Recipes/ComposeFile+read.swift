import YAMLReading

extension ComposeFile {
  /// Reads the files of a stack, each laid over those before it, or says everything that is wrong with the first bad one.
  package static func read(_ files: [(name: String, bytes: [UInt8])]) throws(FileProblems) -> ComposeFile {
    var stack = ComposeLayer()
    for file in files {
      let layer = try Reading.whole(file.bytes, file: file.name, in: .common) { $0.composeLayer($1) }
      stack.lay(layer)
    }
    func refusal(_ message: String) -> FileProblems {
      let file = files.first?.name ?? "compose.yml"
      return FileProblems(problems: [Problem(file: file, line: 1, column: 1, key: "services", message: message)])
    }
    guard let first = stack.services.first else { throw refusal("the stack has no service") }
    let names = stack.services.map(\.name)
    guard names.count == 1 || names.contains("app") else {
      throw refusal("no service is named 'app', and there are several: \(names.joined(separator: ", "))")
    }
    return ComposeFile(
      version: stack.version, services: stack.services, volumes: stack.volumes, networks: stack.networks,
      secrets: stack.secrets, configs: stack.configs, uses: stack.uses, appName: names.count == 1 ? first.name : "app")
  }
}

/// One file of a stack.
struct ComposeLayer {
  var version: String?
  var services: [ComposeService] = []
  var volumes: [ComposeResource] = []
  var networks: [ComposeResource] = []
  var secrets: [ComposeResource] = []
  var configs: [ComposeResource] = []
  var uses: [VariableUse] = []

  /// What the other file says goes before what this one does.
  mutating func lay(_ other: ComposeLayer) {
    version = version ?? other.version
    uses += other.uses
    for service in other.services {
      if let index = services.firstIndex(where: { $0.name == service.name }) {
        services[index] = services[index].overlaid(by: service)
      } else {
        services.append(service)
      }
    }
    for list in [\ComposeLayer.volumes, \.networks, \.secrets, \.configs] {
      for resource in other[keyPath: list] {
        if let index = self[keyPath: list].firstIndex(where: { $0.key == resource.key }) {
          self[keyPath: list][index] = resource
        } else {
          self[keyPath: list].append(resource)
        }
      }
    }
  }
}

extension ComposeService {
  fileprivate func overlaid(by other: ComposeService) -> ComposeService {
    func united(_ own: [String], _ more: [String]) -> [String] { own + more.filter { !own.contains($0) } }
    return ComposeService(
      name: name, image: other.image ?? image, labels: labels.merging(other.labels) { $1 },
      update: update?.overlaid(by: other.update) ?? other.update,
      health: other.health == .unstated ? health : other.health, secrets: united(secrets, other.secrets),
      configs: united(configs, other.configs), volumes: united(volumes, other.volumes), place: place)
  }
}

extension ComposeUpdate {
  fileprivate func overlaid(by other: ComposeUpdate?) -> ComposeUpdate {
    ComposeUpdate(
      order: other?.order ?? order, failureAction: other?.failureAction ?? failureAction,
      monitor: other?.monitor ?? monitor)
  }
}

// MARK: Reading

extension Reading {
  fileprivate func composeLayer(_ item: YAMLItem) -> ComposeLayer? {
    guard let root = members(item) else { return nil }
    var layer = ComposeLayer()
    layer.version = root["version"].flatMap(text)
    for entry in entries(root["services"]) { if let service = service(entry) { layer.services.append(service) } }
    layer.volumes = resources(root["volumes"])
    layer.networks = resources(root["networks"])
    layer.secrets = resources(root["secrets"])
    layer.configs = resources(root["configs"])
    var seen: Set<VariableUse> = []
    for section in ["services", "volumes", "networks", "secrets", "configs"] {
      if let item = root[section] { collectUses(in: item) { if seen.insert($0).inserted { layer.uses.append($0) } } }
    }
    return layer
  }

  private func service(_ entry: YAMLItem.Entry) -> ComposeService? {
    guard let service = members(entry.value) else { return nil }
    let deploy = service["deploy"].flatMap(members) ?? [:]
    let update = deploy["update_config"].flatMap(members).map { update in
      ComposeUpdate(
        order: update["order"].flatMap(text), failureAction: update["failure_action"].flatMap(text),
        monitor: update["monitor"].flatMap(text))
    }
    return ComposeService(
      name: entry.key, image: service["image"].flatMap(text), labels: deploy["labels"].map(labels) ?? [:],
      update: update, health: service["healthcheck"].map(health) ?? .unstated,
      secrets: sources(service["secrets"]), configs: sources(service["configs"]),
      volumes: sources(service["volumes"]).filter { !$0.hasPrefix("/") && !$0.hasPrefix(".") && !$0.hasPrefix("~") },
      place: FilePlace(file: file, line: entry.place.line))
  }

  /// A list of `key=value`, or a mapping; the keys of a mapping stand for themselves.
  private func labels(_ item: YAMLItem) -> [String: String] {
    var labels: [String: String] = [:]
    if case .list(let items) = item.content {
      for label in items.compactMap(text) {
        let halves = label.unicodeScalars.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        labels[String(halves[0])] = halves.count > 1 ? String(halves[1]) : ""
      }
    } else {
      for entry in entries(item) ?? [] {
        labels[Interpolation.literal(entry.key)] = entry.value.isNull ? "" : text(entry.value)
      }
    }
    return labels
  }

  private func health(_ item: YAMLItem) -> ComposeHealth {
    guard let fields = members(item) else { return .unstated }
    if fields["disable"].flatMap(text) == "true" { return .disabled }
    guard let test = fields["test"] else { return .unstated }
    if case .list(let items) = test.content, let first = items.first, text(first) == "NONE" { return .disabled }
    return .checked
  }

  /// What a service uses of the stack: names, `source:target`, or mappings with a `source`.
  private func sources(_ item: YAMLItem?) -> [String] {
    guard let item, !item.isNull else { return [] }
    return (list(item) ?? []).compactMap { element in
      guard element.isMapping else {
        return text(element).flatMap { $0.split(separator: ":", maxSplits: 1).first.map(String.init) }
      }
      return members(element)?["source"].flatMap(text)
    }
  }

  private func resources(_ item: YAMLItem?) -> [ComposeResource] {
    entries(item).map { entry in
      let fields = entry.value.isNull ? [:] : members(entry.value) ?? [:]
      let external = fields["external"]
      let isExternal = external.map { $0.isMapping || text($0) == "true" } ?? false
      let name = fields["name"] ?? external.flatMap { $0.isMapping ? members($0)?["name"] : nil }
      return ComposeResource(key: entry.key, name: name.flatMap(text), isExternal: isExternal)
    }
  }

  private func entries(_ item: YAMLItem?) -> [YAMLItem.Entry] {
    guard let item, !item.isNull else { return [] }
    return entries(item) ?? []
  }

  private func members(_ item: YAMLItem) -> [String: YAMLItem]? {
    entries(item).map { Dictionary($0.map { ($0.key, $0.value) }, uniquingKeysWith: { first, _ in first }) }
  }

  private func collectUses(in item: YAMLItem, _ note: (VariableUse) -> Void) {
    switch item.content {
    case .list(let items): for item in items { collectUses(in: item, note) }
    case .mapping(let entries): for entry in entries { collectUses(in: entry.value, note) }
    case .scalar(let text, _):
      do {
        for reference in try Interpolation(text).references {
          let place = FilePlace(file: file, line: item.place.line)
          note(VariableUse(variable: reference.variable, fallback: reference.fallback, place: place))
        }
      } catch {
        refuse(item, "\(error)")
      }
    }
  }
}
