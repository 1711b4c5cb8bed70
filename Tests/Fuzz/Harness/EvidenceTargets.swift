import Foundation
import WorkflowModel

@testable import Evidence

/// An evidence set: paths and files in turn, each ended by the byte 0x1E; the first is the statement.
enum StatementTarget {
  @Sendable static func run(_ bytes: [UInt8]) {
    var parts = bytes.split(separator: 0x1E, omittingEmptySubsequences: false).map(Array.init)
    if parts.count > 1, parts.last == [] { parts.removeLast() }
    var files: [(path: String, bytes: [UInt8])] = [("statement.json", parts[0])]
    for index in stride(from: 1, to: parts.count - 1, by: 2) {
      files.append((String(decoding: parts[index], as: UTF8.self), parts[index + 1]))
    }
    let stored: StoredEvidence
    do { stored = try EvidenceReader.open(files: files) } catch {
      promise(!"\(error)".isEmpty, "a refusal has words")
      return
    }
    let set = stored.set
    promise(set.started <= set.finished && !set.nonce.isEmpty, "it has a time and a nonce")
    promise(files.count == stored.logs.count + 1, "no file is left over")
    do {
      let again = try EvidenceReader.open(files: files.reversed())
      promise(again.set == set, "the order of files changes nothing")
    } catch { fatalError("broken promise: \(error)") }
    var seen: Set<[String]> = []
    for outcome in set.outcomes {
      promise(!outcome.runs.isEmpty, "\(outcome.check) ran")
      promise(outcome.status == CheckStatus.overall(outcome.runs), "\(outcome.check) is what its runs are")
      promise((outcome.status == .pass) == outcome.reason.isEmpty, "\(outcome.check) says why it is no pass")
      let name = [outcome.check.text] + outcome.instance.map { "\($0.axis)=\($0.value)" }
      promise(seen.insert(name).inserted, "\(outcome.check) answers once")
    }
    // One byte less of any file is another set, and no set at all.
    if let last = files.indices.last(where: { !files[$0].bytes.isEmpty }) {
      files[last].bytes.removeLast()
      do {
        _ = try EvidenceReader.open(files: files)
        fatalError("broken promise: a changed file is noticed")
      } catch {}
    }
  }
}

/// A JSON text. Whoever accepts it here, Foundation accepts it too and sees the same; written out, it is read again.
enum JSONTarget {
  @Sendable static func run(_ bytes: [UInt8]) {
    let value: JSONValue
    do { value = try JSONReader.read(bytes) } catch {
      promise(error.offset <= bytes.count, "a fault has a place")
      return
    }
    var text = ""
    write(value, to: &text)
    do { promise(try JSONReader.read(Array(text.utf8)) == value, "writing and reading are inverse") } catch {
      fatalError("broken promise: \(error): \(text)")
    }
    do {
      let other = try JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)
      promise(isSame(value, other), "Foundation sees the same: \(value) \(other)")
    } catch { fatalError("broken promise: Foundation refuses: \(error)") }
  }

  private static func write(_ value: JSONValue, to text: inout String) {
    switch value {
    case .null: text += "null"
    case .boolean(let value): text += value ? "true" : "false"
    case .number(let value): text += "\(value)"
    case .text(let value): quote(value, to: &text)
    case .array(let elements):
      text += "["
      for (index, element) in elements.enumerated() {
        if index > 0 { text += "," }
        write(element, to: &text)
      }
      text += "]"
    case .object(let members):
      text += "{"
      for (index, member) in members.enumerated() {
        if index > 0 { text += "," }
        quote(member.key, to: &text)
        text += ":"
        write(member.value, to: &text)
      }
      text += "}"
    }
  }

  private static func quote(_ value: String, to text: inout String) {
    text += "\""
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\"", "\\": text += "\\\(scalar)"
      case _ where scalar.value < 0x20:
        text += "\\u00" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }

  private static func isSame(_ value: JSONValue, _ other: Any) -> Bool {
    switch value {
    case .null: other is NSNull
    case .boolean(let value): (other as? Bool) == value
    // Foundation keeps fewer digits of very long numbers.
    case .number(let value): ((other as? NSNumber)?.doubleValue).map { abs($0 - value) <= abs(value) * 1e-9 } ?? false
    case .text(let value): (other as? String).map { $0.utf8.elementsEqual(value.utf8) } ?? false
    case .array(let elements):
      (other as? [Any]).map { $0.count == elements.count && zip(elements, $0).allSatisfy { isSame($0, $1) } } ?? false
    case .object(let members):
      (other as? [String: Any]).map { other in
        other.count == members.count
          && members.allSatisfy { key, value in other[key].map { isSame(value, $0) } ?? false }
      } ?? false
    }
  }
}

/// A JUnit report: every case it has is counted, once.
enum JUnitTarget {
  @Sendable static func run(_ bytes: [UInt8]) {
    do {
      let cases = try JUnitReport.read(bytes).cases
      var counts = TestCounts()
      counts.add(cases)
      promise(counts.ran + counts.skipped.count == cases.count, "every case is counted once")
      promise(bytes.count >= cases.count * "<testcase/>".utf8.count, "no case comes from nothing")
      // Another attribute order or another total changes nothing: reading is a function of the elements.
      promise(try JUnitReport.read(bytes + [0x0A]).cases == cases, "white space at the end is nothing")
      if !cases.isEmpty {
        do {
          _ = try JUnitReport.read(bytes + Array("<testsuite/>".utf8))
          fatalError("broken promise: a report has one root")
        } catch {}
      }
    } catch {
      promise(!"\(error)".isEmpty, "a fault has words")
    }
  }
}
