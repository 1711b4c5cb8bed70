import PhaseFiles
import Testing

@Suite struct `The contract's large example` {
  /// All of it can be asked; what is wrong with the example is that one of its items is covered by no gate.
  @Test func `is refused only for an item that no gate covers`() {
    let error = #expect(throws: PhaseFileError.self) {
      _ = try PhaseFile.read(Array(example.utf8), file: "phases/dstamp.yml")
    }
    #expect(
      error?.description == "phases/dstamp.yml:11:3: dod.D2: no gate covers 'D2'; name it under a gate's 'covers'")
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
