import FoundationEssentials
import HostEffects
import RecipeHarness
import Recipes
import TestSupport
import Testing

/// Runs through abra's deployer. The abra is a stand-in: it refuses every argument list but those of the reference, and
/// deploys with docker what a real one would. No real abra has been tried.
@Suite(.enabled("a private Swarm needs root and docker") { try await PrivateSwarm.isToBeHad() }) struct AbraTests {
  @Test(.timeLimit(.minutes(20)), arguments: [("v2", ReasonCode?.none), ("sick", .rolledBack)])
  func `abra's deployments are judged like the built-in ones`(image: String, reason: ReasonCode?) async throws {
    let species = Species(name: "abra \(image)", base: Stack(), head: Stack(image: image))
    let visit = try await Visit(species, try #require(try await PrivateSwarm.shared()))
    try visit.scratch.write(Self.standIn, to: "bin/abra", executable: true)
    var host = visit.host
    host.environment["PATH"] = visit.scratch.path("bin") + ":" + (host.environment["PATH"] ?? "/usr/bin:/bin")
    let deployer = AbraDeployer(engine: visit.engine, host: host)
    let result = try await Turnstile.stacks.pass { try await visit.run(with: deployer) }.result
    #expect(result.details.deployer == "abra")
    #expect(result.stages.map(\.status) == [.pass, reason == nil ? .pass : .fail], "\(result.summary)")
    #expect(result.stages.flatMap(\.reasons).map(\.code) == (reason.map { [$0] } ?? []), "\(result.summary)")
    try await visit.expectNothingLeft()
  }

  private static let standIn = #"""
    #!/bin/bash
    set -euo pipefail
    case "$*" in
    "app deploy -n -o -c -C "*.invalid) domain=$7 version= ;;
    "app deploy -n -o -c "*.invalid" "[0-9]*+[0-9]*) domain=$6 version=$7 ;;
    "app undeploy -n "*.invalid) domain=$4 ;;
    *) echo "FATA no such call: $*" >&2 && exit 97 ;;
    esac
    stack=${domain//./_}
    if [[ $2 == undeploy ]]; then exec docker stack rm "$stack" >/dev/null; fi
    set -a
    . "$ABRA_DIR/servers/default/$domain.env"
    set +a
    cd "$ABRA_DIR/recipes/zoo"
    [[ -z $version ]] || git checkout --quiet "$version"
    stamp=$(git rev-parse --short=8 HEAD)
    [[ -z $(git status --porcelain) ]] || stamp+=+U
    cat >"$ABRA_DIR/stamp.yml" <<YML
    version: "3.8"
    services: { app: { deploy: { labels: { coop-cloud.$stack.chaos-version: "$stamp" } } } }
    YML
    docker stack deploy --resolve-image never --compose-file compose.yml --compose-file "$ABRA_DIR/stamp.yml" "$stack" >/dev/null
    """#
}
