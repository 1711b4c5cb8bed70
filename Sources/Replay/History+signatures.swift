import GitObjects
import Signatures
import WorkflowModel
import WorkflowRules

extension History {
  /// Whose key signed a commit, verified here and now.
  package func signature(of commit: ObjectID) throws(StorageError) -> SignatureReading {
    let parts: CommitSignature?
    do {
      parts = try objects.signature(of: commit)
    } catch {
      // The commit itself has been read: what is damaged is its signature.
      if case .damaged(_, let why) = error { return .invalid(why) }
      throw error
    }
    guard let parts else { return .absent }
    guard let armored = String(validating: parts.signature, as: UTF8.self) else {
      return .invalid("the signature is not text")
    }
    do {
      return .by(key: try SSHSignature.verify(armored, payload: parts.payload).line)
    } catch {
      return .invalid(error.description)
    }
  }
}
