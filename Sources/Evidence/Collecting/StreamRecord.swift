import Crypto
import HostEffects
import Synchronization
import WorkflowModel

/// Takes what a command writes to one stream: the digest and the size of all of it, the bytes themselves up to what is
/// judged, and beyond that the last of them. Held in memory, where the command cannot change it.
final class StreamRecorder: Sendable {
  private struct State {
    var digest = SHA256()
    var size = 0
    var kept: [UInt8] = []
    var tail: [UInt8] = []
  }

  /// More than is stored of the end, so that it can be masked before it is cut.
  private static let tailLength = EvidenceLimits.logEnd * 2
  private let state = Mutex(State())

  func take(_ bytes: [UInt8]) {
    state.withLock { state in
      state.digest.update(data: bytes)
      state.size += bytes.count
      let room = EvidenceLimits.judged - state.kept.count
      if room > 0 { state.kept += bytes.prefix(room) }
      guard state.size > EvidenceLimits.judged else { return }
      state.tail += bytes.dropFirst(max(room, 0)).suffix(Self.tailLength)
      if state.tail.count > Self.tailLength * 8 { state.tail.removeFirst(state.tail.count - Self.tailLength) }
    }
  }

  var record: StreamRecord {
    state.withLock { state in
      let hash = Hexadecimal.text(of: state.digest.finalize())
      let isWhole = state.size <= EvidenceLimits.judged
      return StreamRecord(
        sha256: hash, size: state.size, kept: state.kept,
        tail: isWhole ? nil : Array((state.kept + state.tail).suffix(Self.tailLength)))
    }
  }
}

/// What was written to one stream.
struct StreamRecord: Sendable {
  /// Of all of it, in hexadecimal.
  let sha256: String
  let size: Int
  /// All of it, or its beginning.
  let kept: [UInt8]
  /// Its end, when `kept` is only the beginning.
  let tail: [UInt8]?

  var observed: ObservedText { tail == nil ? .whole(kept) : .tooLarge(bytes: size) }

  /// What is stored: masked first, then cut, so that no secret is cut in half and kept.
  func stored(_ masking: Masking) -> [UInt8] {
    let window = EvidenceLimits.wholeLog + masking.longest
    let head: ArraySlice<UInt8>
    let end: ArraySlice<UInt8>
    if tail == nil, kept.count <= window * 2 {
      let all = masking.masked(kept)
      if all.count <= EvidenceLimits.wholeLog { return all }
      (head, end) = (all[...], all[...])
    } else {
      // At the inner edges may stand half a secret, which no mask knows.
      head = masking.masked(Array(kept.prefix(window))).dropLast(masking.longest)
      end = masking.masked(Array((tail ?? kept).suffix(window))).dropFirst(masking.longest)
    }
    let gap = Self.gap(size: size, sha256: sha256)
    return Array(head.prefix(EvidenceLimits.logEnd)) + gap + end.suffix(EvidenceLimits.logEnd)
  }

  /// What stands between the two ends of a log that was cut. No program can have written it: it has the digest of all.
  static func gap(size: Int, sha256: String) -> [UInt8] {
    Array("\n[… \(size - EvidenceLimits.logEnd * 2) bytes left out; sha256 of all: \(sha256)]\n".utf8)
  }

  /// A record of a text that assay itself wrote.
  init(text: String) {
    let bytes = Array(text.utf8)
    self.init(
      sha256: Hexadecimal.text(of: SHA256.hash(data: bytes)), size: bytes.count, kept: bytes, tail: nil)
  }

  init(sha256: String, size: Int, kept: [UInt8], tail: [UInt8]?) {
    self.sha256 = sha256
    self.size = size
    self.kept = kept
    self.tail = tail
  }
}
