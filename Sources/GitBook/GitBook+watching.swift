import Coordination
import FoundationEssentials
import GitObjects
import GitStorage
import WorkflowModel

extension GitBook {
  /// The repository that a remote is, if it lies on this machine and may be read: its address is a path. A bare
  /// repository without such a remote is its own.
  func place(of remote: String) async throws -> Repository? {
    guard let address = try await asking({ try await git.remoteURL(remote) }) else {
      return repository.workDirectory == nil ? repository : nil
    }
    return place(at: address)
  }

  /// The repository at an address, if that is a path and the repository may be read.
  func place(at address: String) -> Repository? {
    guard let path = Self.path(of: address, from: repository.workDirectory ?? repository.gitDirectory) else {
      return nil
    }
    do {
      let found = try Repository.open(containing: path)
      // What merely contains the path is another repository.
      let real = URL(filePath: path).resolvingSymlinksInPath().path
      return [real, real + "/.git", real + ".git"].contains(found.gitDirectory) ? found : nil
    } catch {
      // Not there now, somebody else's, or in a format that only git itself reads: git is asked, and says what is wrong.
      return nil
    }
  }

  private static func path(of address: String, from directory: String) -> String? {
    if address.hasPrefix("file://") {
      return URL(string: address).flatMap { $0.host() ?? "" == "" ? $0.path : nil }
    }
    if address.hasPrefix("/") { return address }
    // `host:path` is git's short form for ssh, unless a slash comes before the colon.
    let head = address.prefix { $0 != "/" }
    return head.contains(":") ? nil : directory + "/" + address
  }

  package func publish(_ lease: Lease) async throws -> PushResult {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let blob = try store(Array(try encoder.encode(lease)))
    let remote = try settings().remote
    let said = try await asking {
      try await git.set(LeaseReference.prefix + lease.principal.text, to: blob, on: remote)
    }
    if let said { return .refused(said) }
    published = lease
    return .accepted
  }

  /// A lease that is over stays where it was: it says when its principal was seen last.
  package func withdrawLease(at time: Timestamp) async throws {
    guard let lease = published else { return }
    _ = try await publish(lease.ended(at: time))
    published = nil
  }

  package func leases() throws -> [Lease] { try leases(below: try fetchedLeases, in: repository) }

  /// Where this clone keeps the leases of its remote.
  var fetchedLeases: String {
    get throws { "refs/assay/waits/\(try settings().remote)/" }
  }

  func leases(below prefix: String, in repository: Repository) throws -> [Lease] {
    try storing { try repository.references(under: prefix) }.compactMap { reference in
      try lease(reference.id, named: String(reference.name.dropFirst(prefix.count)), in: repository)
    }
  }

  /// A lease as it stands on the remote; nil for what is none. Whoever may push can write anything there.
  private func lease(_ blob: ObjectID, named name: String, in repository: Repository) throws -> Lease? {
    try storing {
      guard try repository.kind(of: blob) == .blob else { return nil }
      let bytes = try repository.blob(blob)
      guard bytes.count <= LeaseReference.limit else { return nil }
      do {
        let lease = try JSONDecoder().decode(Lease.self, from: Data(bytes))
        return lease.principal.text == name ? lease : nil
      } catch {
        return nil
      }
    }
  }
}
