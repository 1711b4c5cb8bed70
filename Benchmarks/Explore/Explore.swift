import Exploration
import FoundationEssentials
import Glibc
import WorkflowRules

/// Explores a bounded world, and says whether DONE was ever reached without having been earned:
/// `explore [PROFILE] [DEPTH] [STATES]`. Without a profile, all of them, one after the other.
@main
enum Explore {
  static func main() async {
    let arguments = CommandLine.arguments.dropFirst()
    let name = arguments.first
    let numbers = arguments.dropFirst().compactMap { Int($0) }
    let profiles = Profile.all.filter { name == nil || $0.name == name }
    guard !profiles.isEmpty, numbers.count == max(0, arguments.count - 1) else {
      print("usage: explore [\(Profile.all.map(\.name).joined(separator: "|"))] [DEPTH] [STATES]")
      exit(2)
    }
    var total = Survey()
    let start = Date()
    for profile in profiles {
      let result = await explore(
        profile, depth: numbers.first ?? profile.depth, states: numbers.dropFirst().first ?? profile.states)
      total.states += result.states
      total.judged += result.judged
      total.refused += result.refused
      total.done += result.done
    }
    let seconds = Int(Date().timeIntervalSince(start))
    print(
      "all: \(total.states - 1) states, \(total.judged) records judged, \(total.refused) refused, \(total.done) done, "
        + "0 violations, \(seconds) s")
  }

  private static func explore(_ profile: Profile, depth: Int, states: Int) async -> Survey {
    let start = Date()
    let explorer = Explorer(profile.setting)
    let result = await explorer.explore(depth: depth, states: states, workers: 2)
    let seconds = (Date().timeIntervalSince(start) * 10).rounded() / 10
    let bound =
      result.isExhausted ? "nothing new beyond" : result.isCutShort ? "whole, and part of the next" : "the bound"
    let refusals = result.byRule.sorted { $0.key.rawValue < $1.key.rawValue }.map { "\($0.key.rawValue) \($0.value)" }
    print(
      """
      \(profile.name): \(result.states) states to depth \(result.depth) (\(bound)), \(explorer.letters) moves
        judged \(result.judged), refused \(result.refused): \(refusals.joined(separator: ", "))
        done in \(result.done) states, \(result.violation == nil ? 0 : 1) violations, \(seconds) s
      """)
    fflush(nil)
    if let violation = result.violation {
      print("  DONE was not earned: \(violation.flaws.map(\.rawValue).joined(separator: "; "))")
      for (number, step) in violation.trace.enumerated() { print("  \(number + 1). \(step)") }
      exit(1)
    }
    if result.done == 0 {
      print("  DONE was not reached at all, so this shows nothing: explore deeper")
      exit(1)
    }
    return result
  }
}
