/// Git's delta of one object to another: how the new bytes are made of copies of the old ones and of bytes of their own.
struct Delta {
  private(set) var bytes: [UInt8] = []

  init(from base: Int, to result: Int) {
    bytes += Self.number(base)
    bytes += Self.number(result)
  }

  mutating func copy(from start: Int, count: Int) {
    var start = start
    var left = count
    while left > 0 {
      let count = min(left, 0xFF_FFFF)
      var operation: [UInt8] = [0x80]
      for (bit, byte) in [start, start >> 8, start >> 16, start >> 24, count, count >> 8, count >> 16].enumerated()
      where byte & 0xFF != 0 {
        operation[0] |= 1 << UInt8(bit)
        operation.append(UInt8(byte & 0xFF))
      }
      bytes += operation
      start += count
      left -= count
    }
  }

  mutating func insert(_ new: some Collection<UInt8>) {
    var rest = Array(new)[...]
    while !rest.isEmpty {
      let part = rest.prefix(127)
      bytes.append(UInt8(part.count))
      bytes += part
      rest = rest.dropFirst(part.count)
    }
  }

  /// Seven bits a byte, the lowest first.
  private static func number(_ value: Int) -> [UInt8] {
    var value = value
    var bytes: [UInt8] = []
    repeat {
      bytes.append(UInt8(value & 0x7F) | (value > 0x7F ? 0x80 : 0))
      value >>= 7
    } while value > 0
    return bytes
  }
}
