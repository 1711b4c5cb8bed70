#!/usr/bin/env bash
# fuzz.sh [SECONDS] [TARGET…]: builds the fuzz targets into .build-fuzz and runs each for so many seconds (60), one
# after the other, all of them if none is named. Begins from the seeds in Tests/Fuzz/seeds and from what earlier runs
# found worth keeping in .build-fuzz/corpus. An input that breaks a promise stays in .build-fuzz/crashes, and the exit
# is 1. Needs what `make setup` needs, and clang's libFuzzer, which the Swift toolchain carries.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

seconds=60
if [[ ${1:-} =~ ^[0-9]+$ ]]; then
  seconds=$1
  shift
fi

swiftc=$(readlink -f "$(command -v swiftc)")
libraries=$(dirname "$swiftc")/../lib/clang
runtime=$(find -L "$libraries" -name "libclang_rt.fuzzer_no_main-$(uname -m).a" -print -quit)
[[ -n $runtime ]] || {
  echo "fuzz: there is no libclang_rt.fuzzer_no_main-$(uname -m).a below $libraries" >&2
  exit 1
}

# Optimised, but with every trap that the product has. `-enable-testing` lets the harness reach readers that are their
# module's own. The linker is given the runtime without a main: SwiftPM renames ours.
export ASSAY_FUZZ=1
build=(swift build --configuration release --scratch-path .build-fuzz --product fuzz
  -Xswiftc -enable-testing -Xswiftc -sanitize=address
  -Xswiftc -sanitize-coverage=edge,inline-8bit-counters,pc-table,trace-cmp
  -Xlinker "$runtime" -Xlinker -lstdc++)
"${build[@]}"
fuzz="$("${build[@]}" --show-bin-path)/fuzz"
[[ ${ONLY_BUILD:-} ]] && exit 0

if (($#)); then targets=("$@"); else mapfile -t targets < <("$fuzz" list); fi
mkdir -p .build-fuzz/crashes
failed=()
for target in "${targets[@]}"; do
  corpus=.build-fuzz/corpus/$target
  log=.build-fuzz/$target.log
  mkdir -p "$corpus"
  options=(-max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -max_len=16384 -print_final_stats=1
    -artifact_prefix=".build-fuzz/crashes/$target-")
  dictionary=Tests/Fuzz/seeds/$target.dict
  [[ -e $dictionary ]] && options+=(-dict="$dictionary")
  seeds=()
  [[ -d Tests/Fuzz/seeds/$target ]] && seeds=("Tests/Fuzz/seeds/$target")
  # A crash would otherwise wait for ever in Swift's own backtrace.
  if SWIFT_BACKTRACE=enable=no ASAN_OPTIONS=detect_leaks=0 \
    "$fuzz" "$target" "${options[@]}" "$corpus" "${seeds[@]}" >"$log" 2>&1; then
    verdict=ok
  else
    verdict=FAILED
    failed+=("$target")
  fi
  runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
  cover=$(grep -oE 'cov: [0-9]+ ft: [0-9]+' "$log" | tail -n 1 || true)
  echo "fuzz: $target $verdict, ${runs:-?} runs, ${cover:-no coverage} (log: $log)"
  [[ $verdict == ok ]] || grep -m 3 -E 'broken promise|ERROR: |SUMMARY: |Test unit written' "$log" || true
done
((${#failed[@]} == 0)) || {
  echo "fuzz: broken: ${failed[*]}" >&2
  exit 1
}
