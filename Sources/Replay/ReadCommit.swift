import GitObjects
import Ledgers
import Signatures
import WorkflowModel
import WorkflowRules

/// A commit with what its message says, and whose signature it bears where that was found out ahead.
struct ReadCommit: Sendable {
  let commit: CommitValue
  /// Nil within success for a commit that is no record and does not pose as one.
  let content: Result<RecordContent?, OneRecord>
  let signature: SignatureReading?
}

extension History {
  /// Whose key signed a commit, verified here and now.
  package func signature(of commit: ObjectID) throws -> SignatureReading {
    do {
      return try objects.signature(of: commit).map { SignatureReading(verifying: $0) } ?? .absent
    } catch {
      // The commit itself has been read: what is damaged is its signature.
      if case .damaged(_, let why) = error { return .invalid(why) }
      throw error
    }
  }
}

extension SignatureReading {
  fileprivate init(verifying parts: CommitSignature) {
    guard let armored = String(validating: parts.signature, as: UTF8.self) else {
      self = .invalid("the signature is not text")
      return
    }
    do {
      self = .by(key: try SSHSignature.verify(armored, payload: parts.payload).line)
    } catch {
      self = .invalid(error.description)
    }
  }

  fileprivate init(ofCommit text: CommitText) {
    var text = text
    do {
      self = try text.signature().map { SignatureReading(verifying: $0) } ?? .absent
    } catch {
      if case .damaged(_, let why) = error { self = .invalid(why) } else { self = .invalid(error.description) }
    }
  }
}

/// A commit as it is stored, on its way to be read: pure work, for any core.
struct RawCommit: Sendable {
  let id: ObjectID
  let bytes: [UInt8]
  /// Whether the signature of a record is verified as well.
  let isVerified: Bool

  func read() throws(StorageError) -> ReadCommit {
    let isVerified = isVerified
    let id = id
    return try bytes.withUnsafeBytes { raw in
      Result { () throws(StorageError) in
        var text = CommitText(id: id, raw)
        let commit = try text.commit()
        let content = Self.content(of: commit)
        var isSigned = false
        if isVerified, case .success(_?) = content { isSigned = true }
        return ReadCommit(
          commit: commit, content: content,
          signature: isSigned ? SignatureReading(ofCommit: CommitText(id: id, raw)) : nil)
      }
    }.get()
  }

  private static func content(of commit: CommitValue) -> Result<RecordContent?, OneRecord> {
    if let encoding = commit.opaqueEncoding { return .failure(.malformed(.encoding(encoding))) }
    guard commit.header.mayBeRecord else { return .success(nil) }
    do throws(OneRecord) {
      return .success(try record(in: commit))
    } catch {
      return .failure(error)
    }
  }

  private static func record(in commit: CommitValue) throws(OneRecord) -> RecordContent? {
    let text = String(validating: commit.messageBytes, as: UTF8.self)
    let content: RecordContent?
    do throws(MalformedRecord) {
      content = try RecordMessage.read(text ?? commit.message)
    } catch {
      throw .malformed(error)
    }
    guard content != nil else { return nil }
    guard text != nil else { throw .malformed(.notText) }
    guard commit.fields.allSatisfy({ $0.name == "gpgsig" }), commit.fields.count < 2 else {
      throw .malformed(.headers)
    }
    guard commit.committer == commit.author, commit.authorTime == commit.time else { throw .malformed(.committer) }
    guard commit.parents.count < 2 else { throw .parents(commit.parents.count) }
    return content
  }
}

extension History {
  /// The record that a commit is; nil where it is none, or none that is well formed.
  package func record(_ id: ObjectID) throws -> Record? {
    let read = try RawCommit(id: id, bytes: try objects.commitBytes(id), isVerified: false).read()
    guard case .success(let content?) = read.content else { return nil }
    return Record(id: id, time: read.commit.time, author: read.commit.author, content: content)
  }
}
