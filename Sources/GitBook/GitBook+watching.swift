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
    if let said = try await setLease(of: lease.principal, to: blob) { return .refused(said) }
    published = lease.principal
    return .accepted
  }

  package func withdrawLease() async throws {
    guard let principal = published else { return }
    published = nil
    _ = try await setLease(of: principal, to: nil)
  }

  private func setLease(of principal: PrincipalName, to blob: ObjectID?) async throws -> String? {
    let remote = try settings().remote
    return try await asking { try await git.set(LeaseReference.prefix + principal.text, to: blob, on: remote) }
  }

  /// A lease as it stands on the remote; nil for what is none. Whoever may push can write anything there.
  func lease(_ blob: ObjectID, named name: String, in repository: Repository) throws -> Lease? {
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
