import Testing
import WorkflowModel

@testable import Evidence

/// The stored form is for keeps: a set is read only when its bytes are exactly these, so a toolchain that writes JSON
/// otherwise has to be noticed here, not in somebody's history.
struct StatementFormTests {
  @Test func `the bytes of a statement stay as they are`() throws {
    let one = text(ObjectID("1111000000000000000000000000000000000003"))
    let digest = text(Digest(String(repeating: "ab", count: 32)))
    let run = StatedRun(
      status: .fail, reason: "ünlike / \"this\"", exit: 1, signal: nil, seconds: 0.25, tests: nil,
      stdout: StatedStream(sha256: digest, size: 0, stored: "logs/c.stdout", storedSHA256: digest), stderr: nil)
    let details = StatedCollection(
      schema: 1, phase: text(PhaseID("p")), gate: text(GateID("M1")), claim: one, subject: one, plan: one,
      checklist: digest, collector: text(PrincipalName("eve")), role: .adversary, nonce: "n",
      started: "2026-06-11T17:36:05Z", finished: "2026-06-11T17:36:06Z", workspace: .cold,
      isolation: StatedIsolation(cold: true, home: "empty", network: "none", sandbox: "bubblewrap"),
      toolVersion: "1", host: StatedHost(os: "linux", architecture: "x86_64", cores: 2),
      checks: [
        StatedCheck(
          id: text(CheckID("c")), title: "t", kind: "run", argv: ["a", "b"], shell: nil, facts: nil, network: nil,
          inspected: nil,
          instance: [MatrixValue(axis: "x", value: "1")], control: false, status: .fail, reason: run.reason, runs: [run]
        )
      ], unasked: [])
    let bytes = try Statement(details).encoded()
    #expect(String(decoding: bytes, as: UTF8.self) == Self.form)
    #expect(try Statement.decoded(bytes) == Statement(details))
  }

  private static let form = #"""
    {
      "_type" : "https://in-toto.io/Statement/v1",
      "predicate" : {
        "assay" : {
          "checklist" : "abababababababababababababababababababababababababababababababab",
          "checks" : [
            {
              "argv" : [
                "a",
                "b"
              ],
              "control" : false,
              "id" : "c",
              "instance" : [
                {
                  "axis" : "x",
                  "value" : "1"
                }
              ],
              "kind" : "run",
              "reason" : "ünlike / \"this\"",
              "runs" : [
                {
                  "exit" : 1,
                  "reason" : "ünlike / \"this\"",
                  "seconds" : 0.25,
                  "status" : "fail",
                  "stdout" : {
                    "sha256" : "abababababababababababababababababababababababababababababababab",
                    "size" : 0,
                    "stored" : "logs/c.stdout",
                    "storedSHA256" : "abababababababababababababababababababababababababababababababab"
                  }
                }
              ],
              "status" : "fail",
              "title" : "t"
            }
          ],
          "claim" : "1111000000000000000000000000000000000003",
          "collector" : "eve",
          "finished" : "2026-06-11T17:36:06Z",
          "gate" : "M1",
          "host" : {
            "architecture" : "x86_64",
            "cores" : 2,
            "os" : "linux"
          },
          "isolation" : {
            "cold" : true,
            "home" : "empty",
            "network" : "none",
            "sandbox" : "bubblewrap"
          },
          "nonce" : "n",
          "phase" : "p",
          "plan" : "1111000000000000000000000000000000000003",
          "role" : "adversary",
          "schema" : 1,
          "started" : "2026-06-11T17:36:05Z",
          "subject" : "1111000000000000000000000000000000000003",
          "toolVersion" : "1",
          "unasked" : [

          ],
          "workspace" : "cold"
        },
        "configuration" : [
          {
            "digest" : {
              "gitBlob" : "1111000000000000000000000000000000000003"
            },
            "name" : "phases/p.yml"
          }
        ],
        "failedTests" : [
          "c (x=1)"
        ],
        "passedTests" : [

        ],
        "result" : "FAILED",
        "warnedTests" : [

        ]
      },
      "predicateType" : "https://in-toto.io/attestation/test-result/v0.1",
      "subject" : [
        {
          "digest" : {
            "gitCommit" : "1111000000000000000000000000000000000003"
          },
          "name" : "git+commit"
        }
      ]
    }

    """#
}
