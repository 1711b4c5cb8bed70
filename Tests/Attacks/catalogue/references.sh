# shellcheck shell=bash
# What git does with a push beside what the hook is told: a server with symbolic references, a pusher who says of a
# reference what is not so, and names that only git can read.

# The server has another name for a branch.
alias_for() { git -C ../team.git symbolic-ref "$1" "$2"; }
through() { refspecs=("HEAD:$1") && push_options=(--force); }

attack done R3 R3 edited_by_alias "a ledger edited, pushed to a name that stands for the branch"
edited_by_alias() {
  alias_for refs/heads/trunk refs/heads/main && through refs/heads/trunk
  echo "## DONE" >>$docs/STATUS-greet.md && plain "docs"
}
attack done R4 R5 rewound_by_alias "the branch set back by way of a name that stands for it"
rewound_by_alias() {
  alias_for refs/heads/trunk refs/heads/main && through refs/heads/trunk
  git reset --quiet --hard HEAD~3
}
attack done R3 R3 edited_by_chain "a ledger edited, pushed to a name that stands for one that stands for the branch"
edited_by_chain() {
  alias_for refs/other/trunk refs/heads/main && edited_by_alias
  alias_for refs/heads/trunk refs/other/trunk
}
attack done R3 R3 edited_behind_alias "a ledger edited, pushed to what the branch itself stands for"
edited_behind_alias() {
  git -C ../team.git update-ref refs/heads/trunk refs/heads/main
  alias_for refs/heads/main refs/heads/trunk && through refs/heads/trunk
  echo "## DONE" >>$docs/STATUS-greet.md && plain "docs"
}
attack claimed V3 V3 pass_by_alias "a PASS without evidence, pushed to a name that stands for the branch"
pass_by_alias() {
  alias_for refs/heads/trunk refs/heads/main && through refs/heads/trunk
  forge_and git rm --quiet -r $docs/evidence -- --edit '/^(- |Assay-)Evidence/d'
}
attack done R4 R3 moved_by_two_names "the branch moved by two of its names, the second time with an edited ledger"
moved_by_two_names() {
  alias_for refs/heads/one refs/heads/main && alias_for refs/heads/two refs/heads/main
  local first
  plain "code" && first=$(git rev-parse HEAD)
  echo "## DONE" >>$docs/STATUS-greet.md && plain "docs"
  told=(refs/heads/one "$(git rev-parse HEAD~2)" "$first" refs/heads/two "$first" "$(git rev-parse HEAD)")
}
attack claimed P1 guard-only protected_by_alias "a path that is protected on a branch, by another name of that branch"
protected_by_alias() {
  protected_on_its_branch
  git -C ../team.git update-ref refs/heads/release refs/heads/main~1
  alias_for refs/heads/next refs/heads/release && through refs/heads/next
}
attack claimed P1 guard-only protected_behind_alias "a path that is protected on a branch, by the name that this branch stands for"
protected_behind_alias() {
  protected_on_its_branch
  git -C ../team.git update-ref refs/heads/next refs/heads/main~1
  alias_for refs/heads/release refs/heads/next && through refs/heads/next
}
honest claimed next_by_alias "a PASS, pushed to a name that stands for the branch"
next_by_alias() { alias_for refs/heads/trunk refs/heads/main && forge && refspecs=(HEAD:refs/heads/trunk); }
honest claimed next_by_both_names "a PASS, pushed to the branch and to a name that stands for it"
next_by_both_names() { next_by_alias && refspecs=(HEAD:refs/heads/trunk HEAD:refs/heads/main); }

# git leaves a reference that is not where the pusher says, and takes the others: nothing may rest on what was only said.
attack claimed R4 guard-only protected_by_old_branch "a protected path on its branch, beside a branch that is said to be where nothing was protected yet"
protected_by_old_branch() {
  local begin
  protected_on_its_branch
  begin=$(record founding)
  told=(refs/heads/main "$begin" "$begin" refs/heads/release "$none" "$(git rev-parse HEAD)")
}
attack claimed R4 guard-only protected_by_new_branch "a protected path on its branch, beside a branch that is said to be none yet, and begins elsewhere"
protected_by_new_branch() {
  local begin
  protected_on_its_branch
  begin=$(git commit-tree -m start "$(git mktree </dev/null)")
  told=(refs/heads/main "$none" "$begin" refs/heads/release "$none" "$(git rev-parse HEAD)")
}

# Nobody else's push is refused for it.
honest claimed beside_long_name "a PASS, where somebody has pushed a branch whose name only git can read"
beside_long_name() {
  local part
  part=$(printf 'x%.0s' {1..250})
  git push --quiet origin "HEAD:refs/heads/$part/$part/$part/$part/$part"
  forge
}
honest claimed twin_names "two branches whose names are two forms of one text"
twin_names() {
  echo code >code.txt && plain "code"
  refspecs=($'HEAD:refs/heads/caf\xc3\xa9' $'HEAD:refs/heads/cafe\xcc\x81')
}
honest open claim_on_twin "claims on what one of two branches holds whose names are two forms of one text"
claim_on_twin() {
  local name names=($'caf\xc3\xa9' $'cafe\xcc\x81')
  git push --quiet origin "HEAD:refs/heads/${names[0]}" "HEAD:refs/heads/${names[1]}"
  for name in "${names[@]}"; do
    tick && pull && echo "$name" >code.txt && plain "code" && git push --quiet origin "HEAD:refs/heads/$name"
    git -C ../builder fetch --quiet --force ../hand HEAD:refs/heads/work
    builder claim M1 --subject "$(git rev-parse HEAD)" --what "it greets" --how "assay collect M1" \
      --expected "the files say so" --where code.txt && builder withdraw M1 --reason "another one" || return
  done
  pull && plain "code"
}
