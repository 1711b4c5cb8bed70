import WorkflowModel

/// A tag of a recipe's repository.
package struct RecipeTag: Hashable, Sendable {
  package let name: String
  /// The commit that it names, peeled.
  package let commit: ObjectID
  /// A lightweight tag publishes nothing.
  package let isAnnotated: Bool
  package let isAncestorOfHead: Bool

  package init(name: String, commit: ObjectID, isAnnotated: Bool, isAncestorOfHead: Bool) {
    self.name = name
    self.commit = commit
    self.isAnnotated = isAnnotated
    self.isAncestorOfHead = isAncestorOfHead
  }
}

/// What is deployed first, before the head is: the version that the recipe's users run today.
package struct RecipeBase: Hashable, Sendable {
  package let commit: ObjectID
  /// A tag's name, or what `--base` said.
  package let reference: String
  /// Nil when an explicit base is no published version.
  package let version: RecipeVersion?

  package init(commit: ObjectID, reference: String, version: RecipeVersion?) {
    self.commit = commit
    self.reference = reference
    self.version = version
  }
}

/// Which version an upgrade begins at. A base that is the head, or that is not older than it, would make the upgrade
/// empty, and an empty upgrade passes without having been tried.
package enum BaseChoice: Hashable, Sendable {
  case upgrade(from: RecipeBase)
  /// There is no upgrade to try, and why: a fact of the repository, not a fault.
  case skip(NoBase)
  /// `--base` names the head itself; nothing would be upgraded.
  case refused(reference: String)

  /// Chooses the newest published version (an annotated tag `x.y.z+upstream`) that is strictly older than what the head
  /// calls itself, among the head's ancestors if any of them is one. When the head does not say its version, only its
  /// ancestors are asked. An explicit base goes before all of it.
  package static func choose(
    among tags: [RecipeTag], head: ObjectID, headVersion: RecipeVersion?, explicit: RecipeBase? = nil
  ) -> BaseChoice {
    if let explicit {
      return explicit.commit == head ? .refused(reference: explicit.reference) : .upgrade(from: explicit)
    }
    let versions = tags.compactMap { tag in RecipeVersion(tag.name).map { (tag: tag, version: $0) } }
    let published = versions.filter(\.tag.isAnnotated)
    guard !published.isEmpty else {
      let lightweight = versions.map(\.version).newest()
      return .skip(lightweight.map(NoBase.onlyLightweight) ?? .unpublished)
    }
    let others = published.filter { $0.tag.commit != head }
    guard !others.isEmpty else { return .skip(.onlyHead) }
    func newest(ofAncestors: Bool) -> RecipeVersion? {
      let versions = others.filter { !ofAncestors || $0.tag.isAncestorOfHead }.map(\.version)
      return headVersion.map(versions.newest(olderThan:)) ?? (ofAncestors ? versions.newest() : nil)
    }
    guard let version = newest(ofAncestors: true) ?? newest(ofAncestors: false),
      let tag = others.first(where: { $0.version == version })?.tag
    else {
      return .skip(headVersion.map(NoBase.noneOlder) ?? .noneBefore)
    }
    return .upgrade(from: RecipeBase(commit: tag.commit, reference: tag.name, version: version))
  }
}

/// Why there is no version to upgrade from.
package enum NoBase: Hashable, Sendable, CustomStringConvertible {
  case unpublished
  case onlyLightweight(newest: RecipeVersion)
  case onlyHead
  case noneOlder(than: RecipeVersion)
  case noneBefore

  package var description: String {
    switch self {
    case .unpublished: "the recipe has no published version"
    case .onlyLightweight(let version):
      "the recipe has no published version: '\(version)' is a lightweight tag, and only annotated tags publish"
    case .onlyHead: "the only published version is the head itself"
    case .noneOlder(let version): "the head calls itself \(version), and no published version is older"
    case .noneBefore: "no published version is among the head's ancestors, and the head does not say its own"
    }
  }
}
