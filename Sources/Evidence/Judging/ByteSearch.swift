/// Whether the bytes occur in the others. Bytes, not characters: what a grapheme is depends on a Unicode table.
func occurs(_ needle: [UInt8], in haystack: [UInt8]) -> Bool {
  firstOccurrence(of: needle, in: haystack, from: 0) != nil
}

/// The first place at or after `start` where the bytes occur.
func firstOccurrence(of needle: [UInt8], in haystack: [UInt8], from start: Int) -> Int? {
  guard let first = needle.first else { return start }
  guard haystack.count - start >= needle.count else { return nil }
  return haystack.withUnsafeBufferPointer { hay in
    needle.withUnsafeBufferPointer { sought in
      var index = start
      let last = hay.count - sought.count
      while index <= last {
        if hay[index] == first {
          var offset = 1
          while offset < sought.count, hay[index + offset] == sought[offset] { offset += 1 }
          if offset == sought.count { return index }
        }
        index += 1
      }
      return nil
    }
  }
}

/// How many lines a text has; a last line need not be ended.
func lineCount(_ bytes: [UInt8]) -> Int {
  let ends = bytes.withUnsafeBufferPointer { buffer in
    var count = 0
    for byte in buffer where byte == 0x0A { count += 1 }
    return count
  }
  return bytes.isEmpty || bytes.last == 0x0A ? ends : ends + 1
}
