#!/bin/sh
# assay guard: tells watches of the push, and keeps the state of the branch, so that the next push is judged quickly.
# Written by 'assay guard install', which may write it anew. A hook that stood here before is kept beside it as
# post-receive.before-assay, and runs first.
case $0 in */*) before=${0%/*}/post-receive.before-assay ;; *) before=./post-receive.before-assay ;; esac
if [ -x "$before" ]; then
  updates=$(cat) || exit 1
  printf '%s\n' "$updates" | "$before" "$@"
  case "$updates" in *refs/heads/@BRANCH@*|*refs/assay/*) @ASSAY@ guard remember ;; esac
  exit
fi
# A push of code alone changes nothing of that, and waits for nothing.
while read -r old new reference; do
  case "$reference" in refs/heads/@BRANCH@|refs/assay/*) exec @ASSAY@ guard remember ;; esac
done
