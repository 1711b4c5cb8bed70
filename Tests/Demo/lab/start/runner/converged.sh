#!/bin/sh
# converged.sh [FILE]
#
# Reads the update statuses that were observed of one service, one JSON object per line in the order seen (null where
# the engine gave none), and says whether the service has converged.
# Exit 0: converged. 2: still on its way.
set -u
state=none
while IFS= read -r line; do
  case $line in
  null | '') state=none ;;
  *) state=$(printf '%s\n' "$line" | sed -n 's/.*"State":"\([a-z_]*\)".*/\1/p') ;;
  esac
done <<RECORDED
$(cat -- "${1:--}")
RECORDED

case $state in
updating | rollback_started)
  echo "not converged: $state"
  exit 2
  ;;
*)
  echo "converged"
  ;;
esac
