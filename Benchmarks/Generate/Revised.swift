import GitObjects
import WorkflowModel

/// Bytes that are written again and again with small changes: a ledger that grows, a tree of which one entry changes.
/// It remembers how it differs from a version that stands in the pack, and is written as a delta to that.
struct Revised {
  private enum Part {
    case old(start: Int, count: Int)
    case new([UInt8])

    var count: Int {
      switch self {
      case .old(_, let count): count
      case .new(let bytes): bytes.count
      }
    }

    func cut(at index: Int) -> (Part, Part) {
      switch self {
      case .old(let start, let count):
        (.old(start: start, count: index), .old(start: start + index, count: count - index))
      case .new(let bytes): (.new(Array(bytes[..<index])), .new(Array(bytes[index...])))
      }
    }
  }

  private(set) var bytes: [UInt8] = []
  private var parts: [Part] = []
  private var base: Pack.Place?

  mutating func replace(_ range: Range<Int>, with new: [UInt8]) {
    bytes.replaceSubrange(range, with: new)
    guard base != nil else { return }
    let first = cut(at: range.lowerBound)
    let last = cut(at: range.upperBound)
    if first == last, first > 0, case .new(let before) = parts[first - 1] {
      parts[first - 1] = .new(before + new)
    } else {
      parts.replaceSubrange(first..<last, with: [.new(new)])
    }
  }

  /// The index of the part that begins there.
  private mutating func cut(at position: Int) -> Int {
    var start = 0
    for index in parts.indices {
      if start == position { return index }
      let count = parts[index].count
      if position < start + count {
        let (left, right) = parts[index].cut(at: position - start)
        parts.replaceSubrange(index...index, with: [left, right])
        return index + 1
      }
      start += count
    }
    return parts.count
  }

  mutating func write(to pack: Pack, as kind: ObjectKind) throws -> ObjectID {
    let base = base
    let isFar =
      parts.count > 48 || parts.reduce(0) { if case .new(let bytes) = $1 { $0 + bytes.count } else { $0 } } > 4096
    let (id, place) = try pack.place(bytes, as: kind) {
      guard let base, base.depth < Pack.deepest else { return nil }
      var delta = Delta(from: base.size, to: bytes.count)
      for part in parts {
        switch part {
        case .old(let start, let count): delta.copy(from: start, count: count)
        case .new(let bytes): delta.insert(bytes)
        }
      }
      return delta.bytes.count < bytes.count / 2 ? (delta.bytes, base) : nil
    }
    if base == nil || isFar || place.depth == 0 {
      self.base = place
      parts = [.old(start: 0, count: bytes.count)]
    }
    return id
  }
}
