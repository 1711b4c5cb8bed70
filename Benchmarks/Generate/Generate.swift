import Evidence
import FoundationEssentials
import GitBook
import GitStorage
import HostEffects
import WorkflowModel

/// Makes a bare repository with a workspace of many records, all of them permitted: `generate DIR RECORDS [signed]`.
/// Signed, the keys lie in `DIR/config/assay/keys`, as `XDG_CONFIG_HOME=DIR/config` finds them.
@main
enum Generate {
  static func main() async throws {
    let arguments = CommandLine.arguments
    guard [3, 4].contains(arguments.count), let count = Int(arguments[2]), count > 0,
      arguments.dropFirst(3).allSatisfy({ $0 == "signed" })
    else { throw Unfit("usage: generate DIR RECORDS [signed]") }
    let play = try await Play(directory: arguments[1], signatures: arguments.count == 4 ? .required : .off)
    try await play.found()
    var number = 1
    while play.records < count {
      try await play.phase(number, upTo: count)
      number += 1
    }
    try play.publish()
    print("\(play.records) records, \(play.commits) commits, \(number - 1) phases, tip \(play.tip.short)")
  }
}

/// What cannot happen unless the generator and the rules disagree.
struct Unfit: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}
