#!/usr/bin/env bash
# fuzz.sh [SECONDS] [TARGET…]: builds the fuzz targets into .build-fuzz and runs each for so many seconds of CPU time
# (60), FUZZ_JOBS (1) at once, all of them if none is named. Begins from the seeds in Tests/Fuzz/seeds and from what
# earlier runs found worth keeping in .build-fuzz/corpus. An input that breaks a promise stays in .build-fuzz/crashes,
# and the exit is 1. ONLY_BUILD=1 ends after the build; FUZZ_BINARY names one that was built before. Needs what
# `make setup` needs, and clang's libFuzzer, which the Swift toolchain carries.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

seconds=60
if [[ ${1:-} =~ ^[0-9]+$ ]]; then
  seconds=$1
  shift
fi

build() {
  local libraries runtime
  libraries=$(dirname "$(readlink -f "$(command -v swiftc)")")/../lib/clang
  runtime=$(find -L "$libraries" -name "libclang_rt.fuzzer_no_main-$(uname -m).a" -print -quit)
  [[ -n $runtime ]] || {
    echo "fuzz: there is no libclang_rt.fuzzer_no_main-$(uname -m).a below $libraries" >&2
    exit 1
  }
  # Optimised, but with every trap that the product has. `-enable-testing` lets the harness reach readers that are
  # their module's own. The linker is given the runtime without a main: SwiftPM renames ours.
  export ASSAY_FUZZ=1
  local build=(swift build --configuration release --scratch-path .build-fuzz --product fuzz
    -Xswiftc -enable-testing -Xswiftc -sanitize=address
    -Xswiftc -sanitize-coverage=edge,inline-8bit-counters,pc-table,trace-cmp
    -Xlinker "$runtime" -Xlinker -lstdc++)
  "${build[@]}"
  fuzz="$("${build[@]}" --show-bin-path)/fuzz"
}
fuzz=${FUZZ_BINARY:-}
[[ $fuzz ]] || build
[[ ${ONLY_BUILD:-} ]] && exit 0

# one TARGET: runs it and says what came of it.
one() {
  local target=$1 verdict=ok
  local corpus=.build-fuzz/corpus/$target log=.build-fuzz/$target.log
  mkdir -p "$corpus"
  # The limit for one input is wall time, and on a busy machine most of that is others'.
  local options=(-timeout=60 -rss_limit_mb=2048 -max_len=16384 -print_final_stats=1
    -artifact_prefix=".build-fuzz/crashes/$target-")
  local dictionary=Tests/Fuzz/seeds/$target.dict
  [[ -e $dictionary ]] && options+=(-dict="$dictionary")
  local seeds=()
  [[ -d Tests/Fuzz/seeds/$target ]] && seeds=("Tests/Fuzz/seeds/$target")
  local TIMEFORMAT='cpu %U %S'
  # A crash would otherwise wait for ever in Swift's own backtrace.
  (
    export SWIFT_BACKTRACE=enable=no ASAN_OPTIONS=detect_leaks=0
    ulimit -St "$seconds"
    time "$fuzz" "$target" "${options[@]}" "$corpus" "${seeds[@]}"
  ) >"$log" 2>&1 || verdict=FAILED
  local cpu runs cover
  cpu=$(awk '/^cpu / { printf "%.0f", $2 + $3 }' "$log")
  runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
  cover=$(grep -oE 'cov: [0-9]+ ft: [0-9]+' "$log" | tail -n 1 || true)
  echo "fuzz: $target $verdict, ${cpu:-?} s of CPU, ${runs:-?} runs, ${cover:-no coverage} (log: $log)"
  [[ $verdict == ok ]] && return
  grep -m 3 -E 'broken promise|ERROR: |SUMMARY: |Test unit written' "$log" || true
  return 1
}
export -f one
export seconds fuzz

if (($#)); then targets=("$@"); else mapfile -t targets < <("$fuzz" list); fi
mkdir -p .build-fuzz/crashes
printf '%s\0' "${targets[@]}" | xargs -0 -P "${FUZZ_JOBS:-1}" -I '{}' bash -c 'one {}' || {
  echo "fuzz: not every target held; what broke one lies in .build-fuzz/crashes" >&2
  exit 1
}
