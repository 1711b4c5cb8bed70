import FoundationEssentials
import Glibc

/// Where and when it was measured.
struct Machine: Codable {
  let processor: String
  let cores: Int
  let memory: String
  /// Of the last minute, before the bench began.
  let load: String
  let date: String
  let git: String

  init(_ ground: Ground) throws {
    func field(_ name: String, in path: String) -> String {
      let line = text(of: path).split(separator: "\n").first { $0.hasPrefix(name) } ?? ""
      return String(line.drop { $0 != ":" }.dropFirst().drop { $0 == " " })
    }
    processor = field("model name", in: "/proc/cpuinfo")
    cores = sysconf(Int32(_SC_NPROCESSORS_ONLN))
    memory = whole((Double(field("MemTotal", in: "/proc/meminfo").prefix { $0 != " " }) ?? 0) / 1024 / 1024) + " GB"
    load = String(text(of: "/proc/loadavg").prefix { $0 != " " })
    git = try Program(words: ["git", "--version"], directory: ground.scratch, environment: ground.environment())
      .answer()
    date = String(Date().formatted(.iso8601).prefix(10))
  }

  var words: String { "\(cores) cores (\(processor)), \(memory), load \(load) before it began, \(git), \(date)" }
}
