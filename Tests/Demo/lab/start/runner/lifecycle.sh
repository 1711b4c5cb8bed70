# shellcheck shell=sh
# Steps of a recipe run, to be sourced. Every word to the engine goes through $ENGINE, which the tests replace by
# tests/engine.sh, a replay of what a Swarm was seen to do.
#
#   $ENGINE deploy COMMIT     sets the stack to that commit's spec and returns at once
#   $ENGINE status            the app's UpdateStatus as one JSON line, or null
#   $ENGINE label             the app's chaos-version label, as its spec has it now
#   $ENGINE health            exit 0 when something answers on the app's address
: "${ENGINE:?}" "${RUNNER:?}" "${SCRATCH:?}"

# Deploys the commit without waiting: abra is called with --no-converge-checks.
chaos_redeploy() {
  $ENGINE deploy "$1"
}

# Polls the engine until nothing is on its way any more.
services_converged() {
  : >"$SCRATCH/statuses"
  polls=0
  while [ "$polls" -lt "${POLL_LIMIT:-20}" ]; do
    $ENGINE status >>"$SCRATCH/statuses"
    if sh "$RUNNER/converged.sh" "$SCRATCH/statuses" >"$SCRATCH/decision" 2>&1; then
      cat "$SCRATCH/decision"
      return 0
    fi
    polls=$((polls + 1))
  done
  cat "$SCRATCH/decision" >&2
  return 1
}

wait_healthy() {
  $ENGINE health || {
    echo "wait_healthy: nothing answers" >&2
    return 1
  }
}

# What is deployed: the commit that the app's label names.
deployed_identity() {
  $ENGINE label
}
