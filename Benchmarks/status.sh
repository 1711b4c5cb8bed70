#!/usr/bin/env bash
# status.sh [ASSAY] [GENERATE] [RECORDS] [signed]
#
# How long `assay status` takes on a coordination branch of RECORDS records (default 20000), in a clone as `assay join`
# makes it, beside what plain git takes to read the same history. GENERATE makes the workspace:
#
#   make build && swift build -c release --product generate
#   bash Benchmarks/status.sh .build/release/assay .build/release/generate
#
# Cold: no snapshot of the fold under .git/assay; every record is read and judged. Warm: the snapshot is there. Offline:
# the remote is not asked. Each line is the median of RUNS runs (default 9), taken in turns so that a busy machine is
# busy for all of them; the last column is the ratio to `git log --format=%H`, which reads every commit, or to
# `git log -1`, which reads one. With `signed`, every record is signed, and verified when it is read. The clone has git's
# defaults: no commit-graph. Fails if two answers differ.
set -euo pipefail
assay=$(realpath "$(command -v "${1:-assay}")")
generate=$(realpath "$(command -v "${2:-generate}")")
records=${3:-20000}
signed=${4-}
runs=${RUNS:-9}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"
mkdir home
export HOME=$scratch/home GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1 GIT_TERMINAL_PROMPT=0
export ASSAY_NOW=2026-06-11T17:36:00Z

"$generate" "$scratch" "$records" ${signed:+--signed}
export XDG_CONFIG_HOME=$scratch/config
# By file://, as over a wire: the clone gets one pack, and not the loose objects that the generator wrote.
"$assay" join builder "file://$scratch/team.git" clone >/dev/null
cd clone
[[ ! -e .git/objects/info/commit-graph && ! -e .git/objects/info/commit-graphs ]]

forget() { rm -f .git/assay/state-*.json; }
timed() { # NAME COMMAND…: appends the nanoseconds that the command takes
  local name=$1 began
  shift
  began=$(date +%s%N)
  "$@" >"$scratch/$name.out"
  echo $(($(date +%s%N) - began)) >>"$scratch/$name"
}
for ((run = 0; run < runs; run++)); do
  timed log-all git log --format=%H
  timed log-one git log -1
  timed fetch git fetch --quiet origin
  forget
  timed cold "$assay" status --json
  timed warm "$assay" status --json
  forget
  timed cold-offline "$assay" status --json --offline
  timed warm-offline "$assay" status --json --offline
done
for answer in warm cold-offline warm-offline; do cmp "$scratch/cold.out" "$scratch/$answer.out"; done
grep -q "\"records\":$records" "$scratch/cold.out"

median() { sort -n "$scratch/$1" | sed -n "$((runs / 2 + 1))p"; }
line() { # TITLE NAME [OTHER]
  awk -v title="$1" -v n="$(median "$2")" -v other="$(median "${3:-$2}")" \
    'BEGIN { printf "%-34s %8.1f ms  %6.2f\n", title, n / 1e6, n / other }'
}
echo "$records records${signed:+, signed}, $(git rev-list --count HEAD) commits, median of $runs"
line 'git log --format=%H' log-all
line 'assay status, cold' cold log-all
line 'assay status, cold, --offline' cold-offline log-all
line 'git log -1' log-one
line 'git fetch, nothing new' fetch log-one
line 'assay status, warm' warm log-one
line 'assay status, warm, --offline' warm-offline log-one
