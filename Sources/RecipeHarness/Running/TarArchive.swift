/// The little of a tar archive (POSIX ustar) that a marker needs.
enum TarArchive {
  /// An archive of one file. The name has at most 99 bytes.
  static func file(named name: String, _ bytes: [UInt8]) -> [UInt8] {
    var header = [UInt8](repeating: 0, count: 512)
    func put(_ text: String, at offset: Int) {
      for (index, byte) in text.utf8.enumerated() { header[offset + index] = byte }
    }
    func octal(_ number: Int, _ digits: Int) -> String {
      let text = String(number, radix: 8)
      return String(repeating: "0", count: digits - text.count) + text
    }
    put(String(decoding: Array(name.utf8.prefix(99)), as: UTF8.self), at: 0)
    put(octal(0o644, 7), at: 100)
    put(octal(0, 7), at: 108)
    put(octal(0, 7), at: 116)
    put(octal(bytes.count, 11), at: 124)
    put(octal(0, 11), at: 136)
    put("0", at: 156)
    put("ustar\u{0}00", at: 257)
    // The checksum counts its own field as blanks.
    put("        ", at: 148)
    put(octal(header.reduce(0) { $0 + Int($1) }, 6) + "\u{0} ", at: 148)
    let padding = (512 - bytes.count % 512) % 512
    return header + bytes + [UInt8](repeating: 0, count: padding + 1024)
  }

  /// The bytes of the first file; nil when there is none whole.
  static func onlyFile(_ archive: [UInt8]) -> [UInt8]? {
    guard archive.count > 512, archive[156] == UInt8(ascii: "0") || archive[156] == 0 else { return nil }
    let digits = archive[124..<135].prefix { (0x30...0x37).contains($0) }
    guard let size = Int(String(decoding: digits, as: UTF8.self), radix: 8), size <= archive.count - 512 else {
      return nil
    }
    return Array(archive[512..<512 + size])
  }
}
