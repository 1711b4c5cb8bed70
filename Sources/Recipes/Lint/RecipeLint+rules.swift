import YAMLReading

extension LintSubject {
  /// Every breach, in the rules' order.
  package var breaches: [LintBreach] {
    LintRule.allCases.flatMap { rule in
      findings(of: rule).map { LintBreach(rule: rule, place: $0.place, finding: KeyPath.shown($0.words)) }
    }
  }

  private typealias Finding = (place: FilePlace?, words: String)

  private func findings(of rule: LintRule) -> [Finding] {
    switch rule {
    case .statesVersion: versionMissing
    case .versionIsPublishable: versionMalformed
    case .hasSample: sample == nil ? [(nil, "there is no .env.sample")] : []
    case .tagsAreAnnotated: lightweightTags
    case .imagesAreNamed: compose.services.filter { $0.image == nil }.map { ($0.place, "'\($0.name)' names no image") }
    case .imagesArePinned: looseImages
    case .appIsChecked: uncheckedApp
    case .variablesAreKnown: unknownVariables
    case .namesFit: longNames
    case .oneBackup: manyBackups
    }
  }

  private var versionMissing: [Finding] {
    guard compose.statedVersion == .missing else { return [] }
    return [(compose.app.place, "no label coop-cloud.${STACK_NAME}.version on '\(compose.appName)'")]
  }

  private var versionMalformed: [Finding] {
    guard case .malformed(let text) = compose.statedVersion else { return [] }
    return [(compose.app.place, "'\(text)' is no version")]
  }

  private var lightweightTags: [Finding] {
    tags.filter { !$0.isAnnotated && RecipeVersion($0.name) != nil }.sorted { $0.name < $1.name }
      .map { (nil, "the tag '\($0.name)' is lightweight") }
  }

  private var looseImages: [Finding] {
    compose.services.compactMap { service in
      guard let image = service.image, !Self.isPinned(image) else { return nil }
      return (service.place, "'\(image)' can be another image tomorrow")
    }
  }

  /// Whether the reference has a digest, or a tag other than `latest`. A variable may hold either.
  private static func isPinned(_ image: String) -> Bool {
    if image.contains("@sha256:") || image.contains("$") { return true }
    let last = image.split(separator: "/").last ?? ""
    let tag = last.split(separator: ":", maxSplits: 1).dropFirst().first
    return tag.map { $0 != "latest" } ?? false
  }

  private var uncheckedApp: [Finding] {
    switch compose.app.health {
    case .checked: []
    case .disabled: [(compose.app.place, "the health check of '\(compose.appName)' is off")]
    case .unstated: [(compose.app.place, "'\(compose.appName)' has no healthcheck; what it runs may be sick unseen")]
    }
  }

  private var unknownVariables: [Finding] {
    guard let sample else { return [] }
    let known = RecipeMetadata.ownVariables.union(sample.variables.keys)
    return compose.uses.filter { $0.fallback == nil && !known.contains($0.variable) }
      .map { ($0.place, "nothing says what '\($0.variable)' is") }
  }

  /// What the sample's values make of the names; a variable that is not set makes none longer.
  private var longNames: [Finding] {
    let variables = (sample?.variables ?? [:]).merging(["STACK_NAME": stack]) { $1 }
    do {
      return try compose.resolved(with: variables).tooLongNames(in: stack)
        .map { (nil, "'\($0)' is longer than \(AppDomain.longestName) characters") }
    } catch {
      return [(nil, "\(error)")]
    }
  }

  private var manyBackups: [Finding] {
    let services = compose.services.filter { $0.labels["backupbot.backup"] != nil }.map(\.name)
    return services.count > 1 ? [(nil, "several services are backed up: \(services.joined(separator: ", "))")] : []
  }
}
