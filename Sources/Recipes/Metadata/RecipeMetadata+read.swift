import WorkflowModel
import YAMLReading

extension RecipeMetadata {
  /// Reads the file whole, or says everything that is wrong with it. `file` is the name used in messages.
  package static func read(_ bytes: [UInt8], file: String = fileName) throws(FileProblems) -> RecipeMetadata {
    try Reading.whole(bytes, file: file) { $0.metadata($1) }
  }

  /// Variables that a run sets itself.
  package static let ownVariables: Set<String> = ["DOMAIN", "STACK_NAME", "TYPE", "LETS_ENCRYPT_ENV"]
}

extension Reading {
  fileprivate func metadata(_ item: YAMLItem) -> RecipeMetadata? {
    let keys = MetadataKey.allCases.map(\.rawValue)
    guard let fields = Fields(item, keys: keys, refused: MetadataKey.refused, in: self) else { return nil }
    func read<Value>(_ key: MetadataKey, _ read: (YAMLItem) -> Value?) -> Value? {
      fields[key.rawValue].flatMap(read)
    }
    var metadata = RecipeMetadata()
    if let question = health(fields) { metadata.health = question }
    if let timeout = read(.deployTimeout, duration) { metadata.deployTimeout = timeout }
    if let timeout = read(.httpTimeout, duration) { metadata.healthTimeout = timeout }
    metadata.backupCapable = read(.backupCapable, boolean)
    metadata.expectedNA = read(.expectedNA, exceptions) ?? [:]
    metadata.readyProbes = (read(.readyProbe, list) ?? []).compactMap(probe)
    metadata.upgradeBase = read(.upgradeBaseVersion, version)
    metadata.backupVerify = read(.backupVerify, command)
    metadata.extraEnvironment = read(.extraEnv, variables) ?? [:]
    metadata.upgradeEnvironment = read(.upgradeExtraEnv, variables) ?? [:]
    metadata.hooks = read(.hooks, hooks) ?? [:]
    metadata.tests = read(.tests, tests)
    metadata.overlay = read(.overlay, path)
    metadata.companions = read(.companions) { nonEmptyList($0, of: "path")?.compactMap(path) } ?? []
    metadata.screenshot = read(.screenshot, page)
    return metadata
  }

  // MARK: Health

  private func health(_ fields: Fields) -> HealthQuestion? {
    let path = fields[MetadataKey.healthPath.rawValue]
    let ok = fields[MetadataKey.healthOK.rawValue]
    guard let item = fields[MetadataKey.health.rawValue] else {
      let path = path.map(urlPath) ?? "/"
      let ok = ok.map(statuses) ?? [200, 301, 302]
      guard let path, let ok else { return nil }
      return .http(path: path, ok: ok)
    }
    for other in [path, ok].compactMap(\.self) {
      refuse(other, "the key 'health' says that health is not asked over HTTP; one of the two has to go")
    }
    guard let exec = Fields(item, keys: ["exec"], in: self)?.required("exec"),
      let members = Fields(exec, keys: ["service", "run"], in: self)
    else { return nil }
    let service = members.required("service").flatMap(line)
    let run = members.required("run").flatMap(command)
    guard let service, let run else { return nil }
    return .exec(service: service, run)
  }

  private func urlPath(_ item: YAMLItem) -> String? {
    guard let text = line(item) else { return nil }
    guard text.hasPrefix("/"), text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
      refuse(item, "a path of a URL begins with '/' and holds no blanks")
      return nil
    }
    return text
  }

  private func statuses(_ item: YAMLItem) -> Set<Int>? {
    guard let items = nonEmptyList(item, of: "status") else { return nil }
    let statuses = items.compactMap { integer($0, in: 100...599) }
    return statuses.count == items.count ? Set(statuses) : nil
  }

  private func probe(_ item: YAMLItem) -> ReadyProbe? {
    guard let fields = Fields(item, keys: ["http", "tcp"], in: self) else { return nil }
    switch (fields["http"], fields["tcp"]) {
    case (let http?, nil): return httpProbe(http)
    case (nil, let tcp?): return tcpProbe(tcp)
    default:
      refuse(item, "a probe is either http or tcp")
      return nil
    }
  }

  private func httpProbe(_ item: YAMLItem) -> ReadyProbe? {
    guard let fields = Fields(item, keys: ["host", "path", "ok"], in: self) else { return nil }
    let host = fields["host"].map(host)
    let path = fields["path"].map(urlPath) ?? "/"
    let ok = fields["ok"].map(statuses) ?? [200]
    guard let path, let ok else { return nil }
    return .http(host: host ?? nil, path: path, ok: ok)
  }

  private func tcpProbe(_ item: YAMLItem) -> ReadyProbe? {
    guard let fields = Fields(item, keys: ["host", "port", "stable"], in: self) else { return nil }
    let host = fields.required("host").flatMap(host)
    let port = fields.required("port").flatMap { integer($0, in: 1...65535) }
    let stable = fields["stable"].map { integer($0, in: 1...100) } ?? 1
    guard let host, let port, let stable else { return nil }
    return .tcp(host: host, port: port, stable: stable)
  }

  private func host(_ item: YAMLItem) -> String? {
    guard let text = line(item) else { return nil }
    let isHost = text.utf8.allSatisfy { byte in
      (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
        || "-.:_".utf8.contains(byte)
    }
    guard isHost, !text.hasPrefix("-"), text.utf8.count <= 253 else {
      refuse(item, "'\(KeyPath.shown(text))' is no name or address of a host")
      return nil
    }
    return text
  }

  // MARK: Others

  private func version(_ item: YAMLItem) -> RecipeVersion? {
    guard let text = text(item) else { return nil }
    guard let version = RecipeVersion(text) else {
      refuse(item, "'\(KeyPath.shown(text))' is no version; a published one is written x.y.z+upstream")
      return nil
    }
    return version
  }

  private func exceptions(_ item: YAMLItem) -> [Rung: String]? {
    let keys = Rung.allCases.filter { $0 != .lint }.map(\.rawValue)
    let why = [Rung.lint.rawValue: "lint needs no running app, and is not excused"]
    guard let fields = Fields(item, keys: keys, refused: why, in: self) else { return nil }
    var exceptions: [Rung: String] = [:]
    for rung in Rung.allCases { exceptions[rung] = fields[rung.rawValue].flatMap(line) }
    return exceptions
  }

  private func variables(_ item: YAMLItem) -> [String: String]? {
    guard let entries = entries(item) else { return nil }
    var variables: [String: String] = [:]
    for entry in entries {
      if RecipeMetadata.ownVariables.contains(entry.key) {
        refuse(entry.place, entry.value.path, "the run sets '\(entry.key)' itself")
      } else if !PathRules.isVariable(entry.key) {
        refuse(entry.place, entry.value.path, "'\(KeyPath.shown(entry.key))' is no name for a variable")
      }
      variables[entry.key] = text(entry.value)
    }
    return variables
  }

  private func hooks(_ item: YAMLItem) -> [RecipeHook: String]? {
    guard let fields = Fields(item, keys: RecipeHook.allCases.map(\.rawValue), in: self) else { return nil }
    var hooks: [RecipeHook: String] = [:]
    for hook in RecipeHook.allCases { hooks[hook] = fields[hook.rawValue].flatMap(path) }
    return hooks
  }

  private func tests(_ item: YAMLItem) -> RecipeTests? {
    guard let fields = Fields(item, keys: ["run", "report", "passed"], in: self) else { return nil }
    let run = fields.required("run").flatMap(command)
    let report = fields.required("report").flatMap(path)
    let passed = fields["passed"].map { nonEmptyList($0, of: "test")?.compactMap(line) } ?? []
    guard let run, let report, let passed else { return nil }
    return RecipeTests(run: run, reports: report, passed: passed)
  }

  private func page(_ item: YAMLItem) -> ScreenshotPage? {
    guard let fields = Fields(item, keys: ["host", "path"], in: self) else { return nil }
    let host = fields["host"].map(host)
    guard let path = fields["path"].map(urlPath) ?? "/" else { return nil }
    return ScreenshotPage(host: host ?? nil, path: path)
  }
}
