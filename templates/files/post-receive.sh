#!/bin/sh
# assay guard: tells watches of the push, and keeps the state of the branch, so that the next push is judged quickly.
# Written by 'assay guard install', which may write it anew. A hook that stood here before is kept beside it as
# post-receive.before-assay, and runs first.

# Whether a reference is the branch or something of ours, itself or as another name for it.
concerns() {
  name=$1
  for hop in 1 2 3 4 5; do
    case "$name" in refs/heads/@BRANCH@|refs/assay/*) return 0 ;; esac
    [ -f "$name" ] && IFS= read -r line <"$name" || return 1
    case "$line" in 'ref: '*) name=${line#ref: } ;; *) return 1 ;; esac
  done
  return 1
}

case $0 in */*) before=${0%/*}/post-receive.before-assay ;; *) before=./post-receive.before-assay ;; esac
if [ -x "$before" ]; then
  updates=$(cat) || exit 1
  printf '%s\n' "$updates" | "$before" "$@"
  printf '%s\n' "$updates" | while read -r old new reference; do
    if concerns "$reference"; then @ASSAY@ guard remember && break; fi
  done
  exit
fi
# A push of code alone changes nothing of that, and waits for nothing.
while read -r old new reference; do
  if concerns "$reference"; then exec @ASSAY@ guard remember; fi
done
