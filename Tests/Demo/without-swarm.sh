#!/usr/bin/env bash
# without-swarm.sh FILE: prints the phase file with every check of kind harness named under not_asked instead, for a
# machine on which no Swarm is to be had. What is not asked counts for nothing, and is shown wherever the gate is.
set -euo pipefail
awk '
  function keep() {
    if (block ~ /\n        harness:/) left[++count] = id
    else printf "%s", block
    block = ""
  }
  function name() {
    for (i = 1; i <= count; i++) printf "      - id: %s\n        reason: needs a Docker Swarm, and this machine has none\n", left[i]
    count = 0
  }
  /^      - id: / { if (inside) keep(); inside = !named; id = $3; if (inside) { block = $0 "\n"; next } }
  /^    not_asked:/ { keep(); inside = 0; named = 1; print; name(); next }
  /^  - id: / || /^$/ && !inside { if (inside) keep(); if ($0 !~ /^$/) { if (count) { print "    not_asked:"; name(); print "" } inside = 0; named = 0 } }
  inside { block = block $0 "\n"; next }
  { print }
  END { if (inside) keep(); if (count) { print "    not_asked:"; name() } }
' "$1"
