#!/usr/bin/env bash
# laws.sh: the laws of the house that the compiler does not check by itself. Prints every breach as
# "law: file:line: what stands there" and exits 1 if there was one. What each law is for stands in
# Sources/assay/Documentation.docc/Architecture.md.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

# Rooms that may import all of Foundation, with its start-up cost. FoundationEssentials is free.
foundation_allowed=()

found=$(mktemp)
trap 'rm -f "$found"' EXIT
breach() { # LAW, lines on standard input
  sed -e '/^$/d' -e "s|^|law $1: |" | tee -a "$found"
}

# Every import below DIR… as file:line:module.
imports() {
  local present=() dir
  for dir; do [[ -d $dir ]] && present+=("$dir"); done
  ((${#present[@]})) || return 0
  grep -rnE --include='*.swift' '^[[:space:]]*(@[A-Za-z_]+(\([^)]*\))?[[:space:]]+)*((public|package|internal|fileprivate|private)[[:space:]]+)?import[[:space:]]' "${present[@]}" |
    sed -E 's/^([^:]*:[0-9]+):.*import[[:space:]]+((struct|class|enum|protocol|func|var|let|typealias)[[:space:]]+)?([A-Za-z0-9_]+).*/\1:\4/' || true
}
# Lines of code below DIR… that match PATTERN; lines that are wholly comment do not count.
code() {
  local pattern=$1
  shift
  grep -rnE --include='*.swift' "$pattern" "$@" | grep -vE '^[^:]*:[0-9]+:[[:space:]]*//' || true
}
except() { grep -vE "$1" || true; }
only() { grep -E "$1" || true; }

# 1. The model imports nothing; the rules and the ledgers are pure.
imports Sources/WorkflowModel | breach "1 (WorkflowModel imports nothing)"
imports Sources/Ledgers | except ':WorkflowModel$' | breach "1 (Ledgers knows the words only)"
imports Sources/WorkflowRules | except ':(WorkflowModel|Ledgers)$' | breach "1 (WorkflowRules is pure)"
imports Sources/Signatures | except ':(WorkflowModel|Crypto|CryptoExtras|FoundationEssentials)$' |
  breach "1 (Signatures is pure)"
imports Sources/GitObjects | except ':WorkflowModel$' | breach "1 (GitObjects knows the words only)"

imports Sources/YAMLReading | except ':(WorkflowModel|Yams)$' | breach "1 (YAMLReading is pure)"
imports Sources/Recipes | except ':(WorkflowModel|YAMLReading|Yams|Crypto|FoundationEssentials)$' |
  breach "1 (Recipes is pure)"
imports Sources/Sealing | except ':(WorkflowModel|Crypto|FoundationEssentials)$' | breach "1 (Sealing is pure)"

imports Sources/Swarm | breach "1 (Swarm is pure and imports nothing)"
imports Sources/TextPatterns | except ':CPCRE2$' | breach "1 (TextPatterns is pure)"

# 2. C lives in one room, and so does docker.
code '"docker"|docker\.sock|"(stack|service|container)", "(ls|rm|ps|inspect|deploy|config|logs|update)"' Sources templates phases | except '^Sources/DockerSwarm/' |
  breach "2 (only DockerSwarm spells docker's arguments)"
imports Sources templates phases | only ':(CGit2|CGitLocal|CDeflate)$' | except '^Sources/GitStorage/' |
  breach "2 (only GitStorage imports git's C)"
imports Sources templates phases | only ':CPCRE2$' | except '^Sources/TextPatterns/' |
  breach "2 (only TextPatterns imports PCRE2)"

# 3. No idea, no use case and no surface imports an adapter; only the door joins them.
imports Sources/WorkflowRules Sources/Ledgers Sources/YAMLReading Sources/Recipes Sources/Swarm Sources/RecipeHarness \
  Sources/PhaseFiles Sources/Evidence Sources/Signatures Sources/Sealing Sources/Replay \
  Sources/Guard Sources/Watch Sources/Coordination Sources/Presentation Sources/AssayCommands Sources/HostEffects |
  only ':(GitStorage|GitBook|Signing|DockerSwarm|CGit2|CDeflate)$' | breach "3 (no floor below the door imports an adapter)"

# 4. The guard, and what it replays history with, cannot start a process, write an object or move a reference: they know
# nothing that could. Ideas and use cases never print.
imports Sources/Replay |
  except ':(WorkflowModel|WorkflowRules|Ledgers|PhaseFiles|Evidence|GitObjects|Signatures|Sealing|Crypto|Dispatch|Synchronization)$' |
  breach "4 (Replay only reads)"
imports Sources/Guard | except ':(WorkflowModel|WorkflowRules|Ledgers|GitObjects|Replay)$' | breach "4 (Guard only reads)"
code '(^|[^A-Za-z0-9_.])(print|debugPrint|dump)\(' Sources/WorkflowModel Sources/WorkflowRules Sources/Ledgers \
  Sources/YAMLReading Sources/Recipes Sources/Swarm Sources/PhaseFiles Sources/Evidence Sources/Signatures Sources/Sealing \
  Sources/Replay Sources/Guard Sources/Watch Sources/Coordination Sources/RecipeHarness Sources/GitStorage Sources/GitBook Sources/Signing \
  Sources/DockerSwarm | breach "4 (only the surface speaks)"

# 5. What hides an error or a race is not written.
code '@unchecked[[:space:]]+Sendable|nonisolated\(unsafe\)' Sources templates phases | breach "5 (no promise that the compiler cannot check)"
code '(^|[^A-Za-z0-9_])(try|as)!|(^|[^A-Za-z0-9_])fatalError\(' Sources templates phases | breach "5 (outside data is refused, never a crash)"
code '(^|[^A-Za-z0-9_])try\?' Sources templates phases | breach "5 (no error is dropped)"

# 6. A file is read in one sitting.
find Sources Tests templates phases -name .build -prune -o \( -name '*.swift' -o -name '*.sh' \) -print |
  while IFS= read -r file; do
    lines=$(wc -l <"$file")
    ((lines <= 300)) || echo "$file: $lines lines"
  done | breach "6 (at most 300 lines a file)"

# 7. Foundation without need costs every start.
for file in "${foundation_allowed[@]}"; do [[ -e $file ]] || echo "$file: is on the list but not there"; done |
  breach "7 (list of Foundation imports)"
imports Sources templates phases | only ':Foundation$' |
  while IFS= read -r line; do
    allowed=no
    for file in "${foundation_allowed[@]}"; do if [[ $line == "$file":* ]]; then allowed=yes; fi; done
    if [[ $allowed == yes ]]; then echo "laws: Foundation in $line (allowed)" >&2; else echo "$line"; fi
  done | breach "7 (FoundationEssentials is enough)"

# 8. The text is about the thing: no path of somebody's machine, no word about how it came to be written.
find . -path ./.build -prune -o -path ./.git -prune -o -path './.build-*' -prune -o -type f -print |
  grep -v '/laws\.sh$' | tr '\n' '\0' |
  { xargs -0 grep -nIE '(^|[^A-Za-z0-9_./])/(work|root|home/[a-z]+)/|(this|my|our|last|next|later|previous|another) session' || true; } |
  breach "8 (no machine's paths, no diary)"

# 9. The top level is a table of contents.
allowed='^(Package\.(swift|resolved)|Sources|Tests|templates|phases|Benchmarks|README\.md|LICENSE|Makefile|CHANGELOG\.md|CONTRIBUTING\.md|SECURITY\.md|\..*)$'
for entry in *; do [[ $entry =~ $allowed ]] || echo "$entry"; done | breach "9 (the top level)"

# 10. The bugs that tests have to notice can be put into the sources as they stand.
for patch in Tests/Bugs/*.patch; do
  git apply --check "$patch" 2>/dev/null || echo "$patch: does not apply"
done | breach "10 (make bugs)"

if [[ -s $found ]]; then
  echo "laws: $(wc -l <"$found") breaches" >&2
  exit 1
fi
echo "laws: kept"
