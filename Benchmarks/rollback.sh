#!/usr/bin/env bash
# rollback.sh STUDY RUNS: runs the study on a Swarm of its own, which is gone afterwards.
set -euo pipefail
study=$1 runs=$2
scripts=$(cd "$(dirname "${BASH_SOURCE[0]}")/../Tests/Swarm" && pwd)
root=$(mktemp -d)
trap 'bash "$scripts/down.sh" "$root"' EXIT
use=$(bash "$scripts/up.sh" --until $$ "$root")
eval "$use"
bash "$scripts/image.sh" --zoo app
"$study" "$runs"
