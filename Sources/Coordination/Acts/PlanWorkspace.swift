import WorkflowModel

extension Coordinator {
  /// The policy that `assay init` proposes for this clone: one principal for each role that works, addresses that
  /// nobody else has. Goes on under that remote and branch; the clone remembers them once the workspace is founded.
  package func planWorkspace(
    branch asked: String?, remote: String, name: String?, signatures: SignaturePolicy
  ) async throws -> Policy {
    let surroundings = try await branch.surroundings(remote: remote)
    let name = PrincipalName(name ?? surroundings.name)?.text ?? "workspace"
    let coordination = try Self.coordinationBranch(asked: asked, surroundings)
    var settings = try branch.settings()
    settings.remote = remote
    settings.branch = coordination
    branch.assume(settings)
    let principals = [Role.operator, .builder, .adversary].compactMap { role in
      PrincipalName(role.rawValue).map {
        Principal(name: $0, address: "\(role.rawValue)@\(name.lowercased()).invalid", roles: [role])
      }
    }
    return Policy(name: name, branch: coordination, remote: remote, signatures: signatures, principals: principals)
  }

  /// `main`, unless the remote has branches and `main` is not among them: then the one that is checked out.
  private static func coordinationBranch(asked: String?, _ surroundings: CloneSurroundings) throws -> String {
    if let asked { return asked }
    if surroundings.remoteBranches.isEmpty || surroundings.remoteBranches.contains("main") { return "main" }
    if let checkedOut = surroundings.checkedOut, surroundings.remoteBranches.contains(checkedOut) {
      return checkedOut
    }
    throw CoordinationError.usage(
      "the remote has no branch main, and its branches are \(surroundings.remoteBranches.joined(separator: ", "))",
      mend: "assay init --branch NAME")
  }
}
