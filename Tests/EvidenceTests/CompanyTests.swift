import FoundationEssentials
import Synchronization
import Testing
import WorkflowModel

@testable import Evidence

/// Checks that run beside each other, and what is told of them.
struct CompanyTests {
  let bench: Bench
  init() throws { bench = try Bench() }

  private func friend(_ id: String, _ source: String, repeats: Int = 1, needs: [String] = []) -> Check {
    Check(
      id: text(CheckID(id)), title: id, asks: shell(source), expects: .success(Conditions(exit: 0)), repeats: repeats,
      timeout: .seconds(30), needs: needs.map { text(CheckID($0)) }, company: .independent)
  }

  @Test func `independent checks meet, each in a home of its own`() async throws {
    // Each waits for the other: one after the other, neither would ever end.
    let meet = """
      touch $ASSAY_CHECK.here; echo x > $HOME/mine; echo x > $TMPDIR/mine
      other=left; [ $ASSAY_CHECK = left ] && other=right
      while [ ! -e $other.here ]; do sleep 0.02; done; ls $HOME $TMPDIR | grep -c mine
      """
    let set = try await bench.collect([friend("left", meet), friend("right", meet)])
    #expect(set.set.outcomes.map(\.status) == [.pass, .pass], "\(set.set.outcomes)")
    #expect(set.text("logs/left.stdout") == "2\n")
    #expect(try FileManager.default.contentsOfDirectory(atPath: bench.workspace.home).isEmpty)
  }

  @Test func `a check that is not independent runs alone, and what is needed comes first`() {
    let names = { (batches: [[CheckInstance]]) in batches.map { $0.map(\.name).joined(separator: " ") } }
    let alone = check("alone", shell("true"))
    #expect(names(batches(of: [friend("a", ""), friend("b", ""), alone, friend("c", "")])) == ["a b", "alone", "c"])
    #expect(names(batches(of: [friend("a", ""), friend("b", "", needs: ["a"]), friend("c", "")])) == ["a", "b c"])
    #expect(names(batches(of: [alone, friend("a", "", needs: ["alone"])])) == ["alone", "a"])
  }

  @Test func `needs hold among independent checks too`() async throws {
    let set = try await bench.collect([
      friend("a", "exit 1"), friend("b", "true", needs: ["a"]), friend("c", "true", repeats: 3),
    ])
    #expect(set.set.outcomes.map(\.status) == [.fail, .error, .pass])
    #expect(set.set.outcomes[2].runs.count == 3)
  }

  @Test func `what runs, how long, and what is left is told`() async throws {
    var told: [String] = []
    _ = try await collect(
      bench.request([check("slow", shell("sleep 1.3"), repeats: 1), check("next", shell("false"))]),
      in: bench.workspace,
      host: bench.host, sandbox: .none
    ) { progress in
      switch progress {
      case .began(let check, _, let number, let count): told.append("began \(check) \(number)/\(count)")
      case .ran(let check, let run, let count, let status, _):
        told.append("ran \(check) \(run)/\(count) \(status.rawValue)")
      case .running(let running, let left):
        let isSo = running.allSatisfy { $0.since >= .milliseconds(900) }
        let line = "running \(running.map(\.name)) \(isSo), \(left) left"
        // On a busy machine it takes longer, and is told again.
        if told.last != line { told.append(line) }
      case .finished(let check, _, let status, let reason, _):
        told.append("finished \(check) \(status.rawValue) \(reason)")
      }
    }
    // So may the one that should take no time.
    told.removeAll { $0.hasPrefix("running [\"next\"]") }
    #expect(
      told == [
        "began slow 1/2", "running [\"slow\"] true, 1 left", "ran slow 1/1 pass", "finished slow pass ",
        "began next 2/2",
        "ran next 1/1 fail", "finished next fail the exit was 1, expected 0",
      ])
  }
}
