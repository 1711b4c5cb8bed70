import FoundationEssentials
import GitObjects
import WorkflowModel

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// One pack of a repository: where its objects lie. Everything is read by place, and every number in it may be wrong: a
/// file that is damaged, or of another form, is as good as none here, and whoever needs an object asks the library for it.
///
/// Source: `gitformat-pack(5)`, index version 2, SHA-1.
final class Pack {
  private let index: OpenFile
  private let file: OpenFile
  private let count: Int
  private let fanout: [Int]
  /// Where objects begin, in order, and at the end where the last one ends. None in a pack of more than 4 GB: there may be
  /// millions, and half of their memory would be zeros elsewhere.
  private(set) lazy var starts = readStarts()

  private static let names = 8 + 256 * 4

  /// Opens the pack of an index; nil if they are not what is read here.
  init?(index path: String) {
    guard path.hasSuffix(".idx"), let index = OpenFile(path), let file = OpenFile(path.dropLast(4) + ".pack"),
      let head = index.bytes(at: 0, count: Self.names), head.starts(with: [0xFF, 0x74, 0x4F, 0x63, 0, 0, 0, 2])
    else { return nil }
    fanout = (0..<256).map { Self.number(in: head, at: 8 + $0 * 4) }
    count = fanout[255]
    guard zip(fanout, fanout.dropFirst()).allSatisfy({ $0 <= $1 }), index.size >= Self.names + count * 28 + 40,
      file.size > 32
    else { return nil }
    self.index = index
    self.file = file
  }

  /// The bytes of the pack from one place up to another.
  func bytes(_ range: Range<Int>) -> [UInt8]? { file.bytes(at: range.lowerBound, count: range.count) }

  /// Where an object begins; nil if the pack does not have it.
  func start(of id: ObjectID) -> Int? {
    let name = id.bytes
    let first = Int(name[0])
    var range = (first == 0 ? 0 : fanout[first - 1])..<fanout[first]
    while !range.isEmpty {
      let middle = range.lowerBound + range.count / 2
      guard let found = index.bytes(at: Self.names + middle * 20, count: 20) else { return nil }
      if found == name { return start(at: middle) }
      range = found.lexicographicallyPrecedes(name) ? middle + 1..<range.upperBound : range.lowerBound..<middle
    }
    return nil
  }

  private func start(at place: Int) -> Int? {
    guard let bytes = index.bytes(at: Self.names + count * 24 + place * 4, count: 4) else { return nil }
    return start(Self.number(in: bytes, at: 0))
  }

  /// A place of up to 2 GB stands for itself, a larger one for a line of another table.
  private func start(_ number: Int) -> Int? {
    guard number >= 1 << 31 else { return number }
    let line = number - 1 << 31
    guard let bytes = index.bytes(at: Self.names + count * 28 + line * 8, count: 8) else { return nil }
    let (high, low) = (Self.number(in: bytes, at: 0), Self.number(in: bytes, at: 4))
    return high < 1 << 30 ? high << 32 | low : nil
  }

  private func readStarts() -> [UInt32] {
    guard let end = UInt32(exactly: file.size - 20),
      let table = index.bytes(at: Self.names + count * 24, count: count * 4)
    else { return [] }
    var starts: [UInt32] = []
    starts.reserveCapacity(count + 1)
    let isSound = table.withUnsafeBytes { table in
      for place in 0..<count {
        let number = Int(UInt32(bigEndian: table.loadUnaligned(fromByteOffset: place * 4, as: UInt32.self)))
        guard let start = start(number).flatMap({ UInt32(exactly: $0) }), start < end else { return false }
        starts.append(start)
      }
      return true
    }
    guard isSound else { return [] }
    starts.sortByDigits()
    starts.append(end)
    return starts
  }

  private static func number(in bytes: [UInt8], at place: Int) -> Int {
    bytes[place..<place + 4].reduce(0) { $0 << 8 | Int($1) }
  }
}

/// A file that is read by place.
private final class OpenFile {
  let size: Int
  private let descriptor: Int32

  init?(_ path: some StringProtocol) {
    descriptor = open(String(path), O_RDONLY | O_CLOEXEC)
    var status = stat()
    guard descriptor >= 0, fstat(descriptor, &status) == 0 else {
      if descriptor >= 0 { close(descriptor) }
      return nil
    }
    size = Int(status.st_size)
  }

  deinit { close(descriptor) }

  /// Nil where there are not as many.
  func bytes(at place: Int, count: Int) -> [UInt8]? {
    guard place >= 0, count >= 0, count <= size, place <= size - count else { return nil }
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      while filled < count {
        let length = pread(descriptor, buffer.baseAddress.map { $0 + filled }, count - filled, off_t(place + filled))
        if length < 0, errno == EINTR { continue }
        guard length > 0 else { break }
        filled += length
      }
    }
    return bytes.count == count ? bytes : nil
  }
}

extension [UInt32] {
  /// Sorts eleven bits after the other: a pack has hundreds of thousands of objects, and to compare
  /// them takes ten times as long.
  fileprivate mutating func sortByDigits() {
    guard let largest = self.max() else { return }
    var other = self
    var shift = 0
    while shift < 32, largest >> UInt32(shift) > 0 {
      var places = [Int](repeating: 0, count: 2048)
      for number in self { places[Int(number >> UInt32(shift) & 2047)] += 1 }
      var sum = 0
      for digit in places.indices { (places[digit], sum) = (sum, sum + places[digit]) }
      for number in self {
        let digit = Int(number >> UInt32(shift) & 2047)
        other[places[digit]] = number
        places[digit] += 1
      }
      swap(&self, &other)
      shift += 11
    }
  }
}
