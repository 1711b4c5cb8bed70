import WorkflowModel

extension SSHKeyTrouble: CustomStringConvertible {
  package var description: String {
    switch self {
    case .tooLong(let count, let limit):
      "the key is too long (\(count) bytes, at most \(limit)); give one line of a .pub file"
    case .notALine:
      "this is no public key line; give 'KIND BASE64 [COMMENT]', as the one line of a .pub file has it"
    case .unknownKind(let kind):
      "a key type the guard cannot verify in-process is refused when it is added: '\(shown(kind))'; "
        + "possible are \(SSHKeyKind.choices)"
    case .notBase64: "the key's second word is not canonical base64; copy the line of the .pub file again, whole"
    case .kindsDiffer(let line, let blob):
      "the line says '\(shown(line))', the key inside says '\(shown(blob))'; copy the line of the .pub file again"
    case .malformed(let trouble): "the key is damaged: \(trouble); copy the line of the .pub file again, whole"
    case .otherCurve(let curve, let kind):
      "a key of kind \(kind.rawValue) cannot be on the curve '\(shown(curve))'; make another with ssh-keygen"
    case .notAPoint(let kind):
      "the key is not a point on the curve of \(kind.rawValue) in its one form; make another with ssh-keygen"
    case .weakPoint: "anybody can sign for this Ed25519 key; make another with 'ssh-keygen -t ed25519'"
    case .rsaSize(let bits):
      "an RSA key has \(SSHPublicKey.rsaBits.lowerBound) to \(SSHPublicKey.rsaBits.upperBound) bits, this one \(bits); "
        + "make another with 'ssh-keygen -t ed25519'"
    case .rsaExponent: "the RSA key's exponent is even, too small or too large; make another with ssh-keygen"
    case .rsaModulus: "the RSA key's modulus is even: no RSA key; make another with ssh-keygen"
    }
  }
}

/// Words from outside, harmless and short enough for a sentence.
func shown(_ text: String) -> String {
  let line = InertText.line(text)
  return line.count <= 60 ? line : line.prefix(60) + "…"
}
