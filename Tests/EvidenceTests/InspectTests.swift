import FoundationEssentials
import HostEffects
import Testing
import WorkflowModel

@testable import Evidence

/// Readings of a file of three lines in a repository of one commit.
struct InspectTests {
  let bench: Bench
  let subject: ObjectID
  let blob: ObjectID

  init() async throws {
    bench = try Bench()
    let source = """
      set -e
      git init -q -b main .; git config user.name t; git config user.email t@example.org
      mkdir src; printf 'one\\ntwo\\nthree\\n' > src/a.c; git add -A; git commit -q -m one
      git rev-parse HEAD HEAD:src/a.c
      """
    let recorder = StreamRecorder()
    _ = try await runSupervised(
      SupervisedCommand(
        program: "/bin/sh", arguments: ["-c", source],
        environment: ["PATH": "/usr/bin:/bin", "HOME": bench.workspace.home, "GIT_CONFIG_NOSYSTEM": "1"],
        directory: bench.workspace.root, deadline: .seconds(60))
    ) { stream, bytes in
      if stream == .stdout { recorder.take(bytes) }
    }
    let ids = String(decoding: recorder.record.kept, as: UTF8.self).split(separator: "\n").map { String($0) }
    subject = try #require(ids.first.flatMap { ObjectID($0) })
    blob = try #require(ids.last.flatMap { ObjectID($0) })
  }

  private func asked(_ path: String = "src/a.c", _ lines: Inspection.Lines? = nil) -> Check {
    check(
      "read", .inspect(Inspection(path: path, lines: lines, question: "is it so?")), .success(Conditions()))
  }

  private func collect(
    _ check: Check, _ result: GivenReading.Result? = .pass, blob: String? = nil, sentence: String = "it is so"
  ) async throws -> CollectedSet {
    let bare = try bench.request([check], subject: subject)
    let reading = result.map { GivenReading(result: $0, blob: blob, sentence: sentence) }
    let request = CollectionRequest(
      phase: bare.phase, gate: bare.gate, claim: bare.claim, subject: bare.subject, plan: bare.plan,
      collector: bare.collector, role: bare.role, nonce: bare.nonce, secrets: ["S": "hunter2secret"],
      readings: reading.map { [check.id: $0] } ?? [:], toolVersion: "1")
    return try await Evidence.collect(request, in: bench.workspace, host: bench.host, sandbox: .none)
  }

  @Test func `a reading is bound to path, lines, blob and sentence`() async throws {
    let check = asked("src/a.c", Inspection.Lines(first: 2, last: 3))
    let collected = try await collect(check, blob: "\(blob.description.prefix(9))")
    let outcome = try #require(collected.set.outcomes.first)
    #expect(outcome.status == .pass)
    #expect(outcome.reading == "src/a.c lines 2-3 (blob \(blob.short)): it is so")
    let stored = try EvidenceReader.open(files: collected.pairs)
    let read = try #require(stored.details.checks[0].inspected)
    #expect(read.blob == blob && read.first == 2 && read.last == 3 && read.question == "is it so?")

    // printf 'two\nthree' | sha256sum
    #expect(read.sha256.hex == "43fc3d02ea6e854a19e994c75467d8163dde2464c83a12a5c56c59f47f75e253")
    #expect(stored.inspected.map(\.path) == ["src/a.c"] && stored.inspected.map(\.blob) == [blob])
    #expect(EvidenceReader.recheck(stored, try bench.gate([check])) == [])
    #expect(
      collected.text("logs/read.stdout")
        == "src/a.c lines 2-3: is it so?\nblob \(blob)\npass: it is so\n")
  }

  @Test func `a no is a fail, and nobody's reading is an error`() async throws {
    let no = try await collect(asked(), .fail, sentence: "line 2 is wrong")
    #expect(no.set.outcomes.first?.status == .fail)
    #expect(no.set.outcomes.first?.reason == "read: line 2 is wrong")
    #expect(EvidenceReader.recheck(try EvidenceReader.open(files: no.pairs), try bench.gate([asked()])) == [])
    let nobody = try await collect(asked(), nil)
    #expect(nobody.set.outcomes.first?.status == .error)
    #expect(
      nobody.set.outcomes.first?.reason
        == "nobody has said what they read there: --inspected read=pass@\(blob.short):SENTENCE")
    _ = try EvidenceReader.open(files: nobody.pairs)
  }

  @Test func `a reading of another blob, of no file and of too few lines is an error`() async throws {
    let other = try await collect(asked(), blob: "0123456")
    #expect(
      other.set.outcomes.first?.reason == "stale: blob 0123456 was read, and the subject has \(blob.short) there")
    let none = try await collect(asked("src"))
    #expect(none.set.outcomes.first?.reason == "the subject has no file 'src'")
    let few = try await collect(asked("src/a.c", Inspection.Lines(first: 2, last: 4)))
    #expect(few.set.outcomes.first?.reason == "'src/a.c' has only 3 lines")
    for set in [other, none, few] { #expect(set.set.outcomes.first?.status == .error) }
  }

  @Test(arguments: ["TODO", "…", "\u{3164}", "\u{2800}\u{A0}", "<answer>"])
  func `a sentence that says nothing is no answer`(_ sentence: String) async throws {
    for result in [GivenReading.Result.pass, .fail] {
      let outcome = try #require(try await collect(asked(), result, sentence: sentence).set.outcomes.first)
      #expect(outcome.status == .error && outcome.reason.contains("says nothing of what was read"))
    }
  }

  @Test func `the sentence is masked`() async throws {
    let collected = try await collect(asked(), sentence: "the key is hunter2secret")
    #expect(collected.set.outcomes.first?.reading?.contains("hunter2") == false)
    #expect(collected.files.allSatisfy { !String(decoding: $0.bytes, as: UTF8.self).contains("hunter2secret") })
  }

  @Test func `a forged reading is refused or found`() async throws {
    let check = asked("src/a.c", Inspection.Lines(first: 2, last: 3))
    let collected = try await collect(check)
    let statement = try #require(collected.text("statement.json"))
    let pairs = collected.pairs
    func opened(_ old: String, _ new: String) throws -> StoredEvidence {
      #expect(statement.contains(old))
      let bytes = Array(statement.replacing(old, with: new).utf8)
      return try EvidenceReader.open(files: pairs.map { $0.path == "statement.json" ? ($0.path, bytes) : $0 })
    }
    let refused = [
      (#""sentence" : "it is so""#, #""sentence" : """#), (#""first" : 2"#, #""first" : 0"#),
      (#""first" : 2"#, #""first" : 4"#), (#""kind" : "inspect""#, #""kind" : "run""#),
      (#""sentence" : "it is so""#, "\"sentence\" : \"it\u{202E} is so\""), ("\(blob)", "\(blob.short)"),
      (#""schema" : 2"#, #""schema" : 1"#),
    ]
    for (old, new) in refused {
      #expect(throws: EvidenceError.self, "\(new)") { try opened(old, new) }
    }
    let found = [
      (#""first" : 2"#, #""first" : 1"#), (#""path" : "src/a.c""#, #""path" : "src/b.c""#),
      (#""question" : "is it so?""#, #""question" : "is it?""#), (#""exit" : 0"#, #""exit" : 1"#),
    ]
    for (old, new) in found {
      let stored = try opened(old, new)
      #expect(!EvidenceReader.recheck(stored, try bench.gate([check])).isEmpty, "\(new)")
    }
  }
}
