# shellcheck shell=sh
# The upgrade tier that every recipe goes through, to be sourced after lifecycle.sh.

# From the published base to the head under test. Convergence is decided before health is asked: with start-first the
# old task keeps answering through a rollback.
perform_upgrade() {
  base=$1 head=$2
  chaos_redeploy "$base" || return 1
  services_converged >/dev/null || return 1
  prev_started=$(update_status_started)
  chaos_redeploy "$head" || return 1
  assert_upgrade_converged "$prev_started" || return 1
  wait_healthy
}

# HC1: what is deployed is the head.
assert_upgraded() {
  sh "$RUNNER/hc1.sh" "$(deployed_identity)" "$1"
}
