# shellcheck shell=bash
# History itself: rewritten, cut, forked, replaced; and records where none belong. What is rewritten without a guard,
# the clone that has seen more finds (R5).

attack done R4 R5 rewound "the branch set back by three records"
rewound() { force && git reset --quiet --hard HEAD~3; }
force() { push_options=(--force); }
attack done R4 R5 rewritten "the last records replaced by another history"
rewritten() { force && git reset --quiet --hard HEAD~2 && echo x >x && plain "another history"; }
attack done R4 R5 amended "the last record amended"
amended() { force && git commit --quiet --amend --message "$(git log -1 --format=%B)" --date "@$now"; }
attack done R4 R5 started_over "a history that has nothing in common with the old one"
started_over() { force && git update-ref HEAD "$(git commit-tree -m start 'HEAD^{tree}')"; }
attack done R4 R5 branch_deleted "the branch deleted"
branch_deleted() {
  git -C ../team.git symbolic-ref HEAD refs/heads/work
  refspecs=(:refs/heads/main)
}
attack claimed R4 R4 forked "two verdicts on two sides, merged"
forked() {
  local one
  forge --edit 's/re-run cold/one/'
  one=$(git rev-parse HEAD)
  git reset --quiet --hard HEAD^
  forge --edit 's/re-run cold/two/'
  git update-ref HEAD "$(git commit-tree -p HEAD -p "$one" -m merge 'HEAD^{tree}')"
}
attack passed R4 R4 forked_off_below "a record on a side that left before the last one, merged"
forked_off_below() {
  local main
  main=$(git rev-parse HEAD)
  git reset --quiet --hard HEAD^
  forge --like refs/honest/conditional
  git update-ref HEAD "$(git commit-tree -p "$main" -p HEAD -m merge "$main^{tree}")"
}
attack done R3 R3 side_merged "a side without records that edits a ledger, merged with ours"
side_merged() {
  local main
  main=$(git rev-parse HEAD)
  git checkout --quiet -b work HEAD~2
  echo "## DONE" >>$docs/STATUS-greet.md && plain "docs"
  git update-ref HEAD "$(git commit-tree -p "$main" -p HEAD -m merge "$main^{tree}")"
}
attack done R2+R3 R2+R3 evil_merge "a merge of code that edits a ledger itself"
evil_merge() {
  local main
  main=$(git rev-parse HEAD)
  git checkout --quiet -b work HEAD~2 && echo code >code.txt && plain "code"
  git checkout --quiet main && git merge --quiet --no-ff --no-commit work
  sed -i 's/PASS/FAIL/' $docs/REVIEW-greet.md && plain "merge"
}
attack passed R2+R3 R2+R3 merge_of_theirs "a merge that takes an older side's ledgers"
merge_of_theirs() {
  git update-ref HEAD "$(git commit-tree -p HEAD -p "$(git commit-tree -p HEAD~1 -m code 'HEAD~1^{tree}')" \
    -m merge 'HEAD~1^{tree}')"
}

# Elsewhere than on the coordination branch.
to() { refspecs=("HEAD:$1"); }
attack claimed R3 no-effect record_on_branch "a verdict on a branch of its own"
record_on_branch() { forge && to refs/heads/work; }
attack claimed R3 no-effect record_in_tag "a verdict behind a tag"
record_in_tag() { forge && to refs/tags/v1; }
attack claimed R3 no-effect record_in_signed_tag "a verdict behind an annotated tag"
record_in_signed_tag() { forge && git tag -a -m v1 v1 && refspecs=(refs/tags/v1); }
attack claimed R3 no-effect record_in_notes "a verdict in a place for notes"
record_in_notes() { forge && to refs/notes/commits; }
attack claimed R3 no-effect malformed_on_branch "a malformed record on a branch of its own"
malformed_on_branch() { forge --words 's/^Assay-Gate: .*/&\n&/' && to refs/heads/work; }
other_code() { echo code >code.txt && plain "code"; }
attack claimed R4 no-effect tag_poses "a tag that has the branch's name"
tag_poses() { other_code && to refs/tags/main; }
attack claimed R4 no-effect branch_poses "a branch whose name git shortens to the branch's"
branch_poses() { other_code && to refs/heads/refs/heads/main; }
attack claimed R4 no-effect branch_in_case "a branch of the same name in another case"
branch_in_case() { other_code && to refs/heads/Main; }
attack claimed R4 no-effect clones_own "a reference among those that clones keep what they have seen in"
clones_own() { other_code && to refs/assay/seen/origin/main; }
attack claimed R4 no-effect replaced "a replace reference on the server"
replaced() { other_code && to "refs/replace/$(git rev-parse HEAD^)"; }
attack claimed V3 V3 replaced_in_clone "a PASS without evidence, hidden in the auditor's clone by a replace reference"
replaced_in_clone() { forge_and git rm --quiet -r $docs/evidence -- --edit '/^(- |Assay-)Evidence/d'; }
after_replaced_in_clone() {
  git -C ../builder fetch --quiet ../hand
  git -C ../builder replace "$(git rev-parse HEAD)" "$(git rev-parse HEAD^)"
}
attack claimed V3 V3 grafted_in_clone "a PASS without evidence, cut off in the auditor's clone by a graft"
grafted_in_clone() { replaced_in_clone; }
after_grafted_in_clone() { echo "$(git rev-parse HEAD) $(git rev-parse HEAD~3)" >../builder/.git/info/grafts; }
attack done git no-effect shallow_push "a history that is cut, pushed from a shallow clone"
shallow_push() {
  git checkout --quiet --orphan lone
  plain "one" && other_code && echo more >code.txt && plain "more"
  git rev-parse HEAD~1 >.git/shallow
  to refs/heads/cut
}
attack done R3 damage cut_in_clone "a ledger edited, and the auditor's history cut off above it"
cut_in_clone() { echo "## DONE" >>$docs/STATUS-greet.md && plain "docs"; }
after_cut_in_clone() {
  git -C ../builder fetch --quiet origin
  git rev-parse HEAD~2 >../builder/.git/shallow
}
attack done R3 damage object_missing "a ledger edited, and the commit before it lost on every side"
object_missing() { echo "## DONE" >>$docs/STATUS-greet.md && plain "docs"; }
after_object_missing() {
  local victim repository pack
  victim=$(git rev-parse HEAD~4)
  git -C ../builder fetch --quiet origin
  for repository in ../team.git ../builder/.git; do
    for pack in "$repository"/objects/pack/*.pack; do
      mv "$pack" ../pack && rm -f "${pack%.pack}".*
      git -C "$repository" unpack-objects -q <../pack
    done
    rm -f "$repository/objects/${victim:0:2}/${victim:2}"
  done
}
