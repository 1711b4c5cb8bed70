#!/bin/sh
# assay guard: judges every push before it is taken. Written by 'assay guard install', which may write it anew.
# A hook that stood here before is kept beside it as pre-receive.before-assay, and runs after the guard has agreed.
updates=$(cat) || exit 1
printf '%s\n' "$updates" | @ASSAY@ guard || exit 1
before="$(dirname "$0")/pre-receive.before-assay"
if [ -x "$before" ]; then printf '%s\n' "$updates" | "$before" "$@"; fi
