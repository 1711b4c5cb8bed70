import FoundationEssentials
import Glibc

/// A program to run, with what and where.
struct Program {
  var words: [String]
  var directory: String
  var environment: [String: String]
  /// A file that it reads; none means no input.
  var input = "/dev/null"
  /// A file that it writes to.
  var output = "/dev/null"
}

/// What a program took.
struct Cost {
  /// From start to end, in milliseconds.
  var wall: Double
  /// On all cores, by itself and the programs it waited for, in milliseconds.
  var processor: Double
  /// Largest resident set, in megabytes. What this program has at that moment is the least that can be told.
  var peak: Double
}

extension Program {
  /// Runs it to its end. Throws unless it exits with one of those statuses.
  @discardableResult
  func run(allowing statuses: Set<Int32> = [0]) throws -> Cost {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, input, O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    let errors = Words.path
    posix_spawn_file_actions_addopen(&actions, 2, errors, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    guard chdir(directory) == 0 else { throw Trouble("there is no directory \(directory)") }
    let arguments = words.map { strdup($0) } + [nil]
    let variables = environment.map { strdup("\($0)=\($1)") } + [nil]
    defer { for pointer in arguments + variables { free(pointer) } }
    var child: pid_t = 0
    var status: Int32 = 0
    var usage = rusage()
    let clock = ContinuousClock()
    let began = clock.now
    let code = posix_spawnp(&child, words[0], &actions, nil, arguments, variables)
    guard code == 0 else { throw Trouble("\(words[0]) did not start: \(code)") }
    while wait4(child, &status, 0, &usage) < 0 {
      guard errno == EINTR else { throw Trouble("\(words[0]): no answer of the system") }
    }
    let wall = clock.now - began
    guard status & 0x7F == 0, statuses.contains(status >> 8) else {
      throw Trouble("'\(words.joined(separator: " "))' ended with \(status >> 8): \(text(of: errors).suffix(600))")
    }
    return Cost(
      wall: wall.milliseconds, processor: usage.ru_utime.milliseconds + usage.ru_stime.milliseconds,
      peak: Double(usage.ru_maxrss) / 1024)
  }

  /// The same at another time.
  func at(_ now: String) -> Program {
    var program = self
    program.environment["ASSAY_NOW"] = now
    return program
  }

  /// What it writes, without the line end.
  func answer() throws -> String {
    var program = self
    program.output = Words.path + ".out"
    try program.run()
    return String(text(of: program.output).drop { $0.isNewline }.reversed().drop { $0.isNewline }.reversed())
  }
}

/// A file of this run's own, for what programs say.
enum Words {
  static let path = "/tmp/assay-bench-\(getpid())"
}

func text(of path: String) -> String {
  FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) } ?? ""
}

extension timeval {
  var milliseconds: Double { Double(tv_sec) * 1e3 + Double(tv_usec) / 1e3 }
}

extension Duration {
  var milliseconds: Double { Double(components.seconds) * 1e3 + Double(components.attoseconds) / 1e15 }
}

/// What keeps a figure from being measured, or makes it worthless.
struct Trouble: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}
