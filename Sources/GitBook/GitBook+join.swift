import Coordination
import FoundationEssentials
import GitObjects
import GitStorage
import HostEffects
import WorkflowModel
import WorkflowRules

extension GitBook {
  /// Clones a workspace for a role, lets the caller settle in it, and puts it in its place. The journals stay out of an
  /// Adversary's working tree, from the first checkout on. What cannot be joined leaves no clone behind, and one that
  /// was killed half-way is not where the user meant to have it: it is removed by the next.
  package static func join(
    _ request: JoinRequest, host: Host, settling settle: (GitBook) async throws -> Void
  ) async throws {
    let place = try ClonePlace(for: request)
    let nursery = try HeldDirectory.make(in: place.ground, prefix: ClonePlace.prefix, for: .all, host: host)
    do {
      let clone: GitCommand
      do {
        clone = try await GitCommand(directory: request.startingFrom, environment: host.environment)
          .clone(url: request.remote, directory: nursery.path, branch: nil, checkout: false)
      } catch {
        throw CoordinationError.git(error, remote: request.remote)
      }
      try await settle(try await takePlace(request, clone: clone, in: nursery.path, host: host))
      try place.take(nursery.path)
    } catch {
      // A leftover would be no worse than the error.
      do { try nursery.remove() } catch {}
      throw error
    }
  }

  private static func takePlace(
    _ request: JoinRequest, clone: GitCommand, in place: String, host: Host
  ) async throws -> GitBook {
    let book = try open(containing: place, host: host)
    let branch = try book.coordinationBranch(asked: request.branch)
    var settings = try book.settings()
    settings.branch = branch
    try await book.remember(settings)
    let tip = try await book.fetch(.everything)
    guard let policy = try book.state(at: tip).policy else { throw CoordinationError.refused([.r7(.notFounded)]) }
    if policy.signatures == .off { _ = try policy.holder(of: request.role, named: request.principal) }
    try await book.asking {
      if request.role == .adversary { try await clone.leaveOut([journalPattern(policy)]) }
      try await clone.checkOut(branch: branch, tracking: settings.remote)
    }
    return book
  }

  /// The branch that holds `assay.yml`: the one that was asked for, else `main`, else the only one that has it.
  private func coordinationBranch(asked: String?) throws -> String {
    let prefix = "refs/remotes/\(try settings().remote)/"
    let branches = try storing {
      try repository.references(under: prefix).filter { !$0.name.hasSuffix("/HEAD") }
    }
    var founded: [String] = []
    for branch in branches where try entry(at: Policy.fileName, of: branch.id) != nil {
      founded.append(String(branch.name.dropFirst(prefix.count)))
    }
    if let asked {
      guard founded.contains(asked) else {
        throw CoordinationError.malformed(
          "branch \(InertText.line(asked)) of the remote holds no \(Policy.fileName)",
          mend: founded.isEmpty ? "assay init, in a clone of the operator's" : "--branch \(founded[0])")
      }
      return asked
    }
    if founded.contains("main") { return "main" }
    guard let only = founded.first else { throw CoordinationError.refused([.r7(.notFounded)]) }
    guard founded.count == 1 else {
      throw CoordinationError.usage(
        "several branches hold an \(Policy.fileName): \(founded.joined(separator: ", "))", mend: "--branch NAME")
    }
    return only
  }
}
