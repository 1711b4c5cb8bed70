#!/usr/bin/env bash
# overhead.sh ASSAY [RUNS]: the wall time of `assay harness run` (install and upgrade, then everything taken out) beside that
# of the docker commands that do the same by hand: two `docker stack deploy`, each followed by a loop that asks the engine
# every 100 ms whether it is through, `docker stack rm`, and a loop until nothing is left. In turns, on a Swarm of its own.
# The first deployment is watched for as long as `monitor` says, by hand as by the harness: an engine has no word for it.
# What is asked of the engine for the work itself is the same on both sides, options included, and so is the question for the
# app's health. The harness alone clones the recipe, sees that images are there, counts tasks, looks once more at the end of
# the upgrade, keeps logs, looks for what is left of every kind, and writes results: that is its overhead.
# `monitor` is 5 s, the engine's default; what takes longer in a real recipe makes the ratio smaller.
set -euo pipefail
assay=$(readlink -f "${1:?the binary}")
runs=${2:-7}
scripts=$(cd "$(dirname "${BASH_SOURCE[0]}")/../Tests/Swarm" && pwd)
root=$(mktemp -d) ground=$(mktemp -d)
trap 'bash "$scripts/down.sh" "$root"; rm -rf "$ground"' EXIT
use=$(bash "$scripts/up.sh" --until $$ "$root")
eval "$use"
bash "$scripts/image.sh" --zoo app
cd "$ground"
export HOME=$ground/home XDG_STATE_HOME=$ground/state GIT_CONFIG_NOSYSTEM=1
export GIT_AUTHOR_NAME=x GIT_AUTHOR_EMAIL=x@x.invalid GIT_COMMITTER_NAME=x GIT_COMMITTER_EMAIL=x@x.invalid
mkdir -p home

compose() { # IMAGE VERSION
  cat <<YML
version: "3.8"
services:
  app:
    image: 127.0.0.1:1/app:$1
    init: true
    stop_grace_period: 1s
    networks: [hostnet]
    healthcheck: { test: ["CMD", "/bin/sh", "-c", "test -s /well"], interval: 500ms, timeout: 1s, retries: 2 }
    deploy:
      labels: ["coop-cloud.\${STACK_NAME}.version=$2"]
      update_config: { order: start-first, failure_action: rollback, monitor: 5s }
      rollback_config: { order: start-first, failure_action: pause, monitor: 1s }
networks: { hostnet: { external: true, name: host } }
YML
}
git init --quiet recipe
echo 'health: { exec: { service: app, run: [test, -s, /well] } }' >recipe.yml
for version in 1.0.0+1 1.1.0+1; do
  compose "v$([[ $version == 1.0* ]] && echo 1 || echo 2)" "$version" >recipe/compose.yml
  echo TYPE=zoo >recipe/.env.sample
  git -C recipe add --all
  git -C recipe commit --quiet --message "$version"
  [[ $version == 1.0* ]] && git -C recipe tag --annotate --message "$version" "$version"
done

healthy() { [[ $(docker ps --quiet --filter "label=com.docker.swarm.service.name=hand_app" --filter health=healthy | wc -l) -ge 1 ]]; }
# What recipe.yml asks, of a container that the engine calls healthy.
well() { docker exec "$(docker ps --quiet --filter "label=com.docker.swarm.service.name=hand_app" --filter health=healthy | head -n 1)" test -s /well; }
updated() { [[ $(docker service inspect --format '{{if .UpdateStatus}}{{.UpdateStatus.State}}{{end}}' hand_app) == completed ]]; }
by_hand() {
  STACK_NAME=hand docker stack deploy --detach=true --compose-file <(compose v1 1.0.0+1) hand
  until healthy; do sleep 0.1; done
  sleep 5
  well
  STACK_NAME=hand docker stack deploy --detach=true --compose-file <(compose v2 1.1.0+1) hand
  until updated; do sleep 0.1; done
  well
  docker stack rm --detach=true hand
  until [[ -z $(docker ps --all --quiet --filter label=com.docker.swarm.service.name=hand_app) ]]; do sleep 0.1; done
}
by_harness() {
  "$assay" harness run --recipe zoo --source recipe --head main --metadata recipe.yml --stages install,upgrade \
    --out "$ground/results" || [[ $? == 0 ]]
}
timed() { # COMMAND FILE
  local start=$EPOCHREALTIME end
  "$1" >last.log 2>&1 || { cat last.log >&2; exit 1; }
  end=$EPOCHREALTIME
  echo $(((${end/./} - ${start/./}) / 1000)) >>"$2"
}
git -C recipe branch --move --force main
for ((run = 0; run < runs; run++)); do
  timed by_hand hand
  timed by_harness harness
done
median() { sort -n "$1" | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }
hand=$(median hand) harness=$(median harness)
echo "by hand $hand ms, by the harness $harness ms (medians of $runs, in turns): $(awk -v a="$harness" -v b="$hand" 'BEGIN { printf "%+.1f %%", (a / b - 1) * 100 }')"
