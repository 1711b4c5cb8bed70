# shellcheck shell=bash
# What demo.sh and tamper.sh share, to be sourced: a world of their own, a narrator, and steps that stop at the first
# surprise. Commands are given as text, so that what is shown is what is run.

# Shuts the user's own settings out: nothing from this machine decides how the play goes.
isolate() { # DIR
  local name
  for name in $(compgen -e | grep -E '^(GIT|ASSAY|SSH)_' || true); do unset "$name"; done
  mkdir -p "$1/home" "$1/config" "$1/tmp"
  export HOME=$1/home XDG_CONFIG_HOME=$1/config XDG_STATE_HOME=$1/home/state XDG_CACHE_HOME=$1/home/cache TMPDIR=$1/tmp
  export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1 GIT_TERMINAL_PROMPT=0
  export TZ=UTC LC_ALL=C.UTF-8
}

bold='' dim='' plain=''
if [[ -t 1 && -z ${NO_COLOR-} ]]; then bold=$'\e[1m' dim=$'\e[2m' plain=$'\e[0m'; fi

scene() { printf '\n%s== %s%s\n\n' "$bold" "$1" "$plain"; }
tell() { printf '%s# %s%s\n' "$dim" "$1" "$plain"; }

surprise() {
  printf '\n%ssurprise: %s%s\nEverything is kept in %s\n' "$bold" "$1" "$plain" "${stage_directory:-.}" >&2
  exit 1
}

# Shows and runs one command in the current directory; leaves its exit status in $status and its output in $output.
perform() {
  printf '%s$ %s%s\n' "$bold" "$1" "$plain"
  status=0
  eval "$1" >"$stage_directory/output" 2>&1 </dev/null || status=$?
  sed 's/^/  /' "$stage_directory/output"
  output=$(<"$stage_directory/output")
}

# Runs commands, one a line; each must succeed.
run() {
  local command
  for command; do
    perform "$command"
    ((status == 0)) || surprise "expected exit 0, got $status: $command"
  done
}

# Runs a command that must answer no.
answers_no() {
  perform "$1"
  ((status == 1)) || surprise "expected exit 1, got $status: $1"
}

# Runs a command that the named rule must refuse.
refused() { # RULE COMMAND
  perform "$2"
  ((status == 77)) || surprise "expected exit 77, got $status: $2"
  [[ $output =~ (^|[^A-Za-z0-9])$1([^A-Za-z0-9]|$) ]] || surprise "expected rule $1 to be named: $2"
}

# The last output must say this.
says() {
  grep -qE -- "$1" "$stage_directory/output" || surprise "expected the output to match: $1"
}

silently() {
  "$@" >"$stage_directory/output" 2>&1 </dev/null || {
    cat "$stage_directory/output" >&2
    surprise "failed: $*"
  }
}
