import Glibc

/// A session of processes, named by its leader, which stays unreaped while this value is used: so neither its number
/// nor its session can have been given to anyone else.
struct ProcessSession: Sendable {
  let leader: pid_t
  let kind: SessionLeader

  /// Whether the leader has ended; it is not reaped by asking.
  var leaderHasLeft: Bool {
    var information = siginfo_t()
    while true {
      if waitid(P_PID, id_t(leader), &information, WEXITED | WNOHANG | WNOWAIT) == 0 {
        return information.si_signo != 0
      }
      if errno != EINTR { return true }
    }
  }

  /// Ends every process of the session: SIGTERM, then after the grace SIGKILL. Returns how many did not go.
  func end(grace: Duration) async -> Int {
    var members = living
    guard !members.isEmpty else { return 0 }
    signal(SIGTERM, members.filter { kind == .participant || $0 != leader })
    members = await waitUntilGone(for: grace) {}
    guard !members.isEmpty else { return 0 }
    // Repeated: a process that forks faster than it is found is found again.
    return await waitUntilGone(for: .seconds(10)) { signal(SIGKILL, living) }.count
  }

  private func waitUntilGone(for limit: Duration, before look: () -> Void) async -> [pid_t] {
    let clock = ContinuousClock()
    let end = clock.now + limit
    var pause = Duration.milliseconds(2)
    while true {
      look()
      let members = living
      if members.isEmpty || clock.now >= end { return members }
      // The supervision is never cancelled while it sweeps, so a sleep that is cut short means the end of the wait.
      do { try await Task.sleep(for: pause) } catch { return members }
      pause = min(pause * 2, .milliseconds(50))
    }
  }

  private func signal(_ number: CInt, _ members: [pid_t]) {
    // A member that has gone meanwhile is what was wanted.
    for member in members { kill(member, number) }
  }

  /// The processes of the session that have not ended, whatever process group they have joined.
  private var living: [pid_t] {
    guard let directory = opendir("/proc") else { return leaderHasLeft ? [] : [leader] }
    defer { closedir(directory) }
    var members: [pid_t] = []
    while let entry = readdir(directory) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      guard let process = pid_t(name), isLivingMember(process) else { continue }
      members.append(process)
    }
    return members
  }

  private func isLivingMember(_ process: pid_t) -> Bool {
    let file = open("/proc/\(process)/stat", O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return false }
    defer { close(file) }
    var buffer = [UInt8](repeating: 0, count: 1024)
    let count = read(file, &buffer, buffer.count)
    // The name in parentheses may hold anything; the fields are counted from behind it.
    guard count > 0, let close = buffer[..<count].lastIndex(of: UInt8(ascii: ")")) else { return false }
    let fields = buffer[(close + 1)..<count].split(separator: UInt8(ascii: " "), maxSplits: 5)
    guard fields.count > 3, let state = fields[0].first else { return false }
    guard state != UInt8(ascii: "Z"), state != UInt8(ascii: "X") else { return false }
    return pid_t(String(decoding: fields[3], as: UTF8.self)) == leader
  }

  static func isDirectory(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }
}
