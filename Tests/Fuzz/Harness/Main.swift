import Glibc

/// Runs one parser under libFuzzer: `fuzz TARGET [libFuzzer's options] [CORPUS…]`.
///
/// SwiftPM renames an executable's `main`, so libFuzzer's own cannot be used; its driver is called instead.
@main
enum Fuzz {
  /// Every parser of bytes from outside; first those by which a pass could be faked.
  static let targets: [(name: String, run: @Sendable ([UInt8]) -> Void)] = [
    ("record-message", RecordMessageTarget.run), ("commit", CommitTarget.run), ("ledger", LedgerTarget.run),
    ("phase-file", PhaseFileTarget.run), ("policy-file", PolicyFileTarget.run), ("signature", SignatureTarget.run),
    ("statement", StatementTarget.run), ("hook-input", HookTarget.run), ("ssh-key", SSHKeyTarget.run),
    ("sealed", SealedTarget.run), ("recipe-file", RecipeFileTarget.run), ("compose-file", ComposeFileTarget.run),
    ("environment-file", EnvironmentFileTarget.run), ("results", ResultsTarget.run), ("json", JSONTarget.run),
    ("junit", JUnitTarget.run), ("tree", TreeTarget.run), ("payload", PayloadTarget.run), ("words", WordsTarget.run),
    ("http-request", RequestTarget.run),
  ]

  private static let chosen: @Sendable ([UInt8]) -> Void = {
    let name = CommandLine.arguments.dropFirst().first
    guard let target = targets.first(where: { $0.name == name }) else {
      print(targets.map(\.name).joined(separator: "\n"))
      exit(name == "list" ? 0 : 2)
    }
    return target.run
  }()

  static func main() {
    let run = chosen
    _ = run
    // A run is bounded by CPU time (`ulimit -St`), since a shared machine gives each process what it can: at the bound,
    // libFuzzer ends as it does on SIGUSR1, with what it found kept and counted.
    signal(SIGXCPU) { _ in kill(getpid(), SIGUSR1) }
    var arguments = CommandLine.arguments
    arguments.remove(at: 1)
    var pointers = arguments.map { strdup($0) } + [nil]
    var count = Int32(arguments.count)
    pointers.withUnsafeMutableBufferPointer { buffer in
      var start = buffer.baseAddress
      exit(
        runDriver(&count, &start) { bytes, size in
          Fuzz.chosen(Array(UnsafeBufferPointer(start: bytes, count: size)))
          return 0
        })
    }
  }
}

@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
  _ count: UnsafeMutablePointer<Int32>,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>,
  _ run: @convention(c) (UnsafePointer<UInt8>?, Int) -> Int32
) -> Int32

/// Stops the run, and with it keeps the input, when a parser has not held a promise.
func promise(_ holds: Bool, _ words: @autoclosure () -> String) {
  if !holds { fatalError("broken promise: \(words())") }
}
