#!/bin/sh
# watch-tmux.sh: a tmux session with a window for each party, and one from which both are woken.
#
#   assay template watch-tmux.sh >watch-tmux.sh
#   sh watch-tmux.sh SESSION BUILDER_CLONE ADVERSARY_CLONE WATCHED_CLONE
#
# BUILDER and ADVERSARY are the commands of the two agents; without them there is a shell. The watched clone is a third
# one: neither party should be able to keep the other's news. What each window gets:
#
#   builder     one line for each event that the Builder is to act on
#   adversary   one line for each event that the Adversary is to act on
#   watch       the two watches, one below the other, and what they have to say
set -eu
if [ $# -ne 4 ]; then
  sed -n 's/^# \{0,1\}//; 2,5p' "$0" >&2
  exit 64
fi
session=$1
for clone in "$2" "$3" "$4"; do
  if ! git -C "$clone" rev-parse --git-dir >/dev/null; then
    echo "watch-tmux: '$clone' is no clone; make one with 'assay join ROLE REMOTE DIR'" >&2
    exit 64
  fi
done
case $session in
*[!A-Za-z0-9_-]* | '')
  echo "watch-tmux: a session's name is made of letters, digits, '-' and '_'" >&2
  exit 64
  ;;
esac
if tmux has-session -t "=$session" 2>/dev/null; then
  echo "watch-tmux: there is a session '$session': tmux attach -t '=$session'" >&2
  exit 1
fi

# Started anew when it ends: an event that was not delivered waits in the clone.
watch() { # ROLE
  echo "while :; do assay watch --as $1 --tmux '$session:$1'; echo 'the watch has ended; it begins anew'; sleep 5; done"
}
tmux new-session -d -s "$session" -n builder -c "$2" ${BUILDER:+"$BUILDER"}
tmux new-window -d -t "=$session:" -n adversary -c "$3" ${ADVERSARY:+"$ADVERSARY"}
tmux new-window -d -t "=$session:" -n watch -c "$4" "$(watch builder)"
tmux split-window -d -t "=$session:=watch" -c "$4" "$(watch adversary)"
# A window keeps its name, and stays when its program ends: a line that nobody takes is not lost, and is seen.
for window in builder adversary watch; do
  for setting in 'automatic-rename off' 'allow-rename off' 'remain-on-exit on'; do
    tmux set-option -w -t "=$session:=$window" ${setting% *} ${setting#* }
  done
done
echo "started; see it with: tmux attach -t '=$session'"
