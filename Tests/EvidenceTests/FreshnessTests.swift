import Testing
import WorkflowModel

@testable import Evidence

/// Results that say which collection they belong to are believed, or stale.
struct FreshnessTests {
  let bench: Bench
  init() throws { bench = try Bench() }

  // The bench's clock stands at 2026-05-28T20:26:40Z.
  static let claims: [(String, String, String?)] = [
    ("assay-nonce", "n0nce", nil), ("assay-nonce", "other", "assay-nonce other"), ("assay-nonce", "", "assay-nonce"),
    ("assay-subject", "7ae7000000000000000000000000000000000001", nil),
    ("assay-subject", "7ae7000000000000000000000000000000000002", "assay-subject 7ae7"),
    ("assay-subject", "7ae7", "assay-subject 7ae7"),
    ("assay-time", "2026-05-28T20:26:40Z", nil), ("assay-time", "2026-05-28T22:26:40.5+02:00", nil),
    ("assay-time", "2026-05-28T20:26:39Z", "assay-time"), ("assay-time", "2026-05-28T20:26:40+01:00", "assay-time"),
    ("assay-time", "2026-05-28T15:26:40-05:00", nil), ("assay-time", "2026-05-28T20:26:40", "assay-time"),
    ("assay-time", "yesterday", "assay-time"), ("another", "anything", nil),
  ]

  @Test(arguments: claims.indices) func `a report, an output and a file are judged alike`(_ index: Int) async throws {
    let (name, value, complaint) = Self.claims[index]
    let xml =
      "<testsuite><properties><property name='\(name)' value='\(value)'/></properties><testcase name='t'/></testsuite>"
    let json = "{\"ok\": true, \"\(name)\": \"\(value)\"}"
    let good = JSONCondition(pointer: "/ok", test: .equals(.boolean(true)))
    let outcomes = try await bench.collect([
      check(
        "junit", .junit(.shell("echo \"\(xml)\" > r.xml"), reports: "r.xml"),
        .success(Conditions(collected: .exactly(1)))),
      check("stdout", shell("echo '\(json)' | tee f.json"), .success(Conditions(exit: 0, json: [good]))),
      check("file", .file([.json(path: "f.json", [good])]), .success(Conditions()), needs: []),
    ]).set.outcomes
    for outcome in outcomes {
      guard let complaint else {
        #expect(outcome.status == .pass, "\(outcome)")
        continue
      }
      #expect(outcome.status == .error, "\(outcome)")
      #expect(outcome.reason.hasPrefix("stale: ") && outcome.reason.contains(complaint), "\(outcome)")
    }
  }

  static let timestamps: [(String, CheckStatus)] = [
    ("2026-05-28T20:26:41Z", .pass), ("2026-05-28T20:26:39Z", .error), ("2026-05-28T20:26:39+02:00", .error),
    // Most writers name no zone, and mean their own.
    ("2020-01-01T00:00:00", .pass), ("once", .pass),
  ]

  @Test(arguments: timestamps) func `a report's own time counts where it names its zone`(
    _ time: String, _ status: CheckStatus
  ) async throws {
    let xml = "<testsuites><testsuite timestamp='\(time)'><testcase name='t'/></testsuite></testsuites>"
    let outcome = try await bench.outcome(
      check(
        "junit", .junit(.shell("echo \"\(xml)\" > r.xml"), reports: "r.xml"), .success(Conditions(failed: .exactly(0))))
    )
    #expect(outcome.status == status, "\(outcome)")
  }

  @Test func `a stored output that is another collection's is found at the doors`() async throws {
    let asked = check(
      "json", shell(#"printf '{"assay-nonce": "%s"}' "$ASSAY_NONCE""#),
      .success(Conditions(exit: 0, json: [JSONCondition(pointer: "", test: .exists)])))
    let collected = try await bench.collect([asked])
    #expect(collected.set.outcomes.map(\.status) == [.pass])
    let statement = try #require(collected.text("statement.json"))
    let renamed = Array(statement.replacing(#""nonce" : "n0nce""#, with: #""nonce" : "other""#).utf8)
    let stored = try EvidenceReader.open(
      files: collected.pairs.map { $0.path == "statement.json" ? ($0.path, renamed) : $0 })
    let found = EvidenceReader.recheck(stored, try bench.gate([asked]))
    #expect(found.count == 1 && "\(found)".contains("stale: standard output says assay-nonce n0nce"), "\(found)")
  }
}
