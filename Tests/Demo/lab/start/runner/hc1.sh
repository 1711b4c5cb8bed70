#!/bin/sh
# hc1.sh LABEL HEAD
#
# HC1: the chaos-version label of the deployed service is the commit under test. Equality and nothing weaker: "it
# moved" is not enough. abra shortens the id and adds +U when the tree holds untracked files, so the label without that
# marker has to be a prefix of the head's id, or the head's id a prefix of it.
set -u
label=${1-} head=${2-}
stamp=${label%%+*}

wrong() {
  echo "HC1: chaos commit '$label', not $head" >&2
  exit 1
}

case $stamp in '' | *[!0-9a-f]*) wrong ;; esac
case $head in '' | *[!0-9a-f]*) wrong ;; esac
case $head in "$stamp"*) exit 0 ;; esac
case $stamp in "$head"*) exit 0 ;; esac
wrong
