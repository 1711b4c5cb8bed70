import WorkflowModel

/// What is needed to make a clone for a role.
package struct JoinRequest: Sendable {
  package let role: Role
  package let principal: PrincipalName?
  package let remote: String
  package let directory: String
  package let branch: String?
  /// Where relative addresses and directories start.
  package let startingFrom: String

  package init(
    role: Role, principal: PrincipalName?, remote: String, directory: String, branch: String?, startingFrom: String
  ) {
    self.role = role
    self.principal = principal
    self.remote = remote
    self.directory = directory
    self.branch = branch
    self.startingFrom = startingFrom
  }
}

/// What founding a workspace needs to know of the clone, before there is a policy.
package struct CloneSurroundings: Sendable {
  /// The last part of the remote's address, or of the directory.
  package let name: String
  /// The branch that is checked out; nil when none is.
  package let checkedOut: String?
  /// The branches that the remote has.
  package let remoteBranches: [String]

  package init(name: String, checkedOut: String?, remoteBranches: [String]) {
    self.name = name
    self.checkedOut = checkedOut
    self.remoteBranches = remoteBranches
  }
}
