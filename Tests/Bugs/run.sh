#!/usr/bin/env bash
# run.sh [BUG…]
#
# Sees the tests of the watch fail. Puts the bugs of Tests/Bugs/*.patch into a copy of the sources, each behind a switch of
# its own, and builds that once. With no bug switched on, the tests that the patches name have to pass; with one bug
# switched on and no other, all those have to fail that its patch names in the lines "Test:" at its top, as `swift test
# --filter` reads them. Prints a line for each; exit 1 if a test did not notice its bug. A patch that does not apply to the
# sources as they stand is an error. With names, only those bugs are switched on.
#
# ASSAY_BUGS is where the copy lies (.build-bugs), and ASSAY_BUGS_BUILD where it is built, there unless said otherwise:
# some minutes the first time.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
place=$(realpath -m "${ASSAY_BUGS:-$root/.build-bugs}")
tree=$place/tree
draft=$place/draft
mkdir -p "$tree"

patches=("$here"/*.patch)
names=("$@")
((${#names[@]})) || names=($(basename -a -s .patch "${patches[@]}"))
# Neither the repository above nor the user's settings have a say in how a patch is applied.
apply() {
  (cd "$draft" && GIT_CEILING_DIRECTORIES=$place GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1 git apply "$@")
}
tests_of() { sed -n 's/^Test: //p' "$here/$1.patch"; }

# The sources as they stand, and the same with every bug in them.
rm -rf "$draft"
mkdir "$draft"
(cd "$root" && git ls-files -z --cached --others --exclude-standard Package.swift Sources Tests templates phases Benchmarks |
  while IFS= read -r -d '' file; do if [[ -e $file ]]; then printf '%s\0' "$file"; fi; done |
  tar --create --null --files-from=- --file=-) | tar --extract --directory="$draft"
[[ ! -e $root/Package.resolved ]] || cp "$root/Package.resolved" "$draft"
for patch in "${patches[@]}"; do
  apply --check "$patch" || { echo "$(basename "$patch") does not apply any more" >&2 && exit 1; }
done
for patch in "${patches[@]}"; do
  # Two bugs may stand side by side, each in what is context to the other.
  apply --quiet -C0 "$patch" || { echo "$(basename "$patch") is in another's way" >&2 && exit 1; }
done
cp "$here/Bug.swift" "$draft/Sources/WorkflowModel/Bug.swift"
# What has not changed keeps its time, and is not built again.
(cd "$draft" && find . -type f -print0) | while IFS= read -r -d '' file; do
  cmp -s "$draft/$file" "$tree/$file" || install -D --preserve-timestamps "$draft/$file" "$tree/$file"
done
(cd "$tree" && find Package.swift Sources Tests templates phases Benchmarks -type f -print0) |
  while IFS= read -r -d '' file; do [[ -e $draft/$file ]] || rm "$tree/$file"; done
rm -rf "$draft"

swift=(--package-path "$tree" --scratch-path "${ASSAY_BUGS_BUILD:-$place/build}")
echo "building with ${#patches[@]} bugs" >&2
rm -f "$tree/bug"
said=$place/said
swift build "${swift[@]}" --build-tests >"$said" 2>&1 || { grep -E 'error:' "$said" >&2 || cat "$said" >&2; exit 1; }
check() { # TEST… ; the answer in $said
  local filters=() name
  for name; do filters+=(--filter "$name"); done
  timeout 600 swift test "${swift[@]}" --skip-build --parallel "${filters[@]}" >"$said" 2>&1 </dev/null
}
# What an issue says: where, and which expectation.
issue() { sed -nE 's/^.* recorded an issue.* at ([A-Za-z+]+\.swift:[0-9]+):[0-9]+: (.*)$/\1 \2/p' "$said" | head -n 1; }

mapfile -t all < <(for name in "${names[@]}"; do tests_of "$name"; done | sort -u)
known=$(swift test list "${swift[@]}" --skip-build 2>/dev/null)
for test in "${all[@]}"; do
  grep -qE -- "$test" <<<"$known" || { echo "there is no test '$test'" >&2 && exit 1; }
done
echo "without a bug: ${#all[@]} tests" >&2
check "${all[@]}" || { cat "$said" >&2 && echo "the tests fail without a bug" >&2 && exit 1; }

unnoticed=0
for name in "${names[@]}"; do
  echo "$name" >"$tree/bug"
  while IFS= read -r test; do
    began=$SECONDS
    if check "$test" || [[ -z $(issue) ]]; then
      unnoticed=$((unnoticed + 1))
      verdict='NOT NOTICED' seen=$(tail -n 1 "$said")
    else
      verdict=fails seen=$(issue)
    fi
    printf '%-18s %-11s %3d s  %-45s %s\n' "$name" "$verdict" $((SECONDS - began)) "$test" "${seen:0:120}"
  done < <(tests_of "$name")
done
rm -f "$tree/bug"
if ((unnoticed)); then echo "$unnoticed tests did not notice their bug" >&2 && exit 1; fi
echo "every bug was noticed: ${#names[@]}" >&2
