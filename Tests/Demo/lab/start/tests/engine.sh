#!/bin/sh
# engine.sh deploy|status|label|health
#
# A replay of the engine, not an engine: it answers as a Swarm was seen to answer (evidence/dstamp-repro4.console.log).
# The second deploy rolls the app over. With start-first the old and the new task stand beside each other, the new one
# does not survive the monitor, and the engine goes back to the previous spec while the old task keeps serving. With
# stop-first the new task has the host to itself. SCENE chooses what the host is like:
#
#   tight   memory is short: start-first rolls back, stop-first completes
#   broken  the head does not start: it rolls back whatever the order is
#   late    as tight, but the roll is scheduled only after two looks at the status
set -eu
: "${SCRATCH:?}" "${RECIPE:?}" "${SCENE:?}"
state=$SCRATCH/engine
mkdir -p "$state"
read_or() { if [ -e "$state/$1" ]; then cat "$state/$1"; else echo "$2"; fi; }

order() {
  for file in "$RECIPE/compose.ccci.yml" "$RECIPE/compose.yml"; do
    found=$(sed -n 's/^ *order: *\([a-z-]*\).*/\1/p' "$file" | head -n 1)
    if [ -n "$found" ]; then
      echo "$found"
      return
    fi
  done
  echo stop-first
}

fate() {
  if [ "$SCENE" = broken ] || [ "$(order)" = start-first ]; then echo rollback; else echo complete; fi
}

status_line() {
  printf '{"State":"%s","StartedAt":"%s","Message":"%s"}\n' "$1" "$2" "$3"
}

stale() { status_line completed 2026-06-11T15:31:07Z "update completed"; }

case ${1-} in
deploy)
  count=$(($(read_or deploys 0) + 1))
  echo "$count" >"$state/deploys"
  read_or label none >"$state/previous"
  echo "$2+U" >"$state/label"
  echo 0 >"$state/looks"
  ;;
status)
  looks=$(($(read_or looks 0) + 1))
  echo "$looks" >"$state/looks"
  if [ "$SCENE" = late ]; then looks=$((looks - 2)); fi
  if [ "$(read_or deploys 0)" -lt 2 ]; then
    if [ "$SCENE" = late ]; then stale; else echo null; fi
  elif [ "$looks" -lt 1 ]; then
    stale
  elif [ "$looks" -lt 3 ]; then
    status_line updating 2026-06-11T15:40:02Z "update in progress"
  elif [ "$(fate)" = complete ]; then
    status_line completed 2026-06-11T15:40:02Z "update completed"
  elif [ "$looks" -lt 4 ]; then
    status_line rollback_started 2026-06-11T15:40:02Z "update rolled back due to failure or early termination of task"
  else
    cat "$state/previous" >"$state/label"
    status_line rollback_completed 2026-06-11T15:40:02Z "rollback completed"
  fi
  ;;
label) read_or label none ;;
# Start-first: the old task keeps serving through a rollback, so health says nothing about the head.
health) [ "$(fate)" = complete ] || [ "$(order)" = start-first ] ;;
*)
  echo "engine.sh: what is '${1-}'?" >&2
  exit 64
  ;;
esac
