# shellcheck shell=sh
# The upgrade tier against the replayed engine.
. "$RUNNER/lifecycle.sh"
. "$RUNNER/generic.sh"
base=eb96de94 head=7ae7b0f7

test_upgrade_reconverges() {
  export SCENE=tight
  perform_upgrade $base $head
  assert_upgraded 7ae7b0f76efb
}

# Needs the upgrade not to pass on a head that does not start, whoever catches it.
test_broken_head_fails() {
  export SCENE=broken
  if perform_upgrade $base $head && assert_upgraded 7ae7b0f76efb; then
    echo "a head that does not start passed"
    return 1
  fi
}

test_base_is_deployed_first() {
  export SCENE=tight
  chaos_redeploy $base
  [ "$(deployed_identity)" = $base+U ]
}

test_rollback_is_reported() {
  cat >"$SCRATCH/statuses" <<RECORDED
null
{"State":"updating","StartedAt":"2026-06-11T15:40:02Z","Message":"update in progress"}
{"State":"rollback_started","StartedAt":"2026-06-11T15:40:02Z","Message":"update rolled back due to failure"}
{"State":"rollback_completed","StartedAt":"2026-06-11T15:40:02Z","Message":"rollback completed"}
RECORDED
  if sh "$RUNNER/converged.sh" "$SCRATCH/statuses" >"$SCRATCH/decision"; then
    echo "a rollback was taken for convergence"
    return 1
  fi
  grep -q "head did not stay healthy: rollback completed" "$SCRATCH/decision"
}

# The engine still speaks of the deploy before when the new one is asked about for the first time.
test_stale_status_is_not_the_new_one() {
  export SCENE=late
  RECIPE=$SCRATCH/start-first
  mkdir -p "$RECIPE"
  cp compose.yml "$RECIPE/compose.yml"
  printf 'services:\n' >"$RECIPE/compose.ccci.yml"
  if perform_upgrade $base $head 2>"$SCRATCH/message"; then
    echo "the status of the deploy before was taken for the new one's"
    return 1
  fi
  grep -q "head did not stay healthy" "$SCRATCH/message"
}
