#!/bin/sh
# assay guard: tells watches of the push, and keeps the state of the branch, so that the next push is judged quickly.
# Written by 'assay guard install', which may write it anew. A hook that stood here before is kept beside it as
# post-receive.before-assay, and runs first.
updates=$(cat) || exit 1
before="$(dirname "$0")/post-receive.before-assay"
if [ -x "$before" ]; then printf '%s\n' "$updates" | "$before" "$@"; fi
# A push of code alone changes nothing of that, and waits for nothing.
case "$updates" in *refs/heads/@BRANCH@*|*refs/assay/*) @ASSAY@ guard remember ;; esac
