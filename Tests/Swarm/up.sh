#!/usr/bin/env bash
# up.sh [--until PROCESS] [ROOT]: a Swarm of one node, all of whose state lies below ROOT (or ASSAY_SWARM_ROOT). Its engine
# lives in a network namespace in which there is nothing but loopback: the machine's links, routes and packet filters stay
# as they are, and no attempt to fetch an image leaves the machine. Run again, it finds the Swarm up and changes nothing.
# With --until, down.sh follows when that process has ended, however it ended. Prints the line that makes a shell use the
# Swarm. Needs root, and docker.io, iptables and iproute2; without them it exits with 77.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
until_process=
if [[ ${1-} == --until ]]; then
  until_process=${2:?the number of a process}
  shift 2
fi
root=$(swarm_root "$@")

((EUID == 0)) || { echo "up.sh: an engine can be started by root only" >&2; exit 77; }
PATH=$PATH:/usr/sbin:/sbin
for tool in docker dockerd containerd iptables ip unshare setsid; do
  command -v "$tool" >/dev/null || { echo "up.sh: no '$tool' here; Tests/Demo/setup.sh installs it on Debian" >&2; exit 77; }
done
unshare --net --mount true 2>/dev/null || { echo "up.sh: no namespaces can be made here" >&2; exit 77; }

mkdir -p "$root"
export DOCKER_HOST=unix://$root/docker.sock
unset DOCKER_CONTEXT DOCKER_TLS_VERIFY
# Two at once would start two engines in one directory.
exec 9>"$root.lock"
flock 9

if [[ -n $until_process ]]; then
  setsid bash -c 'tail --pid="$1" -f /dev/null; exec bash "$2/down.sh" "$3"' sh "$until_process" "$here" "$root" \
    </dev/null >/dev/null 2>&1 9>&- &
fi
if ! engine_process "$root" >/dev/null; then
  rm -f "$root/docker.sock" "$root/dockerd.pid"
  setsid unshare --net -- sh -c 'ip link set lo up && exec "$@"' sh dockerd \
    --host "$DOCKER_HOST" --data-root "$root/data" --exec-root "$root/exec" --pidfile "$root/dockerd.pid" \
    --bridge none --iptables=false --ip6tables=false --ip-masq=false --ip-forward=false \
    --exec-opt native.cgroupdriver=cgroupfs --shutdown-timeout 2 </dev/null >"$root/dockerd.log" 2>&1 9>&- &
fi
if ! eventually 300 answers; then
  echo "up.sh: the engine did not come up; its last words:" >&2
  tail -n 20 "$root/dockerd.log" >&2
  exit 1
fi
if [[ $(docker info --format '{{.Swarm.LocalNodeState}}') != active ]]; then
  docker swarm init --advertise-addr 127.0.0.1 --listen-addr 127.0.0.1:2377 >/dev/null
fi
echo "export DOCKER_HOST=$DOCKER_HOST"
