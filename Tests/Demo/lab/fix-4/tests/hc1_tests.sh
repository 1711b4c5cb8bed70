# shellcheck shell=sh
# HC1 by itself. The ids are those of the recorded runs.
hc1() { sh "$RUNNER/hc1.sh" "$@"; }

refuses() {
  if hc1 "$1" "$2" 2>"$SCRATCH/message"; then
    echo "HC1 took '$1' for $2"
    return 1
  fi
  grep -q "HC1: chaos commit '$1', not $2" "$SCRATCH/message"
}

test_right_stamp_passes_hc1() {
  hc1 7ae7b0f7 7ae7b0f76efb
}

test_marked_stamp_passes_hc1() {
  hc1 7ae7b0f7+U 7ae7b0f76efb
}

test_longer_stamp_passes_hc1() {
  hc1 7ae7b0f76efb 7ae7b0f7
}

test_wrong_stamp_fails_hc1() {
  refuses eb96de94 7ae7b0f76efb
}

test_missing_stamp_fails_hc1() {
  refuses '' 7ae7b0f76efb
}

# F-dstamp-1: the marker says that the tree held untracked files, not which commit it stood at.
test_marked_wrong_stamp_fails_hc1() {
  refuses eb96de94+U 7ae7b0f76efb
}
