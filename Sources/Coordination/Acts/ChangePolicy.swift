import Ledgers
import PhaseFiles
import WorkflowModel
import WorkflowRules

/// The policy in force, as its file says it.
package struct PolicyInForce: Sendable {
  package let policy: Policy
  package let file: ObjectID
  package let bytes: [UInt8]
}

extension Coordinator {
  /// The policy that the records have put in force; an `assay.yml` that lies elsewhere does not count.
  package func policyInForce() async throws -> PolicyInForce {
    let state = try await standing().state
    let policy = try policy(of: state)
    guard let file = state.policyFile else { throw CoordinationError.refused([.r7(.notFounded)]) }
    return PolicyInForce(policy: policy, file: file, bytes: try branch.contents(of: file))
  }

  /// Reads a policy file that a user gives, or says everything that is wrong with it.
  package static func readPolicy(_ bytes: [UInt8], named file: String) throws -> Policy {
    do {
      return try PolicyFile.read(bytes, file: file)
    } catch {
      throw CoordinationError.malformed(error.description, mend: "assay policy lint FILE")
    }
  }

  /// Puts a policy file in force as it is, comments and all, by an operator's record.
  package func changePolicy(to bytes: [UInt8], named file: String, reason: String) async throws -> Submission {
    _ = try Self.readPolicy(bytes, named: file)
    let words = try Wording(reason, for: "the reason")
    var before: ObjectID?
    return try await submit { standing, acting in
      _ = try policy(of: standing.state)
      let blob = try branch.store(bytes)
      if standing.state.policyFile == blob {
        throw CoordinationError.usage(
          "this very policy is in force already", mend: "assay policy show >FILE, and change the file")
      }
      // Whoever made the file had another one before their eyes than what would now be overwritten.
      if let before, standing.state.policyFile != before {
        throw CoordinationError.usage(
          "the policy was changed by somebody else at the same moment", mend: "assay policy show, and change that")
      }
      before = standing.state.policyFile
      return [
        RecordContent(
          principal: acting.principal.name, role: acting.role, phase: nil, act: .changePolicy(policy: blob),
          title: words.title, body: words.body)
      ]
    }
  }
}
