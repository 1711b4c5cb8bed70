import FoundationEssentials
import HostEffects
import WorkflowModel

/// Shows that a restore brings data back: what says so is put into every saved place before the backup, made something
/// else after it, and has to be what it was once the restore is over. A restore that says it went well proves nothing.
///
/// In a directory that is a marker file; where a single file is saved, such as a dump, it is that file's own bytes.
struct RestoreProof {
  let engine: any SwarmEngine
  /// The run's own directory.
  let directory: String
  /// What nobody else writes.
  let nonce: String

  static let marker = ".assay-marker"
  private static let longestArchive = 64 << 20

  func plant(in places: [SavedPlace]) async throws {
    for place in places where !place.isFile { try await write(nonce, named: Self.marker, in: place.path, place) }
  }

  func spoil(in places: [SavedPlace]) async throws {
    for place in places {
      let (name, parent) = place.isFile ? place.split : (Self.marker, place.path)
      try await write("changed after the backup\n", named: name, in: parent, place)
    }
  }

  /// The first place that is not what it was; nil when all are.
  func missing(in places: [SavedPlace], _ snapshots: [Snapshot]) async throws -> SavedPlace? {
    for place in places {
      if place.isFile {
        let snapshot = snapshots.first { $0.volume == place.volume && $0.path == place.path }
        guard let saved = snapshot?.file else { continue }
        if try await read(place.path, place) != onlyFile(in: saved) { return place }
      } else if try await read(place.path + "/" + Self.marker, place) != Array(nonce.utf8) {
        return place
      }
    }
    return nil
  }

  func remove(from places: [SavedPlace]) async throws {
    for place in places where !place.isFile {
      _ = try await engine.execute(
        ["rm", "-f", "\(place.path)/\(Self.marker)"], in: place.container, input: [], deadline: .seconds(30))
    }
  }

  private func write(_ text: String, named name: String, in parent: String, _ place: SavedPlace) async throws {
    let archive = "\(directory)/marker.tar"
    try ReplacedFile.write(TarArchive.file(named: name, Array(text.utf8)), to: archive)
    try await engine.unpack(archive, below: parent, of: place.container)
  }

  /// Nil when there is none.
  private func read(_ path: String, _ place: SavedPlace) async throws -> [UInt8]? {
    let archive = "\(directory)/found.tar"
    do {
      try await engine.archive(path, of: place.container, to: archive)
    } catch EngineError.refused {
      return nil
    }
    return onlyFile(in: archive)
  }

  private func onlyFile(in archive: String) -> [UInt8]? {
    guard let files = WorkspaceFiles(root: directory), let name = archive.split(separator: "/").last,
      case .file(let path) = files.look(String(name)),
      let bytes = files.bytes(resolved: path, limit: Self.longestArchive)
    else { return nil }
    return TarArchive.onlyFile(bytes)
  }
}

/// A path of a running container whose data is saved.
struct SavedPlace: Hashable, Sendable {
  let container: String
  let volume: String
  let path: String
  /// Whether the recipe's labels narrow the backup to a single path of the volume.
  let isFile: Bool

  /// The last part of the path, and what it stands in.
  var split: (name: String, parent: String) {
    let parts = path.split(separator: "/")
    return (parts.last.map { String($0) } ?? "", "/" + parts.dropLast().joined(separator: "/"))
  }
}
