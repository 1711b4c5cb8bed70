import WorkflowModel

/// The file of `gpg.ssh.allowedSignersFile` (ssh-keygen(1), ALLOWED SIGNERS), so that git by itself says of a record
/// what the audit says.
package enum AllowedSigners {
  /// One line for each address and key: the key may sign as that address, and for git alone. Throws
  /// ``AllowedSignersTrouble`` for an address that would mean something else there than itself.
  package static func text(
    _ signers: [(address: String, key: SSHPublicKey)]
  ) throws(AllowedSignersTrouble) -> String {
    var text = ""
    for (address, key) in signers {
      guard isPlain(address) else { throw .address(address) }
      text += "\(address) namespaces=\"\(SignatureNamespace.git.rawValue)\" \(key.line)\n"
    }
    return text
  }

  /// There, a comma makes a list, `*` and `?` are patterns, `!` negates, `#` makes a comment, quotes group.
  private static func isPlain(_ address: String) -> Bool {
    !address.isEmpty
      && address.utf8.allSatisfy { byte in
        (0x21...0x7E).contains(byte) && !Array(",*?!#\"\\".utf8).contains(byte)
      }
  }
}

/// Why a list of allowed signers cannot be written.
package enum AllowedSignersTrouble: Error, Hashable, Sendable, CustomStringConvertible {
  case address(String)

  package var description: String {
    switch self {
    case .address(let address):
      "'\(shown(address))' cannot stand in a list of allowed signers; "
        + "an address there has no space, comma, quote, backslash, and none of * ? ! #"
    }
  }
}
