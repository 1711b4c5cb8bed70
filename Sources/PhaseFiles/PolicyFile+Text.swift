import WorkflowModel
import YAMLReading

extension PolicyFile {
  /// The file that `assay init` writes: every setting, with a word on what it does. Reading it gives the policy back.
  package static func text(_ policy: Policy) -> String {
    var text = """
      # The workspace: who takes part, and where the records go. It changes only by a record of an operator.
      assay: \(version)
      name: \(quoted(policy.name))

      # The coordination branch and the remote where the parties meet.
      branch: \(quoted(policy.branch))
      remote: \(quoted(policy.remote))

      # Directories: the ledgers, which only assay writes, and the phase files.
      ledgers: \(quoted(policy.ledgers))
      phases: \(quoted(policy.phases))

      # required: every record is signed with its principal's key. off: an author address says who somebody is.
      signatures: \(quoted(policy.signatures.rawValue, isWord: true))
      # true lets one principal hold several roles. Nobody rules on their own claim even then.
      allow_shared_principals: \(policy.sharing == .shared)

      # Roles: operator, builder, adversary, watchdog.
      principals:

      """
    for principal in policy.principals {
      text += "  \(quoted(principal.name.text)):\n"
      text += "    address: \(quoted(principal.address))\n"
      text += "    roles: [\(principal.roles.map(\.rawValue).joined(separator: ", "))]\n"
      if let key = principal.key { text += "    key: \(quoted(key))\n" }
    }
    text += "\n# Environment variables whose values are masked in every stored log.\n"
    text += "secrets: [\(policy.secrets.map { quoted($0) }.joined(separator: ", "))]\n"
    return text + watching(policy) + approved(policy)
  }

  /// The text as a YAML scalar: plain where every reader of YAML takes it for that text, quoted elsewhere. The words of
  /// the schema stay plain.
  static func quoted(_ text: String, isWord: Bool = false) -> String {
    let special: Set<String> = ["", "null", "true", "false", "yes", "no", "on", "off", "y", "n"]
    let isPlain =
      text.utf8.allSatisfy { byte in
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
          || " ._/@+-".utf8.contains(byte)
      } && (text.utf8.first.map { $0 > 0x40 } ?? false) && !text.hasSuffix(" ") && !special.contains(text.lowercased())
    if isPlain || isWord { return text }
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case "\n": quoted += "\\n"
      case "\t": quoted += "\\t"
      case let scalar
      where scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
        || [0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF].contains(scalar.value):
        let digits = String(scalar.value, radix: 16, uppercase: true)
        quoted += "\\U" + String(repeating: "0", count: 8 - digits.count) + digits
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}
