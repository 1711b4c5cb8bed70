import FoundationEssentials

extension Statement {
  /// The one form in which this statement is stored: sorted keys, indented, a line end at the end.
  func encoded() throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    return Array(try encoder.encode(self)) + [0x0A]
  }

  static func decoded(_ bytes: [UInt8]) throws -> Statement {
    try JSONDecoder().decode(Statement.self, from: Data(bytes))
  }
}

extension StatedHost {
  /// The machine this runs on.
  static var current: StatedHost {
    #if arch(x86_64)
      let architecture = "x86_64"
    #elseif arch(arm64)
      let architecture = "arm64"
    #else
      let architecture = "other"
    #endif
    return StatedHost(os: "linux", architecture: architecture, cores: ProcessInfo.processInfo.activeProcessorCount)
  }
}
