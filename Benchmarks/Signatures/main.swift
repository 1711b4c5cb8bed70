// Times of signing and verifying, in-process and through ssh-keygen; median of many, in microseconds. Makes its keys in
// a directory of its own. Run: swift run -c release time-signatures
import FoundationEssentials
import HostEffects
import Signatures
import Signing

let directory = FileManager.default.temporaryDirectory.path + "/assay-\(UInt64.random(in: 0 ... .max))"
try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
defer { do { try FileManager.default.removeItem(atPath: directory) } catch {} }

var environment = ["HOME": directory, "LC_ALL": "C"]
environment["PATH"] = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
let payload = Array(String(repeating: "a commit of some 800 bytes\n", count: 30).utf8)

func median(_ rounds: Int, _ work: () async throws -> Void) async throws -> Int64 {
  var times: [Int64] = []
  for _ in 0..<rounds {
    let time = try await ContinuousClock().measure { try await work() }
    times.append(time.components.seconds * 1_000_000 + time.components.attoseconds / 1_000_000_000_000)
  }
  return times.sorted()[rounds / 2]
}

let kinds = [
  ["-t", "ed25519"], ["-t", "ecdsa", "-b", "256"], ["-t", "ecdsa", "-b", "384"], ["-t", "ecdsa", "-b", "521"],
  ["-t", "rsa", "-b", "2048"], ["-t", "rsa", "-b", "3072"], ["-t", "rsa", "-b", "4096"],
]
print("kind                     sign µs  verify µs")
for kind in kinds {
  let path = directory + "/key" + kind.joined()
  let made = try await runTool(
    ToolRequest(
      executable: "ssh-keygen", arguments: ["-q", "-N", "", "-f", path] + kind, environment: environment))
  guard made.status == .exited(0) else { throw CocoaError(.fileWriteUnknown) }
  let signer = try await RecordSigners.open(path: path, environment: environment)
  let signature = try await signer.sign(payload)
  let signing = try await median(signer is KeyFile ? 2000 : 50) { _ = try await signer.sign(payload) }
  let verifying = try await median(1000) { _ = try SSHSignature.verify(signature, payload: payload) }
  let name = "\(kind.dropFirst().joined(separator: " ")) (\(signer is KeyFile ? "in-process" : "ssh-keygen"))"
  print(name + String(repeating: " ", count: max(1, 25 - name.count)) + "\(signing)  \(verifying)")
}
