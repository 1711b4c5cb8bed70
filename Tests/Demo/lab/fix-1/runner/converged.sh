#!/bin/sh
# converged.sh [FILE]
#
# Reads the update statuses that were observed of one service, one JSON object per line in the order seen (null where
# the engine gave none), and says whether the service has converged.
# Exit 0: converged. 1: the engine went back or stopped, with its message. 2: still on its way.
set -u
state=none message=
while IFS= read -r line; do
  case $line in
  null | '') state=none message= ;;
  *)
    state=$(printf '%s\n' "$line" | sed -n 's/.*"State":"\([a-z_]*\)".*/\1/p')
    message=$(printf '%s\n' "$line" | sed -n 's/.*"Message":"\([^"]*\)".*/\1/p')
    ;;
  esac
done <<RECORDED
$(cat -- "${1:--}")
RECORDED

case $state in
none | completed)
  echo "converged"
  ;;
updating | rollback_started)
  echo "not converged: $state"
  exit 2
  ;;
*)
  echo "head did not stay healthy: $message"
  exit 1
  ;;
esac
