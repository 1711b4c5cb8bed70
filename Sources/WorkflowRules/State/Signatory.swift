import WorkflowModel

/// Who wrote a record, as the policy of that moment knew them. Principals can be renamed between a claim and what
/// follows it; one thing in common is enough to be the same.
package struct Signatory: Hashable, Sendable {
  package let name: PrincipalName
  package let address: String
  /// The key that the policy then had for the name.
  package let key: String?

  func isSame(as other: Signatory) -> Bool {
    name.text.lowercased() == other.name.text.lowercased()
      || address.lowercased() == other.address.lowercased()
      || keyBody != nil && keyBody == other.keyBody
  }

  /// The key without its kind and its comment.
  private var keyBody: Substring? { key?.split(separator: " ").dropFirst().first }
}

extension StandingClaim {
  var signatory: Signatory { Signatory(name: claimant, address: address, key: key) }
}

extension Vote {
  var signatory: Signatory { Signatory(name: principal, address: address, key: key) }
}
