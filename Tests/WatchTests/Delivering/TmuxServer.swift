import HostEffects
import TestSupport

/// A tmux server of a test's own, which no other tmux finds.
struct TmuxServer: Sendable {
  let scratch: ScratchDirectory
  let host: Host

  private init(_ scratch: ScratchDirectory, environment: [String: String]) {
    self.scratch = scratch
    host = machine(environment)
  }

  /// Lends a new one, ended afterwards.
  static func lend(_ body: (TmuxServer) async throws -> Void) async throws {
    let scratch = try ScratchDirectory()
    let server = TmuxServer(scratch, environment: ["TMUX_TMPDIR": scratch.path, "HOME": "/nonexistent"])
    do { try await body(server) } catch {
      await server.end()
      throw error
    }
    await server.end()
  }

  private func end() async {
    // A server that has ended by itself is what was wanted.
    do { try await run("kill-server") } catch {}
  }

  @discardableResult
  func run(_ arguments: String...) async throws -> String { try await run(arguments) }

  /// A session with one window and pane, in which the program runs.
  func start(_ session: String, width: Int = 80, _ program: String...) async throws {
    try await run(["new-session", "-d", "-s", session, "-x", String(width), "-y", "24"] + program)
  }

  /// As ``start`` with a program that takes lines as agents' programs do, and appends what was submitted to `said`.
  func startAgent(_ session: String, width: Int = 80, swallowing: Int, style: String = "plain") async throws {
    let script = try scratch.write(Self.agent, to: "agent.pl")
    try await start(session, width: width, "perl", script, String(swallowing), style, scratch.path("said"))
    guard try await eventually({ try await screen(session).contains(">") }) else { throw SampleError.malformed }
  }

  func screen(_ session: String) async throws -> String { try await run("capture-pane", "-p", "-t", "=\(session):") }

  @discardableResult
  private func run(_ arguments: [String]) async throws -> String {
    let outcome = try await runTool(
      ToolRequest(executable: "tmux", arguments: ["-u", "-f", "/dev/null"] + arguments, environment: host.environment))
    guard outcome.status == .exited(0) else {
      throw TmuxFailure(
        description: "tmux \(arguments): \(outcome.status)\n\(String(decoding: outcome.stderr, as: UTF8.self))")
    }
    return String(decoding: outcome.stdout, as: UTF8.self)
  }

  /// Reads key by key and paints its input itself, in one of four styles: `plain`, with the terminal's cursor;
  /// `painted`, in a frame, with a reversed cell for a cursor; `hidden`, in a frame, with none; `slow`, as `painted`,
  /// but at each Enter there is nothing to be seen for a moment. In the frame, a line is wrapped at 50. It swallows
  /// so many Enters before it takes one.
  private static let agent = #"""
    use strict;
    $| = 1;
    my ($swallow, $style, $file) = @ARGV;
    system("stty raw -echo");
    my ($text, @said) = ("");
    sub paint {
      my ($key) = @_;
      if ($style eq "plain") { print "\r\e[K> $text"; return }
      my @parts = map { "  $_" } $text =~ /.{1,50}/g;
      my $last = @parts ? pop @parts : "  ";
      (@parts ? $parts[0] : $last) =~ s/^ />/;
      $last .= "\e[7m \e[27m" if $style ne "hidden";
      my $edge = "+" . "-" x 54 . "+";
      my @rows = ((map { "> $_" } @said), "", $edge, (map { "| $_ |" } @parts), "| $last |", $edge, "  ? for help");
      print "\e[?25l\e[H\e[2J";
      select(undef, undef, undef, 0.05) if $style eq "slow" && $key eq "\r";
      print join("\r\n", @rows), "\r\n";
    }
    paint("");
    while (sysread(STDIN, my $key, 1)) {
      if ($key ne "\r") { $text .= $key }
      elsif ($swallow > 0) { $swallow-- }
      else {
        open(my $out, ">>", $file) or die; print $out "$text\n"; close $out;
        push @said, $text; $text = "";
        print "\r\n" if $style eq "plain";
      }
      paint($key);
    }
    """#
}

/// A tmux command of a test that did not exit 0.
struct TmuxFailure: Error, CustomStringConvertible { let description: String }
