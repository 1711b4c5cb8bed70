#!/bin/sh
# assay guard: judges every push before it is taken. Written by 'assay guard install', which may write it anew.
# A hook that stood here before is kept beside it as pre-receive.before-assay, and runs after the guard has agreed.
case $0 in */*) before=${0%/*}/pre-receive.before-assay ;; *) before=./pre-receive.before-assay ;; esac
[ -x "$before" ] || exec @ASSAY@ guard
updates=$(cat) || exit 1
printf '%s\n' "$updates" | @ASSAY@ guard || exit 1
printf '%s\n' "$updates" | "$before" "$@"
