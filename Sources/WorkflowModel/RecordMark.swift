/// What every trailer of a record begins with, in whatever case git would still show it as ours: `assay-`.
package enum RecordMark {
  /// Whether the mark stands anywhere in the bytes. A text without it is no record and cannot pose as one, so this is
  /// asked of every commit of a history, on its bytes as they are stored, and steps over most of them.
  package static func isIn(_ bytes: UnsafeRawBufferPointer) -> Bool {
    func says(_ letter: UInt8, at index: Int) -> Bool { bytes[index] | 0x20 == letter }
    // From where the dash would stand: how far to step is how far before it the mark has the letter found there.
    var index = 5
    while index < bytes.count {
      let byte = bytes[index]
      if byte == 0x2D, says(0x79, at: index - 1), says(0x61, at: index - 2), says(0x73, at: index - 3),
        says(0x73, at: index - 4), says(0x61, at: index - 5)
      {
        return true
      }
      switch byte | 0x20 {
      case 0x79: index += 1
      case 0x61: index += 2
      case 0x73: index += 3
      default: index += 6
      }
    }
    return false
  }
}
