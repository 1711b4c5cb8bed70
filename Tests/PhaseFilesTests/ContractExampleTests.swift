import PhaseFiles
import Testing

@Suite struct `The contract's large example` {
  /// What this version cannot do yet is refused, clause by clause; the rest of the example is in order.
  @Test func `is refused only for what this version does not have`() {
    let error = #expect(throws: PhaseFileError.self) {
      _ = try PhaseFile.read(Array(example.utf8), file: "phases/dstamp.yml")
    }
    let kind = "is not available in this version; list the clause under not_asked until it is"
    #expect(
      error?.description.split(separator: "\n").map(String.init) == [
        "phases/dstamp.yml:11:3: dod.D2: no gate covers 'D2'; name it under a gate's 'covers'",
        "phases/dstamp.yml:25:9: gates[0].checks[1].harness: kind 'harness' \(kind)",
        "phases/dstamp.yml:33:9: gates[0].checks[3].harness: kind 'harness' \(kind)",
        "phases/dstamp.yml:38:9: gates[0].checks[4].harness: kind 'harness' \(kind)",
      ])
  }
}

private let example = """
  phase: dstamp
  title: discourse upgrade stamps the previous base instead of the PR head
  plan: docs/plan-dstamp.md            # bound by object id, like this file
  freshness: 24h
  adversaries: 1
  rounds: 5
  waivers: operator                    # or adversary; always with reason and expiry
  journal: sealed
  dod:
    D1: drift mechanism attributed with reproducible evidence
    D2: fixed at the root, HC1 unweakened
  gates:
    - id: M1
      title: root cause attributed, fix in place
      covers: [D1]
      needs: []
      paths: [runner/harness/**, tests/discourse/**]
      checks:
        - id: recipe-policy
          title: the recipe rolls back and starts first at the PR head
          run: git show "$ASSAY_SUBJECT:compose.yml"
          expect: { exit: 0, stdout: { contains: ["failure_action: rollback", "order: start-first"] } }
        - id: fix-works
          title: the upgrade stamps the PR head, twice
          harness: { recipe: discourse, stages: [install, upgrade] }
          repeat: 2
          expect: { json: { "/rungs/upgrade": pass, "/level": { min: 2 } } }
        - id: unit
          junit: { run: "make test", report: "out/*.xml" }
          expect: { collected: { min: 246 }, failed: 0, passed: ["test_upgrade_reconverges"] }
        - id: teeth
          title: a wrong stamp is still caught
          harness: { recipe: discourse, stages: [upgrade], inject: { stamp: eb96de94 } }
          expect: fail
          because: { json: { "/failure/code": "HC1" } }
        - id: blast-radius
          matrix: { recipe: [n8n, keycloak] }
          harness: { recipe: "${recipe}", stages: [upgrade] }
          expect: { json: { "/rungs/upgrade": pass } }
  """
