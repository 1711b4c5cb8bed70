# lib.sh: what up.sh, down.sh and image.sh share. To be sourced, with the Swarm's directory as the first argument.

swarm_root() { # the directory of the Swarm, absolute
  local root=${1:-${ASSAY_SWARM_ROOT:-}}
  if [[ -z $root || $root != /* || $root == / ]]; then
    echo "$(basename "$0"): say which directory, as an absolute path: as an argument, or in ASSAY_SWARM_ROOT" >&2
    exit 64
  fi
  printf '%s\n' "${root%/}"
}

# The engine's process, if the file still tells the truth: a number may have been given to another since.
engine_process() { # ROOT
  local number
  [[ -s $1/dockerd.pid ]] && number=$(<"$1/dockerd.pid") && [[ -r /proc/$number/cmdline ]] &&
    tr '\0' '\n' <"/proc/$number/cmdline" | grep -qxF -- "$1/data" && printf '%s\n' "$number"
}

# Every process that has a path below DIRECTORY/ among its arguments, but for this one.
processes_of() { # DIRECTORY/
  local entry
  for entry in /proc/[0-9]*; do
    [[ $entry != /proc/$$ ]] || continue
    if tr '\0' '\n' 2>/dev/null <"$entry/cmdline" | grep -q -- "^$1"; then printf '%s\n' "${entry#/proc/}"; fi
  done
}

answers() { docker version --format '{{.Server.Version}}' >/dev/null 2>&1; }

# Runs a command every tenth of a second until it succeeds; TENTHS is how often.
eventually() { # TENTHS, COMMAND…
  local tries=$1
  shift
  while ! "$@"; do
    ((tries-- > 0)) || return 1
    sleep 0.1
  done
}
