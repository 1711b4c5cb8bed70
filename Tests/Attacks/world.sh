# shellcheck shell=bash
# The worlds that attacks start from, to be sourced: a guarded remote `team.git`, the clones of Builder and Adversary,
# and `hand`, a clone without assay, whose owner has push rights, plain git and, at worst, everybody's keys. One line of
# honest records is played with the real binary, and kept as it stood at each stage.

# Shuts the user's own settings out, as Tests/Demo/stage.sh does. The clock stands still but for `tick`.
isolate() { # DIR
  local name
  for name in $(compgen -e | grep -E '^(GIT|ASSAY|SSH)_' || true); do unset "$name"; done
  mkdir -p "$1/home" "$1/tmp"
  export HOME=$1/home XDG_CONFIG_HOME=$1/home/.config XDG_STATE_HOME=$1/home/state XDG_CACHE_HOME=$1/home/cache
  export TMPDIR=$1/tmp GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1 GIT_TERMINAL_PROMPT=0 GIT_TEMPLATE_DIR=
  export TZ=UTC LC_ALL=C.UTF-8
  export GIT_AUTHOR_NAME=Somebody GIT_AUTHOR_EMAIL=somebody@example.org
  export GIT_COMMITTER_NAME=Somebody GIT_COMMITTER_EMAIL=somebody@example.org
  export GIT_CONFIG_COUNT=3 GIT_CONFIG_KEY_0=init.defaultBranch GIT_CONFIG_VALUE_0=main
  export GIT_CONFIG_KEY_1=gc.auto GIT_CONFIG_VALUE_1=0 GIT_CONFIG_KEY_2=core.fsync GIT_CONFIG_VALUE_2=none
  keys=$HOME/.config/assay/keys
}

start=1781199360 # 2026-06-11T17:36:00Z
at() { # SECONDS: everybody's clock
  now=$1
  ASSAY_NOW=$(date -u -d "@$now" +%Y-%m-%dT%H:%M:%SZ)
  export ASSAY_NOW GIT_AUTHOR_DATE="$now +0000" GIT_COMMITTER_DATE="$now +0000"
}
tick() { at $((now + ${1:-60})); }

must() {
  "$@" >"$TMPDIR/said.$$" 2>&1 </dev/null || {
    cat "$TMPDIR/said.$$" >&2
    echo "attacks: this must succeed: $*" >&2
    exit 70
  }
}
# The tool in a party's clone.
builder() { tick && (cd "$world/builder" && must "$assay" "$@"); }
adversary() { tick && (cd "$world/adversary" && must "$assay" "$@"); }
operator() { tick && (cd "$world/builder" && must "$assay" "$@" --as operator); }

phase_file() {
  cat <<'EOF'
phase: greet
title: the program greets
freshness: 24h
rounds: 2
waivers: adversary
protect:
  - paths: [deploy/**]
    until: M2
dod:
  D1: the greeting is there
  D2: it is polite
gates:
  - id: M1
    title: the greeting is there
    covers: [D1]
    paths: [hello.txt]
    checks:
      - id: greets
        title: hello.txt says hi
        run: cat hello.txt
        expect: { exit: 0, stdout: { contains: ["hi"], lines: 1 } }
      - id: teeth
        title: a missing greeting is seen
        run: cat missing.txt
        expect: fail
        because: { exit: 1 }
      - id: unit
        title: the tests pass
        junit: { run: "cp report.xml out.xml", report: out.xml }
        expect: { collected: { min: 2 }, failed: 0 }
      - id: twice
        title: it can be read more than once
        run: [cat, hello.txt]
        repeat: 2
        expect: { exit: 0 }
  - id: M2
    title: it is polite
    covers: [D2]
    needs: [M1]
    checks:
      - id: polite
        title: polite.txt says please
        run: cat polite.txt
        expect: { exit: 0, stdout: { contains: ["please"] } }
      - id: tone
        title: it asks nicely
        inspect: { path: polite.txt, lines: [1, 1], question: "does it ask nicely?" }
      - id: plain
        title: the greeting is plain
        inspect: { path: hello.txt, question: "is it plain?" }
EOF
}

# A second phase, which asks a harness: its programs are the subject's, and run outside any sandbox.
recipe_phase() {
  cat <<'EOF'
phase: recipe
title: the app deploys
dod: { D1: it deploys }
gates:
  - id: H1
    title: it deploys
    covers: [D1]
    checks:
      - id: app
        harness: { recipe: app, stages: [install, custom], metadata: app/recipe.yml }
        expect: { json: { "/rungs/install": pass } }
EOF
}
programs() {
  mkdir -p app/data
  printf 'tests:\n  run: [./tests.sh]\n  report: out/*.xml\ncompanions: [data/**]\n' >app/recipe.yml
  printf '#!/bin/sh\necho tried\n' >app/tests.sh
  chmod +x app/tests.sh
  echo input >app/data/input.txt
}
# What an approval of the Builder's programs as they are would name.
digest_of_programs() { (cd "$world/builder" && "$assay" harness programs app/recipe.yml) | sed -nE 's/^ .*: "(.*)"/\1/p'; }
approve() { # PATH DIGEST, in the place of what was approved before
  (cd "$world/builder" && "$assay" policy show) | sed '/^harness:/,$d' >"$world/policy.yml"
  printf 'harness:\n  approved:\n    %s: "%s"\n' "$1" "$2" >>"$world/policy.yml"
  operator policy change ../policy.yml --reason "programs read"
}
# The Adversary's collection where there is no engine: a whole set, whose one answer is an error.
collect_recipe() {
  tick
  (cd "$world/adversary" && DOCKER_HOST=unix:///nowhere "$assay" collect H1) >"$TMPDIR/said.$$" 2>&1 </dev/null || true
  grep -q '^evidence' "$TMPDIR/said.$$" || { cat "$TMPDIR/said.$$" >&2 && exit 70; }
}

claim() { # GATE
  builder claim "$1" --what "it greets" --how "assay collect $1" --expected "the files say so" --where "hello.txt"
}
# The Adversary's collection for M2, part of which is reading.
collect_second() {
  adversary collect M2 --inspected tone=pass:"it asks nicely" --inspected plain=pass:"it is plain"
}

# Makes DIR/STAGE for every stage, and DIR/NAME for lines that leave the honest one.
make_worlds() { # DIR
  local stage
  worlds=$1
  world=$worlds/line
  mkdir -p "$world"
  at $start
  must git init --quiet --bare "$world/team.git"
  must git clone --quiet "$world/team.git" "$world/builder"
  echo hi >"$world/builder/hello.txt"
  echo please >"$world/builder/polite.txt"
  echo '<testsuite tests="2"><testcase name="a"/><testcase name="b"/></testsuite>' >"$world/builder/report.xml"
  phase_file >"$world/greet.yml"
  must git -C "$world/builder" add --all
  must git -C "$world/builder" commit --quiet --message start
  must git -C "$world/builder" push --quiet --set-upstream origin HEAD:main
  must "$assay" guard install "$world/team.git"
  keep plain
  builder init
  must git -C "$world/builder" config assay.principal builder
  for name in builder-2 adversary-2 mallory; do must ssh-keygen -q -t ed25519 -N "" -C "" -f "$keys/team-$name"; done
  operator principal add builder-2 builder "$keys/team-builder-2.pub"
  operator principal add adversary-2 adversary "$keys/team-adversary-2.pub"
  keep founded
  builder phase add ../greet.yml
  keep filed
  builder phase open greet
  must "$assay" join adversary "$world/team.git" "$world/adversary" --principal adversary
  keep open
  claim M1
  adversary collect M1
  keep claimed
  adversary review M1 --pass -m "re-run cold"
  keep passed
  claim M2
  collect_second
  keep answering
  adversary review M2 --pass -m "polite"
  keep closable
  builder done
  keep done
  branch_off claimed failed
  adversary finding open --gate M1 -m "it does not greet everybody"
  adversary review M1 --fail --finding F-greet-1 -m "not everybody"
  keep failed
  branch_off claimed conditional
  adversary review M1 --conditional --condition "the log is published" -m "nearly"
  adversary collect M1
  keep conditional
  branch_off done recipe
  (cd "$world/builder" && programs && must git add --all && must git commit --quiet --message app)
  must git -C "$world/builder" push --quiet origin HEAD:main
  recipe_phase >"$world/recipe.yml"
  approve app/recipe.yml "$(digest_of_programs)"
  builder phase add ../recipe.yml
  builder phase open recipe
  claim H1
  collect_recipe
  keep recipe
  # Every hand knows what will come: the records that are about to be written, before they are.
  for stage in $stages; do
    must git clone --quiet "$worlds/$stage/team.git" "$worlds/$stage/hand"
    must git -C "$worlds/$stage/hand" fetch --quiet "$worlds/done/team.git" "main:refs/honest/main"
    for name in failed conditional; do
      must git -C "$worlds/$stage/hand" fetch --quiet "$worlds/$name/team.git" "main:refs/honest/$name"
    done
    for name in builder adversary hand; do
      [[ -d $worlds/$stage/$name ]] || continue
      must git -C "$worlds/$stage/$name" config remote.origin.url ../team.git
    done
    # A few files are copied faster than hundreds.
    for name in team.git builder adversary hand; do
      [[ ! -d $worlds/$stage/$name ]] || must git -C "$worlds/$stage/$name" repack -a -d -q
    done
  done
}
stages=
keep() { # STAGE
  stages+=" $1"
  cp -a "$world" "$worlds/$1"
  echo "$now" >"$worlds/$1/now"
}
branch_off() { # STAGE NAME
  world=$worlds/$2.line
  cp -a "$worlds/$1" "$world"
  for name in builder adversary; do must git -C "$world/$name" config remote.origin.url "$world/team.git"; done
  at "$(<"$world/now")"
}
