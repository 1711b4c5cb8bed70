import WorkflowModel

extension SigningTrouble: CustomStringConvertible {
  package var description: String {
    switch self {
    case .noFile(let path): "there is no key file '\(whole(path))'; name another, or make one: ssh-keygen -t ed25519"
    case .unreadable(let path, let why): "the key file '\(whole(path))' cannot be read: \(why)"
    case .openToOthers(let path, let mode):
      "the private key '\(whole(path))' is open to others (mode 0\(String(mode, radix: 8))); "
        + "close it: chmod 600 '\(whole(path))'"
    case .notAKeyFile(let path): "'\(whole(path))' is no SSH key file; name the private key, or its .pub file"
    case .damagedKeyFile(let path, let trouble):
      "the key file '\(whole(path))' is damaged: \(trouble); restore it, or make a new key"
    case .key(let path, let trouble): "the key in '\(whole(path))' cannot be used: \(trouble)"
    case .encrypted(let path):
      "the key file '\(whole(path))' is encrypted; lend it to the agent: ssh-add '\(whole(path))'"
    case .notEd25519(let path, let kind):
      "the key file '\(whole(path))' holds a key of kind \(kind.rawValue), which only ssh-keygen and the agent sign with"
    case .noPrivatePart(let path, let key):
      "'\(whole(path))' is a public key, and the agent does not hold the private part of \(key.fingerprint); "
        + "lend it to the agent with ssh-add, or name the private key file"
    case .exists(let path):
      "'\(whole(path))' is there already and is not overwritten; name another place, or use that key"
    case .unwritable(let path, let why): "the key file '\(whole(path))' cannot be written: \(why)"
    case .comment(let text): "'\(shown(text))' cannot be a key's comment; give one line without control characters"
    case .randomBytes(let wanted, let given):
      "no key was made: the source of random bytes gave \(given) of \(wanted) bytes; try again"
    case .noAgent: "no ssh-agent is known (SSH_AUTH_SOCK is not set); start one and run ssh-add, or name a key file"
    case .agentUnreachable(let socket, let why):
      "the ssh-agent at '\(whole(socket))' cannot be reached: \(why); start one, or name a key file"
    case .agentSilent(let socket, let limit):
      "the ssh-agent at '\(whole(socket))' gave no answer within \(limit.components.seconds) s; "
        + "confirm there or touch the key, and try again"
    case .agentUnclear(let socket, let trouble):
      "the ssh-agent at '\(whole(socket))' gave an answer that is none"
        + (trouble.map { ": \($0)" } ?? "") + "; see whether 'ssh-add -L' works"
    case .agentRefused(let key):
      "the ssh-agent did not sign with \(key.fingerprint); unlock it or confirm there, and try again"
    case .agentLacksKey(let key): "the ssh-agent does not hold \(key.fingerprint); lend it the key with ssh-add"
    case .tool(let words): "ssh-keygen could not sign: \(words)"
    case .keygenFailed(let path, let status, let said):
      "ssh-keygen did not sign with '\(whole(path))' (\(status))\(said.isEmpty ? "" : ": \(whole(said))"); "
        + "try again at a terminal, or lend the key to the agent: ssh-add '\(whole(path))'"
    case .unusable(let trouble): "what came back is no usable signature: \(trouble)"
    case .otherKey(let key, let wanted):
      "another key signed: \(key.fingerprint) instead of \(wanted.fingerprint); see which private key the file names"
    }
  }
}

/// A path or a tool's words, harmless, but not shortened: a mend must be complete to be of use.
private func whole(_ text: String) -> String { InertText.line(text) }
