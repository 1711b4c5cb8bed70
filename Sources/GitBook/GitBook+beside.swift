import Coordination
import GitObjects
import GitStorage
import HostEffects
import WorkflowModel

extension GitBook {
  /// Fetches from a remote on this machine without a process, where all that it has is here already: most of the time
  /// nothing is new, and before a claim it is what the claimant has just pushed. Whatever is in doubt, and every object
  /// that would have to come over, is git's to fetch; what was taken until then stays.
  func hasTakenInPlace(_ scope: FetchScope, _ branch: String) -> Bool {
    do {
      guard Repository.remotesAreSettled(by: host.environment),
        let address = try repository.remoteAddress(try settings().remote), let there = place(at: address),
        !there.isShallow
      else { return false }
      let kinds =
        switch scope {
        case .coordination: ["heads/\(branch)"]
        case .everything: ["heads/", "tags/"]
        }
      let own = try ownReferences
      // Who waits is an object of nobody else's: one that is new has to be fetched.
      let leases = try known(LeaseReference.prefix, in: there)
      // One that vanished over there is kept here, as a fetch keeps it.
      guard
        try known(fetchedLeases, in: repository).merging(leases, uniquingKeysWith: { _, new in new })
          == known(fetchedLeases, in: repository)
      else { return false }
      for kind in kinds {
        let (here, now) = try (known(own + "/" + kind, in: repository), known("refs/" + kind, in: there))
        if here != now, try !take(now, over: here, at: own + "/" + kind, keepingVanished: scope == .coordination) {
          return false
        }
      }
      return true
    } catch {
      return false
    }
  }

  /// Moves the references to where they stand at the remote, if this repository has all of what they stand for.
  private func take(
    _ now: [String: ObjectID], over here: [String: ObjectID], at prefix: String, keepingVanished: Bool
  ) throws -> Bool {
    let changed = now.filter { here[$0.key] != $0.value }
    let vanished = here.filter { now[$0.key] == nil }
    guard vanished.isEmpty || !keepingVanished else { return false }
    // What a reference stands at is here whole, with all that it needs; an object alone proves nothing.
    let whole = Set(try repository.references(under: "refs/").map(\.id))
    guard changed.values.allSatisfy(whole.contains) else { return false }
    for (name, id) in vanished { try repository.deleteReference(prefix + name, expecting: .exactly(id)) }
    for (name, id) in changed { try repository.setReference(prefix + name, to: id, expecting: Expectation(here[name])) }
    return true
  }

  /// What stands below a prefix, or at it, by what follows the prefix.
  private func known(_ prefix: String, in repository: Repository) throws -> [String: ObjectID] {
    let found = try repository.references(under: prefix).filter { prefix.hasSuffix("/") || $0.name == prefix }
    let known = Dictionary(found.map { ($0.name.afterPrefix(prefix) ?? "", $0.id) }) { first, _ in first }
    guard known.count == found.count else { throw NamesOfOneText() }
    return known
  }
}

/// Two names that git tells apart are two forms of one text.
private struct NamesOfOneText: Error {}
