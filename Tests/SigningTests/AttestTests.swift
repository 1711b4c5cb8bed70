import FoundationEssentials
import HostEffects
import Signatures
import Signing
import TestSupport
import Testing

/// Signatures of evidence: by every signer, and verified by the key alone.
struct AttestTests {
  private let scratch: ScratchDirectory
  private let ssh: HermeticSSH
  private let message = Array("DSSEv1 28 application/vnd.in-toto+json 2 {}".utf8)

  init() throws {
    scratch = try ScratchDirectory()
    ssh = HermeticSSH(in: scratch.path)
  }

  private static let kinds = [["-t", "ed25519"], ["-t", "ecdsa", "-b", "256"], ["-t", "rsa", "-b", "2048"]]

  @Test(arguments: kinds) func `ssh-keygen, and an agent, attest what their key verifies`(
    _ options: [String]
  ) async throws {
    let path = scratch.path("key")
    try await ssh.run("ssh-keygen", ["-q", "-N", "", "-f", path] + options)
    let key = try SSHPublicKey(line: try ssh.publicLine(path))
    let other = try SSHPublicKey(line: try ssh.publicLine(try await ssh.makeKey("other", "-t", "ed25519")))
    try await ssh.withRunningAgent { ssh in
      try await ssh.run("ssh-add", ["-q", path])
      var made = [
        try await SSHKeygenSigner(key: key, path: path, environment: ssh.environment).attest(message),
        try await AgentSigner(key: key, environment: ssh.environment).attest(message),
      ]
      if key.kind == .ed25519 {
        made.append(try await KeyFile(path: path).attest(message))
        // In-process and through the agent it is the plain signature; ssh-keygen makes none.
        #expect(made.map(\.count) == [made[0].count, 64, 64] && made[0].count > 64)
        #expect(made[1] == made[2])
      }
      for signature in made {
        try EvidenceSignature.verify(signature, over: message, by: key)
        #expect(throws: SignatureTrouble.doesNotHold(key)) {
          try EvidenceSignature.verify(signature, over: message + [0], by: key)
        }
        #expect(throws: SignatureTrouble.self) { try EvidenceSignature.verify(signature, over: message, by: other) }
        for place in [0, signature.count / 2, signature.count - 1] {
          var changed = signature
          changed[place] ^= 1
          #expect(throws: SignatureTrouble.self, "\(place)") {
            try EvidenceSignature.verify(changed, over: message, by: key)
          }
        }
      }
    }
  }

  @Test func `a signature for git attests nothing, and an attestation signs no commit`() async throws {
    let path = try await ssh.makeKey("key", "-t", "ed25519")
    let signer = SSHKeygenSigner(
      key: try SSHPublicKey(line: try ssh.publicLine(path)), path: path, environment: ssh.environment)
    let git = try SSHSignature(armored: try await signer.sign(message))
    #expect(throws: SignatureTrouble.wrongNamespace("git", wanted: .evidence)) {
      try EvidenceSignature.verify(git.blob, over: message, by: signer.key)
    }
    let evidence = try SSHSignature(blob: try await signer.attest(message))
    #expect(throws: SignatureTrouble.wrongNamespace("assay-evidence", wanted: .git)) {
      try evidence.verify(payload: message)
    }
    for junk in [[], [0], Array(repeating: UInt8(0), count: 64), Array("SSHSIG".utf8)] as [[UInt8]] {
      #expect(throws: SignatureTrouble.self) { try EvidenceSignature.verify(junk, over: message, by: signer.key) }
    }
  }
}
