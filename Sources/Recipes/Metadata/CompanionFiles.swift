import Crypto
import WorkflowModel

/// The metadata file and the files beside it that its programs consist of, with their bytes: what an approval is about,
/// and all that is there when the programs run.
package struct CompanionFiles: Hashable, Sendable {
  package struct File: Hashable, Sendable {
    /// Relative to the metadata's directory.
    package let path: String
    package let bytes: [UInt8]
    package let isExecutable: Bool

    package init(path: String, bytes: [UInt8], isExecutable: Bool) {
      self.path = path
      self.bytes = bytes
      self.isExecutable = isExecutable
    }
  }

  /// The metadata file as it is called in messages.
  package let name: String
  package let metadata: [UInt8]
  /// By path.
  package let files: [File]

  package init(name: String, metadata: [UInt8], files: [File]) {
    self.name = name
    self.metadata = metadata
    self.files = files.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
  }

  /// A recipe without metadata.
  package static let none = CompanionFiles(name: RecipeMetadata.fileName, metadata: [], files: [])

  /// What an approval names: it changes with each byte of the metadata and of the files, with a path, and with whether a
  /// file is executable. The form is for keeps: digests of it stand in policies.
  package var digest: WorkflowModel.Digest {
    var lines = "assay programs 1\n\(Self.digest(of: metadata))\n"
    for file in files { lines += "\(Self.digest(of: file.bytes)) \(file.isExecutable ? "x" : "-") \(file.path)\n" }
    return Self.digest(of: Array(lines.utf8))
  }

  private static func digest(of bytes: [UInt8]) -> WorkflowModel.Digest {
    guard let digest = WorkflowModel.Digest(Hexadecimal.text(of: SHA256.hash(data: bytes))) else {
      preconditionFailure("SHA-256 has 32 bytes")
    }
    return digest
  }
}

extension RecipeMetadata {
  /// Whether it names anything that would run on the harness's machine. What health asks runs in a container.
  package var namesPrograms: Bool { !hooks.isEmpty || backupVerify != nil || tests != nil }

  /// Paths that programs of the metadata may stand at: hooks, and every word of a command. Which of them are files is for
  /// whoever looks; a word too many only binds an approval more closely.
  package var programPaths: Set<String> {
    let commands = [backupVerify, tests?.run].compactMap(\.self)
    return Set(hooks.values).union(commands.flatMap(\.words))
  }
}

extension Command {
  /// An argument list's items, and whatever stands in a shell text between blanks and the shell's own signs.
  fileprivate var words: [String] {
    let words: [String] =
      switch self {
      case .arguments(let list): list
      case .shell(let text): text.split { $0.isWhitespace || "\"'`;&|()<>{}$=".contains($0) }.map { String($0) }
      }
    return words.map { $0.hasPrefix("./") ? String($0.dropFirst(2)) : $0 }
  }
}
