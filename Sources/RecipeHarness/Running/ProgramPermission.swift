import Recipes
import WorkflowModel

/// Who said that programs beside a recipe's metadata may run on this machine. Whoever proposes a change can change them
/// too, and nothing shuts them in: they have to reach the engine.
package enum ProgramPermission: Hashable, Sendable {
  case none
  /// Whoever runs this, for their own machine: whatever stands there.
  case all
  /// A record of an operator: what has one of these digests.
  case approved([Digest])

  func covers(_ files: CompanionFiles) -> Bool {
    switch self {
    case .none: false
    case .all: true
    case .approved(let digests): digests.contains(files.digest)
    }
  }
}

/// What the results say of the programs beside the metadata.
package struct StatedPrograms: Hashable, Codable, Sendable {
  package enum Standing: String, Hashable, Codable, Sendable {
    /// The stages that were asked for run no program.
    case notNeeded = "not_needed"
    /// By an operator's record.
    case approved
    /// By `--allow-programs`.
    case allowed
    case refused
  }

  package let standing: Standing
  /// Null where the metadata names no programs.
  package let digest: Digest?
  /// What was there when they ran, by path.
  package let files: [String]

  package init(standing: Standing, digest: Digest?, files: [String]) {
    self.standing = standing
    self.digest = digest
    self.files = files
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(standing, forKey: .standing)
    // Not encodeIfPresent: null is said.
    try container.encode(digest, forKey: .digest)
    try container.encode(files, forKey: .files)
  }
}

extension HarnessRequest {
  /// The programs that the stages which were asked for would run, by the keys that name them.
  var neededPrograms: [String] {
    var needed = RecipeHook.allCases.filter { metadata.hooks[$0] != nil && stages.contains($0.stage) }
      .map { "hooks.\($0.rawValue)" }
    if metadata.backupVerify != nil, stages.contains(.backup) { needed.append("backup_verify") }
    if metadata.tests != nil, stages.contains(.custom) { needed.append("tests") }
    return needed
  }

  var programs: StatedPrograms {
    let standing: StatedPrograms.Standing =
      switch permission {
      case _ where neededPrograms.isEmpty: .notNeeded
      case .all: .allowed
      case let permission: permission.covers(companions) ? .approved : .refused
      }
    return StatedPrograms(
      standing: standing, digest: metadata.namesPrograms ? companions.digest : nil,
      files: companions.files.map(\.path))
  }

  /// Before anything is deployed: an app whose programs may not run would be tried for nothing.
  func requirePermission() throws(StageFailure) {
    guard programs.standing == .refused else { return }
    let name = InertText.line(companions.name)
    let names = neededPrograms.joined(separator: ", ")
    throw StageFailure(
      .notApproved,
      "'assay harness programs \(name)' prints the entry for assay.yml with which an operator approves them as they are "
        + "now (\(companions.digest.hex.prefix(12))…), and 'assay policy change' puts it in force; on a machine of your "
        + "own, --allow-programs lets them run; they are \(names)")
  }
}

extension RecipeHook {
  var stage: Stage {
    switch self {
    case .beforeInstall, .afterInstall: .install
    case .beforeUpgrade, .afterUpgrade: .upgrade
    case .beforeBackup, .afterBackup: .backup
    case .beforeRestore, .afterRestore: .restore
    }
  }
}
