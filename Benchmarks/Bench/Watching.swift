import FoundationEssentials

/// A watch beside a bare repository on this machine, by `watch.sh`: when its action starts after a push, and what it costs
/// while nothing happens.
struct Watching {
  let ground: Ground
  let script: String

  /// Seconds; a processor's time is told in hundredths of one.
  private static let idle = "60"

  func measure(into report: inout Report) throws {
    var environment = ground.environment()
    // It has a home of its own, and settings that a program of many would get in the way of.
    for name in environment.keys where name.hasPrefix("GIT_CONFIG_") { environment[name] = nil }
    environment["IDLE"] = Self.idle
    environment["MANY_IDLE"] = Self.idle
    let answer = try Program(
      words: ["bash", script, ground.assay, "100"], directory: ground.scratch, environment: environment
    ).answer()
    let lines = answer.split(separator: "\n").map(String.init)
    try latency(
      "assay watch", "from the end of a push to the start of a watch's action", lines, isOurs: true, into: &report)
    try latency(
      "assay watch, beside our hooks", "the same, beside the guard's hooks", lines, isOurs: true, into: &report)
    if lines.contains(where: { $0.hasPrefix("| inotifywait") }) {
      try latency(
        "inotifywait and a shell loop", "inotifywait and a shell loop, which remember nothing", lines, isOurs: false,
        into: &report)
    }
    try latency(
      "a loop that polls every 30 s, as computed", "a loop that polls every 30 s, as computed", lines, isOurs: false,
      into: &report)
    try idle("idle for", "a watch, idle", lines, core: 0.1, memory: nil, into: &report)
    try idle("200 repositories", "a watch of 200 repositories, idle", lines, core: 1, memory: 150, into: &report)
    try report.check("the watch acted on every push", true)
  }

  /// A line `| NAME | p50 / p95 / p99 / most |`.
  private func latency(
    _ name: String, _ words: String, _ lines: [String], isOurs: Bool, into report: inout Report
  ) throws {
    let cells = lines.lazy.map { $0.split(separator: "|").map { String($0).trimmed } }.first { $0.first == name }
    let values = (cells?.last ?? "").split(separator: "/").compactMap { Double(String($0).trimmed) }
    guard values.count == 4 else { throw Trouble("watch.sh said nothing of '\(name)'") }
    for (part, value, limit) in [("median", values[0], 5.0), ("99 %", values[2], 20.0)] {
      report.add(
        Figure(
          "\(words): \(part)", value, unit: "ms",
          target: isOurs ? ("≤ \(whole(limit)) ms", value <= limit) : nil))
    }
  }

  /// A line `BEGINNING…: N % of a core, N MB`.
  private func idle(
    _ beginning: String, _ words: String, _ lines: [String], core: Double, memory: Double?, into report: inout Report
  ) throws {
    let words = (words, lines.first { $0.hasPrefix(beginning) }?.split(separator: ":").last.map(String.init) ?? "")
    let numbers = words.1.split(separator: " ").compactMap { Double($0) }
    guard numbers.count == 2 else { throw Trouble("watch.sh said nothing of '\(beginning)'") }
    report.add(
      Figure(
        "\(words.0)", numbers[0], unit: "% of a core", target: ("≤ \(core) %", numbers[0] <= core)))
    report.add(
      Figure(
        "\(words.0): memory", numbers[1], unit: "MB", target: memory.map { ("≤ \(whole($0)) MB", numbers[1] <= $0) }))
  }
}

extension String {
  fileprivate var trimmed: String {
    let head = drop(while: { $0 == " " })
    return String(head.prefix(head.count - head.reversed().prefix { $0 == " " }.count))
  }
}
