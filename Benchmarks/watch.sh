#!/usr/bin/env bash
# watch.sh ASSAY [PUSHES]: how long after the end of a `git push` to a bare repository on this machine the action of a
# watch starts, beside inotifywait (if it is installed) and what a loop that polls every 30 seconds would take; what a
# watch costs while nothing happens; and what one watch of 200 repositories with 20 consumers takes. Both the hooks of
# `assay guard install` and none are measured. Times in milliseconds; a negative one is an action that started before
# git had ended. IDLE (60) and MANY_IDLE (120) are the seconds for which it is looked at while nothing happens.
set -euo pipefail

assay=$(readlink -f "${1:?the binary}")
pushes=${2:-100}
ground=$(mktemp -d)
watches=()
cleanup() {
  for watch in "${watches[@]}"; do kill "$watch" 2>/dev/null || true; done
  wait 2>/dev/null || true
  rm -rf "$ground"
}
trap cleanup EXIT
cd "$ground"
export HOME=$ground/home XDG_CONFIG_HOME=$ground/home/.config GIT_CONFIG_NOSYSTEM=1 GIT_TERMINAL_PROMPT=0
export GIT_AUTHOR_NAME=x GIT_AUTHOR_EMAIL=x@x.invalid GIT_COMMITTER_NAME=x GIT_COMMITTER_EMAIL=x@x.invalid
mkdir -p "$HOME"
git config --global init.defaultBranch main
git config --global maintenance.auto false
PATH=$(dirname "$assay"):$PATH

# A workspace with as many records as there are pushes, each of which wakes the Adversary.
git init --quiet --bare staging.git
git clone --quiet staging.git builder 2>/dev/null
cd builder
echo hi >hello.txt
git add hello.txt
git commit --quiet --message start
git push --quiet --set-upstream origin HEAD:main
"$assay" init >/dev/null
cat >../hello.yml <<'YML'
phase: hello
title: the file greets
dod: { D1: hello.txt greets }
gates:
  - { id: M1, title: greets, covers: [D1], checks: [{ id: greets, title: says hi, run: cat hello.txt, expect: { stdout: { contains: [hi] } } }] }
YML
"$assay" phase add ../hello.yml >/dev/null
"$assay" phase open hello >/dev/null
base=$(git rev-parse origin/main)
for ((i = 1; i <= pushes; i++)); do "$assay" send adversary -m "message $i" >/dev/null; done
git fetch --quiet origin
mapfile -t commits < <(git rev-list --reverse "$base..origin/main")
cd ..

now() { local t=$EPOCHREALTIME; echo "${t/./}"; }
touched() { local t; t=$(stat -c %.6Y "$1"); echo "${t/./}"; }
# percentiles of lines of microseconds: p50 p95 p99 max, in milliseconds
percentiles() {
  sort -n | awk '{ v[NR] = $1 } END { split("0.5 0.95 0.99 1", p, " ")
    for (k = 1; k <= 4; k++) { i = int(p[k] * NR + 0.999999); if (i < 1) i = 1; printf "%s%.2f", (k > 1 ? " / " : ""), v[i] / 1000 }
    print "" }'
}

# latency NAME: pushes one record after the other to $NAME.git, and reads when $NAME.hit was touched.
latency() {
  local name=$1 commit end hit
  for commit in "${commits[@]}"; do
    rm -f "$name.hit"
    git -C builder push --quiet "$ground/$name.git" "$commit:refs/heads/main" 2>/dev/null
    end=$(now)
    until [[ -e $name.hit ]]; do :; done
    hit=$(touched "$name.hit")
    echo $((hit - end))
  done
}

repository() { # NAME: a bare repository that stands at the base, and a clone of it that watches
  git init --quiet --bare "$1.git"
  git -C builder push --quiet "$ground/$1.git" "$base:refs/heads/main"
  git clone --quiet --bare "$1.git" "$1-clone.git"
}

await() { # FILE PATTERN
  until grep -qs -- "$2" "$1"; do :; done
}

measure() { # NAME WORDS
  "$assay" watch --repo "$1-clone.git" --on message --consumer bench --exec "$ground/$1.touch" >/dev/null 2>"$1.err" &
  watches+=($!)
  local watch=$! before after start
  until [[ -e $1-clone.git/assay/watch/bench/memory.json ]]; do :; done
  printf '| %s | %s |\n' "$2" "$(latency "$1" | percentiles)"
  before=$(awk '{ print $14 + $15 }' "/proc/$watch/stat")
  start=$SECONDS
  sleep "${IDLE:-60}"
  after=$(awk '{ print $14 + $15 }' "/proc/$watch/stat")
  idle="$(awk -v t=$((after - before)) -v s=$((SECONDS - start)) 'BEGIN { printf "%.3f", t / s }') % of a core, $(awk '/VmRSS/ { printf "%.1f", $2 / 1024 }' "/proc/$watch/status") MB"
  kill "$watch"
}

touching() { # NAME: a program that says when it started
  printf '#!/bin/sh\nexec touch %q\n' "$ground/$1.hit" >"$1.touch"
  chmod +x "$1.touch"
}

echo "$(nproc) cores, $(date -u +%F), $(git --version), $pushes pushes; end of git push to start of the action, ms: p50 / p95 / p99 / max"
echo
echo '| | ms |'
echo '|---|---|'
for kind in plain guarded; do
  repository "$kind"
  touching "$kind"
  if [[ $kind == guarded ]]; then "$assay" guard install "$kind.git" >/dev/null; fi
done
measure plain "assay watch"
idle_plain=$idle
measure guarded "assay watch, beside our hooks"
if command -v inotifywait >/dev/null; then
  repository peer
  touching peer
  (
    inotifywait --quiet --monitor --event moved_to "$ground/peer.git/refs/heads" 2>peer.err |
      while read -r _; do ./peer.touch; done
  ) &
  watches+=($!)
  sleep 1
  printf '| inotifywait and a shell loop | %s |\n' "$(latency peer | percentiles)"
fi
echo '| a loop that polls every 30 s, as computed | 15000.00 / 28500.00 / 29700.00 / 30000.00 |'
echo
echo "idle for ${IDLE:-60} s after $pushes events: $idle_plain"

# One watch of many repositories.
for ((i = 1; i <= 200; i++)); do
  cp -r plain.git "many-$i.git"
  git clone --quiet --bare "many-$i.git" "many-$i-clone.git"
done
dirs=(many-*-clone.git)
"$assay" watch "${dirs[@]}" --on message --consumer many --jsonl "$ground/many.jsonl" >/dev/null 2>many.err &
watches+=($!)
watch=$!
until [[ -e many.jsonl && $(wc -l <many.jsonl) == $((200 * pushes)) ]]; do sleep 1; done
sleep 5
before=$(awk '{ print $14 + $15 }' "/proc/$watch/stat")
start=$SECONDS
sleep "${MANY_IDLE:-120}"
after=$(awk '{ print $14 + $15 }' "/proc/$watch/stat")
awk -v t=$((after - before)) -v s=$((SECONDS - start)) -v m="$(awk '/VmRSS/ { print $2 }' "/proc/$watch/status")" \
  -v i="${MANY_IDLE:-120}" 'BEGIN { printf "200 repositories, idle for %d s: %.3f %% of a core, %.1f MB\n", i, t / s, m / 1024 }'
