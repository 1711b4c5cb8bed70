import CDeflate
import Crypto
import Dispatch
import FoundationEssentials
import GitObjects
import Synchronization
import WorkflowModel

/// Reads the commits of packs in pieces and on all cores, before a walk asks for them: it learns a parent's name only from
/// its child, and has to read one after the other, but most packs hold the commits of a history one after the other too.
///
/// Only commits that are whole in their pack are read, and each is known by the sum of its bytes: a piece can be useless, and
/// no more. What is not found here, the library reads.
struct CommitsAhead {
  private let directory: String
  private var packs: [Pack]?
  private var missed = 0
  /// How many bytes of a pack the next piece has; it grows while pieces are useful. None is read any more at 0.
  private var width = Self.narrowest
  private var lastPiece = (count: 0, asked: 0)

  /// A push or a few new records is read without.
  private static let patience = 128
  private static let narrowest = 1 << 16
  private static let widest = 2 << 20

  init(objects directory: String) { self.directory = directory }

  /// Told that a walk is over. Packs are files that are held open and tables as long as they have objects, and a watch
  /// lives on; the next walk may find others.
  mutating func rest() { self = CommitsAhead(objects: directory) }

  /// Told of every commit that was asked for and had been read ahead.
  mutating func wasUseful() { lastPiece.asked += 1 }

  /// On which side of a commit others are wanted.
  enum Side { case ofItsParent, ofItsChildren }

  /// Told of a commit that had to be read by itself. Returns the commits that lie beside it: where its parent does, or where
  /// it does not.
  mutating func next(after header: CommitHeader, _ side: Side = .ofItsParent) -> [CommitRead] {
    missed += 1
    guard missed > Self.patience, width > 0, let parent = header.parents.first else { return [] }
    if lastPiece.count > 0 {
      let isUseful = lastPiece.asked * 4 >= lastPiece.count
      width = isUseful ? min(width * 2, Self.widest) : width / 2
      if width < Self.narrowest / 8 { width = 0 }
    }
    lastPiece = (0, 0)
    let packs = packs ?? Self.packs(in: directory)
    self.packs = packs
    for pack in packs {
      guard let start = pack.start(of: header.id) else { continue }
      // A parent elsewhere says nothing about this pack's order.
      guard let other = pack.start(of: parent), other != start else { return [] }
      var read = Self.commits(of: pack, beside: start, forward: (other > start) == (side == .ofItsParent), width: width)
      // Only those are read once more.
      if side == .ofItsChildren { read.removeAll { $0.bytes == nil } }
      lastPiece.count = read.count
      return read
    }
    return []
  }

  private static func packs(in directory: String) -> [Pack] {
    let place = directory + "/pack"
    do {
      return try FileManager.default.contentsOfDirectory(atPath: place).sorted().compactMap {
        Pack(index: "\(place)/\($0)")
      }
    } catch {
      // No packs, no reading ahead.
      return []
    }
  }

  private static func commits(of pack: Pack, beside start: Int, forward: Bool, width: Int) -> [CommitRead] {
    let starts = pack.starts
    func place(_ index: Int) -> Int { Int(starts[index]) }
    var low = starts.partitioned { $0 < start }
    guard low + 1 < starts.count, place(low) == start else { return [] }
    var high = low + 1
    if forward {
      low += 1
      high = low
      while high + 1 < starts.count, place(high + 1) - place(low) <= width { high += 1 }
    } else {
      high = low
      while low > 0, place(high) - place(low - 1) <= width { low -= 1 }
    }
    guard low < high, let bytes = pack.bytes(place(low)..<place(high)) else { return [] }
    let places = starts[low...high].map { Int($0) - place(low) }
    return CommitRead.all(in: bytes, places)
  }
}

/// A commit as it was read ahead.
struct CommitRead: Sendable {
  let header: CommitHeader
  /// Kept of those that may be records: they are read whole later.
  let bytes: [UInt8]?

  /// Asked once: the system reads files for it.
  private static let cores = ProcessInfo.processInfo.activeProcessorCount

  /// The commits among the objects that begin at the places but the last, which is where the last one ends.
  static func all(in bytes: [UInt8], _ places: [Int]) -> [CommitRead] {
    let count = places.count - 1
    let shares = max(1, min(cores, count / 64))
    let found = Mutex([[CommitRead]](repeating: [], count: shares))
    DispatchQueue.concurrentPerform(iterations: shares) { share in
      var inflater = Inflater()
      var read: [CommitRead] = []
      for place in count * share / shares..<count * (share + 1) / shares {
        if let commit = inflater.commit(in: bytes, places[place]..<places[place + 1]) { read.append(commit) }
      }
      found.withLock { $0[share] = read }
    }
    return found.withLock { $0.flatMap(\.self) }
  }
}

/// What inflates objects, one after the other.
private struct Inflater: ~Copyable {
  private let raw: OpaquePointer?
  private var output: [UInt8] = []

  private static let largest = 1 << 20

  init() { raw = libdeflate_alloc_decompressor() }

  deinit { if let raw { libdeflate_free_decompressor(raw) } }

  /// The commit that these bytes of a pack are; nil if they are anything else.
  mutating func commit(in pack: [UInt8], _ range: Range<Int>) -> CommitRead? {
    guard let raw, let (size, begin) = Self.head(of: pack, range) else { return nil }
    if output.count < size { output = [UInt8](repeating: 0, count: size * 2) }
    return output.withUnsafeMutableBytes { output in
      let result = pack.withUnsafeBytes { input in
        libdeflate_zlib_decompress(
          raw, input.baseAddress.map { $0 + begin }, range.upperBound - begin, output.baseAddress, size, nil)
      }
      guard result == LIBDEFLATE_SUCCESS else { return nil }
      let bytes = UnsafeRawBufferPointer(rebasing: output[..<size])
      guard let id = Repository.name(of: bytes, .commit) else { return nil }
      var text = CommitText(id: id, bytes)
      do {
        let header = try text.header()
        return CommitRead(header: header, bytes: header.mayBeRecord ? Array(bytes) : nil)
      } catch {
        // Damaged: whoever needs it is told when it is read by itself.
        return nil
      }
    }
  }

  /// The size of a commit, and where its deflated bytes begin.
  private static func head(of pack: [UInt8], _ range: Range<Int>) -> (size: Int, begin: Int)? {
    guard let first = range.first, pack[first] >> 4 & 7 == 1 else { return nil }
    var size = Int(pack[first] & 15)
    var (place, shift) = (first, 4)
    while pack[place] & 0x80 != 0 {
      place += 1
      guard range.contains(place), shift < 28 else { return nil }
      size |= Int(pack[place] & 0x7F) << shift
      shift += 7
    }
    guard size <= largest, place + 1 < range.upperBound else { return nil }
    return (size, place + 1)
  }
}

extension Array {
  /// The first place of which the condition, true for all before and false for all after, is false.
  fileprivate func partitioned(by isBefore: (Element) -> Bool) -> Int {
    var range = startIndex..<endIndex
    while !range.isEmpty {
      let middle = range.lowerBound + range.count / 2
      range = isBefore(self[middle]) ? middle + 1..<range.upperBound : range.lowerBound..<middle
    }
    return range.lowerBound
  }
}
