import GitObjects
import WorkflowModel

@testable import GitStorage

/// The stored text of a commit. Its three readings agree, and a signature and what it signs are all of it.
enum CommitTarget {
  @Sendable static func run(_ bytes: [UInt8]) {
    bytes.withUnsafeBytes { raw in
      var whole = CommitText(id: .none, raw)
      var short = CommitText(id: .none, raw)
      var signed = CommitText(id: .none, raw)
      do {
        let commit = try whole.commit()
        promise(bytes.suffix(commit.messageBytes.count).elementsEqual(commit.messageBytes), "the message is its end")
        promise(bytes.starts(with: Array("tree \(commit.header.tree)\n".utf8)), "it begins with its tree")
        let header = try short.header()
        promise(header == commit.header, "both readings agree")
        if let signature = try signed.signature() {
          promise(signature.signature.last == 0x0A, "a signature is lines")
          let lines = signature.signature.split(separator: 0x0A, omittingEmptySubsequences: false).count - 1
          promise(
            bytes.count == signature.payload.count + signature.signature.count + "gpgsig".utf8.count + lines,
            "a signature and what it signs are all of it")
          promise(
            signature.payload.suffix(commit.messageBytes.count).elementsEqual(commit.messageBytes),
            "the message is signed")
        }
      } catch {
        promise(!"\(error)".isEmpty, "a refusal has words")
      }
    }
  }
}

/// The stored bytes of a tree: what is read is in git's order, and is written as it was.
enum TreeTarget {
  @Sendable static func run(_ bytes: [UInt8]) {
    do {
      let entries = try bytes.withUnsafeBytes { raw throws(StorageError) in try TreeText.entries(of: .none, raw) }
      let names = entries.map(\.nameBytes)
      promise(Set(names).count == names.count, "no name stands twice")
      promise(names.allSatisfy { !$0.isEmpty && !$0.contains(0x2F) && !$0.contains(0) }, "names are names")
      let written = TreeText.bytes(of: entries)
      // Old trees hold modes with a leading zero; but for those, writing and reading are inverse.
      promise(written.count <= bytes.count, "nothing is added")
      let again = try written.withUnsafeBytes { raw throws(StorageError) in try TreeText.entries(of: .none, raw) }
      promise(again == entries, "writing and reading are inverse")
    } catch {
      promise(!"\(error)".isEmpty, "a refusal has words")
    }
  }
}
