import Dispatch
import Evidence
import FoundationEssentials
import Signatures
import Synchronization

/// Signed evidence sets, read and verified in one process: `bench verify DIRECTORY KEY` is that process.
struct Statements {
  let ground: Ground
  /// This program.
  let program: String

  func measure(_ count: Int, into report: inout Report) throws {
    let (directory, key, environment) = try prepare(count)
    let verifying = Program(
      words: [program, "verify", directory, key, "\(count)"], directory: ground.scratch, environment: environment)
    let all = try contest([Contender(program: verifying)], runs: ground.runs)
    report.add(.time("\(count) signed evidence sets read and verified, one process", all[0], atMost: 35))
    try report.check("all \(count) signed evidence sets hold", true)
  }

  /// Checks the sets out, and returns where they lie and the file of the key that signed them.
  func prepare(_ count: Int) throws -> (directory: String, key: String, environment: [String: String]) {
    // The smallest phases there are, for as many sets as possible; the last phase has none.
    let workspace = try ground.workspace(Size(records: 20 * (count + 1), phaseRecords: 20, isSigned: true))
    let directory = ground.scratch + "/statements"
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    try Program(
      words: [
        "sh", "-ec",
        """
        git -C "$1" archive main machine-docs/evidence | tar -x -C "$2"
        git -C "$1" ls-tree -r --name-only main machine-docs/evidence >"$2/list"
        """, "sh", workspace.remote, directory,
      ], directory: ground.scratch, environment: workspace.environment
    ).run()
    return (directory, workspace.directory + "/config/assay/keys/bench-adversary.pub", workspace.environment)
  }

  /// Names before those of a set: machine-docs, evidence, phase, gate, claim, role.
  private static let depth = 6

  /// Verifies that many sets below the directory, each signed with that key.
  static func verify(_ directory: String, key path: String, count: Int) throws {
    let key = try SSHPublicKey(line: String(text(of: path).prefix { !$0.isNewline }))
    var sets: [String: [String]] = [:]
    // By a list: what is measured is not how quickly directories are read.
    for name in text(of: directory + "/list").split(separator: "\n") {
      let names = name.split(separator: "/")
      guard names.count > Self.depth else { continue }
      let root = names.prefix(Self.depth).joined(separator: "/")
      sets[root, default: []].append(names.dropFirst(Self.depth).joined(separator: "/"))
    }
    guard sets.count >= count else { throw Trouble("\(sets.count) evidence sets, and not \(count)") }
    let chosen = Array(sets.sorted(by: { $0.key < $1.key }).prefix(count))
    let troubles = Mutex<[any Error]>([])
    // On all cores, as history is read.
    let shares = ProcessInfo.processInfo.activeProcessorCount
    DispatchQueue.concurrentPerform(iterations: shares) { share in
      do {
        for (root, paths) in chosen[chosen.count * share / shares..<chosen.count * (share + 1) / shares] {
          let stored = try EvidenceReader.open(
            files: paths.compactMap { path in
              FileManager.default.contents(atPath: "\(directory)/\(root)/\(path)").map { (path, Array($0)) }
            })
          guard let envelope = stored.envelope else { throw Trouble("\(root) is not signed") }
          try EvidenceSignature.verify(envelope.signature, over: stored.message, by: key)
        }
      } catch {
        troubles.withLock { $0.append(error) }
      }
    }
    if let trouble = troubles.withLock(\.first) { throw trouble }
  }
}
