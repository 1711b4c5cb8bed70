import Crypto
import WorkflowModel

/// What a claim is bound to (C6): the SHA-256 digest of what a gate's checklist asks.
///
/// It covers the gate's id and, for every check, everything that decides its answer. Titles, comments, the order of
/// checks and keys, and the layout of the file leave it as it is.
package enum ChecklistDigest {
  package static func of(gate: GateID, checks: [Check]) -> WorkflowModel.Digest {
    let bytes = CanonicalForm.bytes(gate: gate, checks: checks)
    let hex = Hexadecimal.text(of: SHA256.hash(data: bytes))
    guard let digest = WorkflowModel.Digest(hex) else { preconditionFailure("SHA-256 has 32 bytes") }
    return digest
  }
}
