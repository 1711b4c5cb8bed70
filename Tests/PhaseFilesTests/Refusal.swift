import PhaseFiles
import Testing

/// One bad file and the one thing that is to be said about it.
struct Refusal: Sendable, CustomTestStringConvertible {
  let name: String
  /// Lines of the good file to replace, counted from 1; those past its end are added, and 0 is the whole file.
  let edits: [Int: String]
  let place: String
  /// The key's path; `@` stands for the first check of the first gate.
  let key: String
  let message: String

  init(_ name: String, _ edits: [Int: String], _ place: String, _ key: String, _ message: String) {
    self.name = name
    self.edits = edits
    self.place = place
    self.key = key
    self.message = message
  }

  var testDescription: String { name }

  var expected: String {
    let path = key.hasPrefix("@") ? "gates[0].checks[0]" + key.dropFirst() : key
    return "f.yml:\(place): \(path.isEmpty ? "" : path + ": ")\(message)"
  }

  func bytes(of good: [String]) -> [UInt8] {
    if let whole = edits[0] { return Array(whole.utf8) }
    let count = max(good.count, edits.keys.max() ?? 0)
    let lines = (1...count).map { edits[$0] ?? ($0 <= good.count ? good[$0 - 1] : "") }
    return Array((lines.joined(separator: "\n") + "\n").utf8)
  }

  /// Reads the bad file as a phase and compares everything that is said about it.
  func expectOfPhase() {
    let bytes = bytes(of: goodPhase)
    let error = #expect(throws: PhaseFileError.self) { _ = try PhaseFile.read(bytes, file: "f.yml") }
    #expect(error?.description == expected)
  }
}

let goodPhase = [
  "phase: p",
  "title: t",
  "dod: { D1: one }",
  "gates:",
  "  - id: M1",
  "    title: g",
  "    covers: [D1]",
  "    checks:",
  "      - id: c",
  "        run: make test",
  "        expect: { exit: 0 }",
]

func text(_ lines: [String]) -> [UInt8] { Array((lines.joined(separator: "\n") + "\n").utf8) }
