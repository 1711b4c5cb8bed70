#!/bin/sh
# run.sh: runs every test_… function of tests/*_tests.sh, each in a shell and a scratch directory of its own, and
# writes out/junit.xml. Exit 1 when a test failed or none was found.
set -eu
cd "$(dirname "$0")/.."
here=$PWD
rm -rf out
mkdir -p out/scratch

RECIPE=$here RUNNER=$here/runner ENGINE="sh $here/tests/engine.sh"
export RECIPE RUNNER ENGINE

escape() { sed -e 's/&/\&amp;/g' -e 's/</\&lt;/g' -e 's/>/\&gt;/g' -e 's/"/\&quot;/g'; }

count=0 failures=0
: >out/cases
for file in tests/*_tests.sh; do
  suite=$(basename "$file" .sh)
  for name in $(sed -n 's/^\(test_[a-z0-9_]*\)() {$/\1/p' "$file"); do
    count=$((count + 1))
    scratch=$here/out/scratch/$name
    mkdir -p "$scratch"
    if SCRATCH=$scratch sh -euc '. "$1"; "$2"' run.sh "./$file" "$name" >"$scratch/log" 2>&1; then
      echo "ok   $name"
      echo "  <testcase classname=\"tests.$suite\" name=\"$name\"/>" >>out/cases
    else
      failures=$((failures + 1))
      echo "FAIL $name"
      sed 's/^/     /' "$scratch/log"
      {
        echo "  <testcase classname=\"tests.$suite\" name=\"$name\">"
        echo "    <failure message=\"$(tail -n 1 "$scratch/log" | escape)\"/>"
        echo "  </testcase>"
      } >>out/cases
    fi
  done
done

{
  echo '<?xml version="1.0" encoding="UTF-8"?>'
  echo "<testsuite name=\"recipe\" tests=\"$count\" failures=\"$failures\" errors=\"0\" skipped=\"0\">"
  cat out/cases
  echo '</testsuite>'
} >out/junit.xml
rm -rf out/cases out/scratch
echo "$count tests, $failures failures"
[ "$count" -gt 0 ] && [ "$failures" -eq 0 ]
