import FoundationEssentials
import WorkflowModel

@testable import Ledgers

/// A commit message that may be a record. What is read is exactly what would be written, and its rendering keeps the
/// ledgers append-only.
enum RecordMessageTarget {
  @Sendable static func run(_ bytes: [UInt8]) {
    let message = String(decoding: bytes, as: UTF8.self)
    let content: RecordContent
    do {
      guard let read = try RecordMessage.read(message) else { return }
      content = read
    } catch {
      promise(!error.description.isEmpty, "a refusal has words")
      return
    }
    promise(Array(message.utf8).withUnsafeBytes { RecordMark.isIn($0) }, "a record bears the mark")
    let text = RecordMessage.text(of: content)
    promise(text.utf8.elementsEqual(message.utf8), "reading and writing are inverse")
    promise(message.utf8.starts(with: RecordMessage.subject(of: content).utf8), "it begins with its subject")
    promise(InertText.block(message + "x") == message + "x", "a record is inert")
    do {
      let data = try JSONEncoder().encode(content)
      promise(try JSONDecoder().decode(RecordContent.self, from: data) == content, "JSON keeps it")
    } catch { fatalError("broken promise: \(error)") }
    render(content)
  }

  private static func render(_ content: RecordContent) {
    let policy = Policy(name: "x", principals: [])
    let rendering = Rendering(content, at: Timestamp(seconds: 1_780_000_000), under: policy)
    for append in rendering.appends {
      let backlog = "# x\n\n\(LedgerSections.backlogHeading)\n\n\(LedgerSections.findingsHeading)\n"
      var old: [UInt8]?
      if case .append = append.mode { old = Array(backlog.utf8) }
      do {
        let once = try LedgerSections.appending(append, to: old)
        guard let old else { continue }
        LedgerTarget.isAppendOnly(old, once, append.file.name)
        LedgerTarget.isAppendOnly(once, try LedgerSections.appending(append, to: once), append.file.name)
        if append.file.name.hasPrefix("BACKLOG-") {
          promise(LedgerSections.split(once, of: append.file.name).count == 2, "an entry is no heading of ours")
        }
      } catch { fatalError("broken promise: \(error)") }
      for line in append.text.dropFirst().split(separator: "\n").dropFirst() where line.hasPrefix("#") {
        if case .create = append.mode { continue }
        fatalError("broken promise: an author's line looks like a heading: \(line)")
      }
    }
  }
}

/// A ledger as it was found, and a text to append to it: the first byte says which section, the second how much of
/// the rest is the text.
enum LedgerTarget {
  @Sendable static func run(_ bytes: [UInt8]) {
    guard bytes.count > 2, let phase = PhaseID("p") else { return }
    let rest = bytes.dropFirst(2)
    let cut = rest.startIndex + min(Int(bytes[1]), rest.count)
    let text = String(decoding: rest[..<cut], as: UTF8.self)
    let old = Array(rest[cut...])
    let files: [LedgerFile] = [.backlog(phase), .status(phase), .inbox(.adversary)]
    let file = files[Int(bytes[0] % 3)]
    let sections: [LedgerSection] = [.whole, .buildBacklog, .adversaryFindings]
    let section = sections[Int(bytes[0] / 3 % 3)]
    let parts = LedgerSections.split(old, of: file.name)
    promise(parts.count <= 2 && parts.flatMap(\.self) == old, "sections are all of the ledger")
    do {
      let new = try LedgerSections.appending(
        LedgerAppend(file: file, mode: .append(section), text: text), to: old)
      promise(new.count == old.count + text.utf8.count, "nothing but the text is added")
      // A text that brings a heading along is no entry of ours; entries are held to that in record-message.
      if !text.contains("## ") && !text.utf8.contains(0x23) && parts.count == 2 { isAppendOnly(old, new, file.name) }
    } catch {
      promise(!error.description.isEmpty, "a refusal has words")
    }
  }

  static func isAppendOnly(_ old: [UInt8], _ new: [UInt8], _ name: String) {
    let (before, after) = (LedgerSections.split(old, of: name), LedgerSections.split(new, of: name))
    promise(
      before.count == after.count && zip(before, after).allSatisfy { $1.starts(with: $0) },
      "appending keeps what was there")
  }
}
