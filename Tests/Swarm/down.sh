#!/usr/bin/env bash
# down.sh [ROOT]: stops the engine that up.sh started below ROOT (or ASSAY_SWARM_ROOT), with all that runs on it, and
# removes ROOT. Without one it has nothing to do.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
root=$(swarm_root "$@")
[[ -d $root ]] || exit 0
exec 9>"$root.lock"
flock 9

gone() { [[ ! -e /proc/$1 ]]; }
if process=$(engine_process "$root"); then
  # Containers end with the Swarm; an engine that is stopped alone would leave their processes behind for seconds.
  timeout 20 docker --host "unix://$root/docker.sock" swarm leave --force >/dev/null 2>&1 || true
  kill -TERM "$process"
  if ! eventually 150 gone "$process"; then
    kill -KILL "$process"
    eventually 50 gone "$process" || { echo "down.sh: the engine does not end (process $process)" >&2; exit 1; }
  fi
fi
# What a killed engine left behind, containerd and its shims, names its directory among its arguments.
for process in $(processes_of "$root/exec/"); do kill -KILL "$process" 2>/dev/null || true; done

while read -r mount; do umount --lazy -- "$mount" || true; done < <(
  awk -v root="$root/" 'index($2, root) == 1 { print $2 }' /proc/self/mounts | sort --reverse)
rm -rf --one-file-system -- "$root"
rm -f -- "$root.lock"
