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

# Polls the engine until it has decided. Exit 1 with its message when it went back or stopped.
services_converged() {
  : >"$SCRATCH/statuses"
  polls=0
  while [ "$polls" -lt "${POLL_LIMIT:-20}" ]; do
    $ENGINE status >>"$SCRATCH/statuses"
    decided=0
    sh "$RUNNER/converged.sh" "$SCRATCH/statuses" >"$SCRATCH/decision" || decided=$?
    case $decided in
    0) cat "$SCRATCH/decision" && return 0 ;;
    1) cat "$SCRATCH/decision" >&2 && return 1 ;;
    esac
    polls=$((polls + 1))
  done
  cat "$SCRATCH/decision" >&2
  return 1
}

# When the update that the engine now speaks of was started; empty when it speaks of none. To be asked before a
# redeploy, so that the status of the deploy before is not taken for the new one's.
update_status_started() {
  $ENGINE status | sed -n 's/.*"StartedAt":"\([^"]*\)".*/\1/p'
}

# An upgrade that the engine rolled back is a failed upgrade and is named as such, before anybody reads labels.
# Phase 1 waits until the engine speaks of another update than $1; none within the grace means that there was nothing
# to roll. Phase 2 waits for that update's end.
assert_upgrade_converged() {
  polls=0
  while [ "$(update_status_started)" = "$1" ]; do
    polls=$((polls + 1))
    if [ "$polls" -ge "${GRACE_LIMIT:-10}" ]; then
      echo "nothing to roll"
      return 0
    fi
  done
  services_converged
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
