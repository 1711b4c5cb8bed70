import Dispatch
import GitObjects
import Ledgers
import Signatures
import Synchronization
import WorkflowModel
import WorkflowRules

/// A commit with what its message says, and whose signature it bears where that was found out ahead.
struct ReadCommit: Sendable {
  let commit: CommitValue
  /// Nil within success for a commit that is no record and does not pose as one.
  let content: Result<RecordContent?, OneRecord>
  let signature: SignatureReading?
}

enum SignatureChecking: Sendable {
  case ahead
  /// Each when its record is taken in, if the policy then in force requires it.
  case whenAsked
}

extension History {
  /// Reads commits, and what they say, on all cores: the objects one after the other, as the library allows; messages
  /// and signatures, which are pure, in parallel.
  func read(_ headers: ArraySlice<CommitHeader>, signatures: SignatureChecking) throws -> [ReadCommit] {
    var raw: [RawCommit] = []
    raw.reserveCapacity(headers.count)
    for header in headers {
      let commit = try objects.commit(header.id)
      let isSigned = signatures == .ahead && RecordMessage.mentionsTrailers(commit.message)
      raw.append(RawCommit(commit: commit, signature: isSigned ? try signatureParts(of: header.id) : nil))
    }
    let share = max(64, (raw.count + Self.shareCount - 1) / Self.shareCount)
    let shares = stride(from: 0, to: raw.count, by: share).map { raw[$0..<min($0 + share, raw.count)] }
    guard shares.count > 1 else { return raw.map(\.read) }
    let finished = Mutex<[Int: [ReadCommit]]>([:])
    DispatchQueue.concurrentPerform(iterations: shares.count) { index in
      let read = shares[index].map(\.read)
      finished.withLock { $0[index] = read }
    }
    return finished.withLock { finished in shares.indices.flatMap { finished[$0] ?? [] } }
  }

  /// Into how many shares the work is cut; the system runs as many at once as there are cores.
  private static let shareCount = 4

  /// Whose key signed a commit, verified here and now.
  package func signature(of commit: ObjectID) throws -> SignatureReading { try signatureParts(of: commit).reading }

  private func signatureParts(of commit: ObjectID) throws -> SignatureParts {
    do {
      return try objects.signature(of: commit).map { .present($0) } ?? .absent
    } catch {
      // The commit itself has been read: what is damaged is its signature.
      if case .damaged(_, let why) = error { return .unreadable(why) }
      throw error
    }
  }
}

private enum SignatureParts: Sendable {
  case absent
  case unreadable(String)
  case present(CommitSignature)

  var reading: SignatureReading {
    switch self {
    case .absent: return .absent
    case .unreadable(let why): return .invalid(why)
    case .present(let parts):
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
}

private struct RawCommit: Sendable {
  let commit: CommitValue
  let signature: SignatureParts?

  var read: ReadCommit {
    ReadCommit(commit: commit, content: content, signature: signature?.reading)
  }

  private var content: Result<RecordContent?, OneRecord> {
    if let encoding = commit.opaqueEncoding { return .failure(.malformed(.encoding(encoding))) }
    guard RecordMessage.mentionsTrailers(commit.message) else { return .success(nil) }
    do throws(OneRecord) {
      return .success(try record())
    } catch {
      return .failure(error)
    }
  }

  private func record() throws(OneRecord) -> RecordContent? {
    let content: RecordContent?
    do throws(MalformedRecord) {
      content = try RecordMessage.read(commit.message)
    } catch {
      throw .malformed(error)
    }
    guard content != nil else { return nil }
    guard commit.isValidUTF8 else { throw .malformed(.notText) }
    guard commit.fields.allSatisfy({ $0.name == "gpgsig" }), commit.fields.count < 2 else {
      throw .malformed(.headers)
    }
    guard commit.committer == commit.author, commit.authorTime == commit.time else { throw .malformed(.committer) }
    guard commit.parents.count < 2 else { throw .parents(commit.parents.count) }
    return content
  }
}
