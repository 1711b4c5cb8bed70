import WorkflowModel

/// Where a Builder's seal secret is: 32 random bytes beside their keys, of which every key of their sealed journal entries
/// is made. Who loses it can neither read nor publish what they sealed.
package protocol SealSecrets: Sendable {
  /// The secret; nil if the user has none here.
  func sealSecret(of principal: PrincipalName, in founding: ObjectID) throws -> [UInt8]?
  /// The secret, made if there is none. Overwrites nothing.
  func makeSealSecret(of principal: PrincipalName, in founding: ObjectID) throws -> [UInt8]
}
