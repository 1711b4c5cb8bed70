import Crypto
import FoundationEssentials
import WorkflowModel

extension SealKey {
  /// The key of one epoch, from the Builder's secret: whoever has the secret can make it at any time, from any clone.
  package static func derive(
    from secret: [UInt8], for context: SealContext, epoch: Int
  ) throws(SealingTrouble) -> SealKey {
    guard secret.count == count else { throw .secretCount(secret.count) }
    let derived = HKDF<SHA256>.deriveKey(
      inputKeyMaterial: SymmetricKey(data: secret), info: context.bytes(ending: "\(epoch)"), outputByteCount: count)
    guard let key = derived.withUnsafeBytes({ SealKey(bytes: $0) }) else { throw .secretCount(secret.count) }
    return key
  }

  /// What an entry says of its key: its SHA-256. Nobody can name another key for it afterwards.
  package var commitment: WorkflowModel.Digest { WorkflowModel.Digest(sha256: bytes) }
}

extension WorkflowModel.Digest {
  fileprivate init(sha256 bytes: [UInt8]) {
    guard let digest = WorkflowModel.Digest(Hexadecimal.text(of: SHA256.hash(data: bytes))) else {
      preconditionFailure("a SHA-256 has 64 digits")
    }
    self = digest
  }
}
