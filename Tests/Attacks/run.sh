#!/usr/bin/env bash
# run.sh ASSAY [NAME…]
#
# Plays every attack of Tests/Attacks/catalogue, or those named, each in a copy of a world of its own: first against the
# guarded remote, which has to refuse the push and name the rule that the catalogue states, and no other; then, with the
# guard removed, the same push is taken, and `assay audit` in the Builder's clone has to find it, by the stated rule and
# no other. Honest deeds stand among the attacks: a guard that refused everything would fail them. Prints a line for
# each; exit 1 if one came out otherwise than stated. ATTACKS_AT_ONCE says how many are played at a time (2).
set -euo pipefail
# The catalogue is read with it: elsewhere bash takes \u for six letters.
export LC_ALL=C.UTF-8
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source "$here/world.sh"
source "$here/lib.sh"
for file in "$here"/catalogue/*.sh; do
  family=$(basename "$file" .sh)
  source "$file"
done
assay=$(realpath "$1")
shift

refs() { git -C ../team.git for-each-ref --format='%(refname) %(objectname)'; }
# The rules that a refused push, or an audit, names.
refused_by() { sed -nE 's/^remote: ([A-Z][0-9]): .*/\1/p' ../refusal | sort -u | paste -sd+; }
found_by() { grep -oE '"rule":"[A-Z0-9]+"' ../audit | cut -d'"' -f4 | sort -u | paste -sd+; }
push() {
  if ((${#told[@]})); then push_as_told; else git push --quiet "${push_options[@]}" origin "${refspecs[@]}"; fi \
    >../refusal 2>&1 </dev/null
}
audit() { (cd ../builder && "$assay" audit --json >../audit 2>../audit.said </dev/null); }
# What anybody is shown of the workflow, but for the commit that it was read from.
shown() { (cd ../builder && "$assay" status --json </dev/null | sed -E 's/"tip":"[0-9a-f]*"//; s/"time":"[^"]*"//'); }
unguard() {
  rm -f ../team.git/hooks/p*-receive
  git -C ../team.git config --unset receive.fsckObjects
  git -C ../team.git config receive.shallowUpdate true
}

# Leaves in $answer what came of it; returns 1 where that is not what was stated.
judge() { # REFUSED FOUND NAME
  local before status=0 said shown_before=''
  push_default
  evidence='' evidence_like=''
  "$3" >../deed 2>&1 </dev/null || { answer="the deed itself failed: $(tail -n 3 ../deed)" && return 1; }
  [[ $2 != no-effect ]] || shown_before=$(shown)
  before=$(refs)
  push || status=$?
  if [[ $1 == accepted ]]; then
    ((status == 0)) || { answer="REFUSED: $(sed -n 2p ../refusal)" && return 1; }
  elif [[ $1 != no-effect ]]; then
    ((status != 0)) && [[ $(refs) == "$before" ]] || { answer="GOT THROUGH the guard" && return 1; }
    said=$(refused_by)
    if [[ $1 == git ]]; then
      [[ -z $said ]] || { answer="git was to refuse it, and $said did" && return 1; }
    else
      [[ $said == "$1" ]] || { answer="refused by ${said:-$(tail -n 2 ../refusal)}, not by $1" && return 1; }
    fi
    unguard
    push || { answer="the bare remote refuses it too: $(tail -n 1 ../refusal)" && return 1; }
  fi
  [[ $(refs) != "$before" ]] || { answer="nothing was pushed: no attack at all" && return 1; }
  type -t "after_$3" >/dev/null && "after_$3"
  status=0
  audit || status=$?
  said=$(found_by)
  case $2 in
    clean) ((status == 0)) || { answer="audit red: $said" && return 1; } ;;
    guard-only) ((status == 0)) || { answer="the audit finds it ($said), and it was to know nothing" && return 1; } ;;
    no-effect)
      ((status == 0)) || { answer="the audit complains: $said" && return 1; }
      [[ $(shown) == "$shown_before" ]] || { answer="GOT THROUGH: the state has changed" && return 1; }
      ;;
    damage) ((status == 65)) || { answer="GOT THROUGH the audit (exit $status)" && return 1; } ;;
    *)
      ((status == 1)) || { answer="GOT THROUGH the audit (exit $status): $(tail -n 2 ../audit.said)" && return 1; }
      [[ $said == "$2" ]] || { answer="found by $said, not by $2" && return 1; }
      [[ -z ${reasons[$3]-} ]] || grep -qF -- "${reasons[$3]}" ../audit ||
        { answer="found, but not as '${reasons[$3]}': $(grep -oE '"found":"[^}]*' ../audit | head -n 1)" && return 1; }
      ;;
  esac
}

play() { # ENTRY
  local family stage refused found name words place answer='' result=0
  IFS='|' read -r family stage refused found name words <<<"$1"
  place=$root/played/$name
  cp -a "$worlds/$stage" "$place"
  cd "$place/hand"
  world=$place
  at "$(<../now)"
  tick
  judge "$refused" "$found" "$name" || result=1
  printf '%-6s %-11s %-11s %-12s %s: %s%s\n' "$([[ $result == 0 ]] && echo ok || echo MISSED)" \
    "$refused" "$found" "$family" "$name" "$words" "${answer:+ — ${answer//$'\n'/ }}"
  cd "$root"
  [[ ${KEEP-} || $result != 0 ]] || rm -rf "$place"
}

root=$(mktemp -d "${TMPDIR:-/tmp}/attacks.XXXXXX")
trap '[[ ${KEEP-} ]] || rm -rf "$root"' EXIT
isolate "$root/own"
mkdir "$root/played"
chosen=()
for entry in "${catalogue[@]}"; do
  IFS='|' read -r _ _ _ _ name _ <<<"$entry"
  if (($# == 0)) || [[ " $* " == *" $name "* ]]; then chosen+=("$entry"); fi
done
((${#chosen[@]})) || { echo "attacks: there is no such attack" >&2 && exit 64; }
twins=$(for entry in "${catalogue[@]}"; do cut -d'|' -f5 <<<"$entry"; done | sort | uniq -d)
[[ -z $twins ]] || { echo "attacks: two have the name $twins" >&2 && exit 70; }

make_worlds "$root/worlds"
at_once=${ATTACKS_AT_ONCE:-2}
for ((worker = 0; worker < at_once; worker++)); do
  for ((index = worker; index < ${#chosen[@]}; index += at_once)); do play "${chosen[index]}"; done \
    >"$root/lines.$worker" &
done
wait
cat "$root"/lines.* | sort -b -k4,4 -k5,5
missed=$(cat "$root"/lines.* | grep -c '^MISSED' || true)
played=$(cat "$root"/lines.* | wc -l)
count() { cat "$root"/lines.* | awk -v column="$1" -v word="$2" '$column == word' | wc -l; }
deeds=$(count 2 accepted)
printf 'attacks: %d, of them %d found by the guard only, %d accepted because they change nothing; honest deeds: %d\n' \
  $((played - deeds)) "$(count 3 guard-only)" "$(count 2 no-effect)" "$deeds"
((played == ${#chosen[@]})) || { echo "attacks: only $played of ${#chosen[@]} were played" >&2 && exit 1; }
((missed == 0)) || { echo "attacks: $missed came out otherwise than stated" >&2 && exit 1; }
