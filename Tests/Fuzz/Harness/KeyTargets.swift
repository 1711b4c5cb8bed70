import Dispatch
import Synchronization
import WorkflowModel

@testable import Signatures
@testable import Signing

/// A payload and a signature: the first byte says how long the payload is; what follows it is an armor, or what stands
/// inside of one.
enum SignatureTarget {
  /// What the keys of all seeds signed. Their private parts are gone, so that nothing else can hold, ever.
  private static let signed = Array("what was signed\n".utf8)

  @Sendable static func run(_ bytes: [UInt8]) {
    guard let count = bytes.first.map(Int.init), bytes.count > count else { return }
    let payload = Array(bytes.dropFirst().prefix(count))
    let rest = Array(bytes.dropFirst(count + 1))
    do {
      let signature = try SSHSignature(blob: rest)
      // A namespace that is no text is shown with replacement characters, and nothing holds for it.
      promise(signature.blob == rest || signature.namespace.contains("\u{FFFD}"), "a signature has one blob")
      check(signature, payload)
    } catch { promise(!"\(error)".isEmpty, "a refusal has words") }
    do {
      let text = String(decoding: rest, as: UTF8.self)
      let signature = try SSHSignature(armored: text)
      let isSame = signature.armored.utf8.filter { $0 != 0x0A } == text.utf8.filter { $0 != 0x0A }
      promise(isSame || signature.namespace.contains("\u{FFFD}"), "armors differ in the width of their lines alone")
      check(signature, payload)
    } catch { promise(!"\(error)".isEmpty, "a refusal has words") }
  }

  private static func check(_ signature: SSHSignature, _ payload: [UInt8]) {
    do {
      promise(try SSHSignature(armored: signature.armored) == signature, "writing and reading are inverse")
      promise(try SSHPublicKey(line: signature.key.line) == signature.key, "its key is a key")
    } catch { fatalError("broken promise: \(error)") }
    do {
      promise(try signature.verify(payload: payload) == signature.key, "the key is the signature's")
    } catch {
      promise(!error.description.isEmpty, "a refusal has words")
      return
    }
    promise(payload == signed, "nobody signed that")
    promise(signature.namespace == SignatureNamespace.git.rawValue, "what holds is made for git")
    for changed in [payload.dropLast() + [0], payload + [0], payload.dropLast(), []] where changed != payload {
      do {
        try signature.verify(payload: changed)
        fatalError("broken promise: a changed payload is noticed")
      } catch {}
    }
  }
}

/// Bytes taken for each thing that has to do with keys: a public key's line, its blob, a private key file, the address
/// of an allowed signer.
enum SSHKeyTarget {
  @Sendable static func run(_ bytes: [UInt8]) {
    let text = String(decoding: bytes, as: UTF8.self)
    do {
      let key = try SSHPublicKey(line: text)
      let rest = text.utf8.dropFirst(key.line.utf8.count)
      promise(text.utf8.starts(with: key.line.utf8) && (rest.isEmpty || rest.first == 0x20), "a key has one text")
      check(key)
    } catch { promise(!"\(error)".isEmpty, "a refusal has words") }
    do {
      let key = try SSHPublicKey(blob: bytes)
      promise(key.blob == bytes, "a key has one blob")
      check(key)
    } catch { promise(!"\(error)".isEmpty, "a refusal has words") }
    file(text)
    address(text)
  }

  private static func check(_ key: SSHPublicKey) {
    do {
      promise(try SSHPublicKey(line: key.line) == key, "writing and reading are inverse")
      promise(try SSHPublicKey(line: "\(key.line) a comment") == key, "a comment is nothing")
    } catch { fatalError("broken promise: \(error)") }
    promise(key.fingerprint.utf8.count == "SHA256:".utf8.count + 43, "a fingerprint is a SHA-256")
    promise(InertText.line(key.line).utf8.elementsEqual(key.line.utf8), "a key's line is inert")
  }

  private static func file(_ text: String) {
    let file: KeyFile
    do throws(SigningTrouble) {
      guard let envelope = try KeyEnvelope(text, path: "key") else { return }
      check(envelope.key)
      file = try KeyFile(envelope, path: "key")
      promise(file.key == envelope.key && file.key.kind == .ed25519, "the key is the file's")
    } catch {
      promise(InertText.line(error.description) == error.description, "a refusal's words are inert")
      return
    }
    let payload = Array(text.utf8.prefix(64))
    do {
      let armored = try waiting { try await file.sign(payload) }
      promise(try SSHSignature.verify(armored, payload: payload) == file.key, "a key file signs for its key")
      do {
        _ = try SSHSignature.verify(armored, payload: payload + [0])
        fatalError("broken promise: a changed payload is noticed")
      } catch {}
    } catch { fatalError("broken promise: \(error)") }
  }

  private static func address(_ text: String) {
    do {
      let key = try SSHPublicKey(ed25519: [UInt8](repeating: 2, count: 32))
      let line = try AllowedSigners.text([(address: text, key: key)])
      // As sshd reads it: fields divided by blanks, the first a list of patterns.
      promise(line.utf8.filter { $0 == 0x0A }.count == 1 && line.utf8.last == 0x0A, "an address is one line")
      let fields = line.dropLast().split(separator: " ", omittingEmptySubsequences: false)
      promise(fields.count == 4 && fields[0] == text, "an address is its field")
      promise(!fields[0].utf8.contains { Array(",*?!#\"".utf8).contains($0) }, "an address is no pattern")
    } catch { promise(!"\(error)".isEmpty, "a refusal has words") }
  }

  /// libFuzzer calls from a thread that no task has.
  private static func waiting<Value: Sendable>(_ work: @escaping @Sendable () async throws -> Value) throws -> Value {
    let end = DispatchSemaphore(value: 0)
    let box = Box<Value>()
    Task {
      let result: Result<Value, any Error>
      do { result = .success(try await work()) } catch { result = .failure(error) }
      box.outcome.withLock { $0 = result }
      end.signal()
    }
    end.wait()
    guard let result = box.outcome.withLock({ $0 }) else { fatalError("a task that has ended has a result") }
    return try result.get()
  }

  private final class Box<Value: Sendable>: Sendable {
    let outcome = Mutex<Result<Value, any Error>?>(nil)
  }
}
