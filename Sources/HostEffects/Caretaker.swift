import Glibc

/// A small shell that looks after a directory on behalf of this process, and outlives it if it is killed: then it ends
/// every program that has its `TMPDIR` below the directory, with all of its session if it leads one, first by SIGTERM and
/// then by SIGKILL, and removes the directory. It learns of the death from the line between them, which the kernel closes however it came.
package final class Caretaker {
  private let process: pid_t
  private let line: Int32
  private var isDismissed = false

  /// Throws ``FileFailure`` when it cannot be started.
  package init(of directory: String) throws(FileFailure) {
    var ends: [Int32] = [-1, -1]
    // Programs that are started meanwhile do not get hold of our end, and so cannot keep it open.
    guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &ends) == 0 else {
      throw FileFailure("cannot look after", directory)
    }
    defer { close(ends[0]) }
    var actions = posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
    posix_spawn_file_actions_init(&actions)
    posix_spawnattr_init(&attributes)
    defer {
      posix_spawn_file_actions_destroy(&actions)
      posix_spawnattr_destroy(&attributes)
    }
    posix_spawn_file_actions_adddup2(&actions, ends[0], 0)
    for descriptor in [1, 2] as [Int32] {
      posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_WRONLY, 0)
    }
    // What ends our process group by a key press does not end it.
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP))
    let words = Self.copies(["/bin/sh", "-c", Self.script, "assay-caretaker", directory])
    let environment = Self.copies(["PATH=/usr/local/bin:/usr/bin:/bin", "LC_ALL=C"])
    defer { for word in words + environment { free(word) } }
    var child = pid_t()
    let status = posix_spawn(&child, "/bin/sh", &actions, &attributes, words + [nil], environment + [nil])
    guard status == 0 else {
      close(ends[1])
      errno = status
      throw FileFailure("cannot look after", directory)
    }
    process = child
    line = ends[1]
  }

  deinit { dismiss() }

  /// As C wants them; whoever asked frees them.
  private static func copies(_ words: [String]) -> [UnsafeMutablePointer<CChar>?] { words.map { strdup($0) } }

  /// Lets it go: the directory is looked after, or is to stay.
  package func dismiss() {
    guard !isDismissed else { return }
    isDismissed = true
    var word = UInt8(ascii: "\n")
    // If it is no more, there is nobody to be told.
    _ = send(line, &word, 1, Int32(MSG_NOSIGNAL))
    close(line)
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
  }

  /// `$1` is the directory. A line on its standard input dismisses it; the end of the input is the owner's death.
  private static let script = #"""
    cd / || exit
    trap '' HUP INT TERM
    if read -r _; then exit 0; fi
    # Prints a word for each program of the directory: s1234 for the leader of a session, which is then ended whole, and
    # p1234 for one that lives in a session of somebody else's.
    inhabitants() {
      for place in /proc/[0-9]*; do
        grep -qaF "TMPDIR=$1/" "$place/environ" 2>/dev/null || continue
        { read -r stat <"$place/stat"; } 2>/dev/null || continue
        id=${place#/proc/}
        set -- "$1" ${stat##*) }
        [ "$2" != Z ] || continue
        if [ "$5" = "$id" ]; then printf 's%s ' "$id"; else printf 'p%s ' "$id"; fi
      done
    }
    end() {
      for place in /proc/[0-9]*; do
        { read -r stat <"$place/stat"; } 2>/dev/null || continue
        id=${place#/proc/}
        set -- "$1" "$2" ${stat##*) }
        [ "$3" != Z ] || continue
        case " $2 " in *" s$6 "* | *" p$id "*) kill "-$1" "$id" 2>/dev/null ;; esac
      done
    }
    round=0 quiet=0 known=
    while [ "$quiet" -lt 2 ] && [ "$round" -lt 400 ]; do
      found=$(inhabitants "$1")
      for one in $found; do case $one in s*) known="$known $one" ;; esac; done
      word=TERM
      [ "$round" -lt 40 ] || word=KILL
      if [ -n "$found" ]; then quiet=0; else quiet=$((quiet + 1)); fi
      [ "$quiet" -lt 2 ] || word=KILL
      [ "$round" -eq 0 ] || [ "$word" = KILL ] || word=
      [ -z "$word" ] || end "$word" "$known $found"
      round=$((round + 1))
      sleep 0.05
    done
    chmod -R u+rwX -- "$1" 2>/dev/null
    rm -rf -- "$1"
    """#
}
