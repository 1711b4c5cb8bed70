import HostEffects
import RecipeHarness

/// A Swarm spoken to with the user's own `docker` command, so that contexts, TLS and remote engines work as they are
/// set up.
package struct DockerCommand: Sendable {
  let host: Host

  package init(host: Host) { self.host = host }
}
