#!/usr/bin/env bash
# race.sh [ASSAY] [WRITERS] [RECORDS]
#
# How fast WRITERS clones (default 12) write RECORDS records each (default 25) to one bare remote, all at once; beside it
# the same number of writers that use plain git alone: commit, pull --rebase, push, again until it is taken. Prints both
# times and the ratio of their throughputs. Fails if a record is lost, or written twice, or the audit is not clean.
set -euo pipefail
assay=$(realpath "$(command -v "${1:-assay}")")
writers=${2:-12}
records=${3:-25}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"
mkdir home
export HOME=$scratch/home GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1 GIT_TERMINAL_PROMPT=0
export GIT_AUTHOR_NAME=Ada GIT_AUTHOR_EMAIL=ada@example.org GIT_COMMITTER_NAME=Ada GIT_COMMITTER_EMAIL=ada@example.org
export GIT_CONFIG_COUNT=2 GIT_CONFIG_KEY_0=gc.auto GIT_CONFIG_VALUE_0=0
export GIT_CONFIG_KEY_1=maintenance.auto GIT_CONFIG_VALUE_1=false

start() { # NAME: a bare remote with one commit, and a first clone
  git init --quiet --bare --initial-branch=main "$1.git"
  git clone --quiet "$1.git" "$1-0" 2>/dev/null
  git -C "$1-0" checkout --quiet -B main
  echo hi >"$1-0/hello.txt"
  git -C "$1-0" add .
  git -C "$1-0" commit --quiet -m start
  git -C "$1-0" push --quiet -u origin HEAD
}
now() { date +%s%N; }
seconds() { awk -v n="$1" 'BEGIN { printf "%.1f s", n / 1e9 }'; }

start records
cat >race.yml <<'YAML'
phase: race
title: many hands
dod:
  D1: hello.txt greets
gates:
  - id: M1
    title: greets
    covers: [D1]
    checks:
      - id: greets
        title: hello.txt says hi
        run: cat hello.txt
        expect: { exit: 0, stdout: { contains: ["hi"], lines: 1 } }
YAML
(cd records-0 && "$assay" init && "$assay" phase add ../race.yml && "$assay" phase open race) >/dev/null
for ((writer = 1; writer <= writers; writer++)); do
  role=builder
  if ((writer % 3 == 0)); then role=adversary; fi
  "$assay" join "$role" "$scratch/records.git" "records-$writer" >/dev/null
done
write() { # WRITER
  local number act
  cd "records-$1"
  for ((number = 1; number <= records; number++)); do
    act=(decide -m "d $1 $number")
    case $((number % 3)) in
      0) act=(send operator -m "m $1 $number") ;;
      1) if (($1 % 3)); then act=(backlog add -m "b $1 $number"); else act=(finding open -m "f $1 $number"); fi ;;
    esac
    "$assay" "${act[@]}" >/dev/null || echo "writer $1, record $number: exit $?" >>"$scratch/failures"
  done
}
began=$(now)
for ((writer = 1; writer <= writers; writer++)); do write "$writer" & done
wait
ours=$(($(now) - began))
[[ ! -e failures ]] || { cat failures >&2; exit 1; }
git -C records-0 pull --quiet --ff-only
found=$(git -C records-0 log --format=%s | grep -cE '[bdfm] [0-9]+ [0-9]+$')
twice=$(git -C records-0 log --format=%s | grep -oE '[bdfm] [0-9]+ [0-9]+$' | sort | uniq -d | wc -l)
((found == writers * records && twice == 0)) || { echo "race.sh: $found records, $twice twice" >&2; exit 1; }
(cd records-0 && "$assay" audit >/dev/null)

start plain
for ((writer = 1; writer <= writers; writer++)); do git clone --quiet plain.git "plain-$writer"; done
plain() { # WRITER
  local number
  cd "plain-$1"
  for ((number = 1; number <= records; number++)); do
    echo "$number" >"file-$1"
    git add "file-$1"
    git commit --quiet -m "$1 $number"
    until git pull --quiet --rebase && git push --quiet; do :; done 2>/dev/null
  done
}
began=$(now)
for ((writer = 1; writer <= writers; writer++)); do plain "$writer" & done
wait
theirs=$(($(now) - began))
count=$(git -C plain.git rev-list --count main)
((count == writers * records + 1)) || { echo "race.sh: plain git wrote $((count - 1))" >&2; exit 1; }

echo "$writers writers, $records records each: assay $(seconds $ours), plain git $(seconds $theirs)"
awk -v a=$ours -v b=$theirs 'BEGIN { printf "throughput, assay to plain git: %.2f\n", b / a }'
