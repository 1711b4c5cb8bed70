# shellcheck shell=bash
# Policy comes from the base: assay.yml and phase files changed together with what they would allow, or by others.

policy_by() { # PRINCIPAL ROLE SED: a policy record of theirs
  edited_policy "$3"
  usurp "$1" "$2" "$imagined"
}
# An operator's honest policy record, its file edited.
edited_policy() { # SED
  local id old
  imagine operator principal revoke builder-2
  sed -i -E "$1" assay.yml
  id=$(git hash-object -w assay.yml)
  old=$(trailer "$imagined" Assay-Policy)
  git reset --quiet --hard
  rebuilt "$imagined" assay.yml "$id" --words "s/$old/$id/"
  imagined=$(git rev-parse HEAD)
  git reset --quiet --hard HEAD^
}
# A record like REV, in whose tree PATH is another object.
rebuilt() { # REV PATH ID and what forge takes
  local like=$1 path=$2 id=$3 tree mode=${mode:-100644}
  shift 3
  tree=$(
    export GIT_INDEX_FILE=$TMPDIR/index.$BASHPID
    git read-tree HEAD && git rm -r -q --cached --ignore-unmatch "$path"
    git update-index --add --cacheinfo "$mode,$id,$path" && git write-tree
  )
  forge --like "$like" --tree "$tree" "$@"
}
attack claimed R3 R3 policy_by_hand "assay.yml edited by hand"
policy_by_hand() { sed -i 's/^name: .*/name: ours/' assay.yml && plain "policy: tidy up"; }
attack claimed R3 R3 signatures_off_by_hand "signatures turned off by hand"
signatures_off_by_hand() { sed -i 's/^signatures: .*/signatures: off/' assay.yml && plain "policy: simpler"; }
attack claimed R1+R3 R1+R3 signatures_off_and_used "signatures turned off by hand, and an unsigned PASS behind it"
signatures_off_and_used() { signatures_off_by_hand && forge --key none; }
attack claimed R3 R3 signatures_off_in_merge "signatures turned off in a merge of code"
signatures_off_in_merge() {
  local main
  main=$(git rev-parse HEAD)
  git checkout --quiet -b work HEAD~1 && echo code >code.txt && plain "code"
  git checkout --quiet main
  git merge --quiet --no-ff --no-commit work
  signatures_off_by_hand
}
attack claimed R1 R1 signatures_off_by_builder "signatures turned off by the Builder's record"
signatures_off_by_builder() { policy_by builder operator 's/^signatures: .*/signatures: off/'; }
attack claimed R1 R1 sharing_by_builder "sharing turned on by the Builder's record"
sharing_by_builder() { policy_by builder builder 's/^(allow_shared_principals:) .*/\1 true/'; }
attack claimed R1 R1 sharing_and_used "sharing turned on by the Builder, who then rules"
sharing_and_used() {
  policy_by builder operator \
    's/^(allow_shared_principals:) .*/\1 true/; s/roles: \[builder\]/roles: [builder, adversary]/'
  usurp builder adversary "$(record verdict refs/honest/main~2)"
}
attack claimed R1 R1 key_added_and_used "a key added by the Builder and used in the same push"
key_added_and_used() {
  imagine operator principal add mallory adversary "$keys/team-mallory.pub"
  usurp builder operator "$imagined"
  usurp mallory adversary "$(record verdict refs/honest/main~2)"
}
attack claimed R1+R3 R1+R3 key_by_hand_and_used "a key added by hand and used in the same push"
key_by_hand_and_used() {
  imagine operator principal add mallory adversary "$keys/team-mallory.pub"
  git checkout --quiet "$imagined" -- assay.yml && plain "policy"
  usurp mallory adversary "$(record verdict refs/honest/main~2)"
}
attack claimed R1 R1 policy_by_new_operator "an operator whom their own record would name"
policy_by_new_operator() {
  imagine operator principal add mallory operator "$keys/team-mallory.pub"
  usurp mallory operator "$imagined"
}
attack claimed R6 R6 ledgers_moved "the ledgers moved elsewhere by the operator"
ledgers_moved() { edited_policy 's/^ledgers: .*/ledgers: docs/' && forge --like "$imagined"; }
attack claimed R6 R6 phases_moved "the phase files moved elsewhere by the operator"
phases_moved() { edited_policy 's/^phases: .*/phases: plans/' && forge --like "$imagined"; }
attack claimed R6 R6 branch_moved "the records moved to another branch by the operator"
branch_moved() { edited_policy 's/^branch: .*/branch: other/' && forge --like "$imagined"; }
attack claimed R6 R6 no_operator_left "a policy without an operator"
no_operator_left() { edited_policy 's/roles: \[operator\]/roles: [watchdog]/' && forge --like "$imagined"; }
attack claimed R6 R6 unknown_policy_key "a policy with a key that there is not"
unknown_policy_key() { edited_policy 's/^name: .*/&\nquorum: 0/' && forge --like "$imagined"; }
attack claimed R6 R6 policy_not_carried "a policy record whose commit holds another file"
policy_not_carried() { imagine operator principal revoke builder-2 && forge --like "$imagined" --tree 'HEAD^{tree}'; }
attack claimed R3+R6 R3+R6 policy_is_directory "a policy record that names a directory"
policy_is_directory() {
  local id
  imagine operator principal revoke builder-2
  forge_and eval 'rm assay.yml; mkdir assay.yml; echo x >assay.yml/x' -- --like "$imagined"
  id=$(git rev-parse HEAD:assay.yml)
  forge --like HEAD --parent HEAD^ --tree 'HEAD^{tree}' --words "s/^(Assay-Policy:) .*/\1 $id/"
}
attack claimed R3+R6 R3+R6 policy_is_submodule "a policy record that names a commit"
policy_is_submodule() {
  local id
  imagine operator principal revoke builder-2
  id=$(git rev-parse HEAD)
  mode=160000 rebuilt "$imagined" assay.yml "$id" --words "s/^(Assay-Policy:) .*/\1 $id/"
}
attack claimed R3 R3 policy_is_symlink "a policy record whose file is a symlink of the same bytes"
policy_is_symlink() {
  imagine operator principal revoke builder-2
  mode=120000 rebuilt "$imagined" assay.yml "$(trailer "$imagined" Assay-Policy)"
}
attack claimed R3 R3 policy_and_phase "a policy record that changes a phase file as well"
policy_and_phase() {
  imagine operator principal revoke builder-2
  forge_and sed -i 's/min: 2/min: 0/' phases/greet.yml -- --like "$imagined"
}
attack founded R7 R7 founded_twice "a second founding record"
founded_twice() { forge --like "$(record founding)"; }
attack founded R7 R7 founded_by_other "a second founding record, by another operator"
founded_by_other() {
  edited_policy "s|key: .*|key: $(cut -d' ' -f1,2 "$keys/team-mallory.pub")|;"' t'
  usurp mallory operator "$(record founding)"
}
attack claimed R4 R4+R7 founded_from_below "a founding record of its own, merged in from an unrelated root"
founded_from_below() {
  local main tree
  main=$(git rev-parse HEAD)
  tree=$(git rev-parse "$(record founding)^{tree}")
  git checkout --quiet --orphan other && git reset --quiet --hard "$(git rev-list --max-parents=0 "$main")"
  forge --like "$(record founding "$main")" --at $((start - 60)) --tree "$tree"
  git checkout --quiet -B work "$main"
  git update-ref HEAD "$(git commit-tree -p "$main" -p other -m merge "$main^{tree}")"
}

# Checklists.
weaker() { sed 's/min: 2/min: 1/' phases/greet.yml; }
attack claimed R3 R3 checklist_by_hand "the checklist weakened by hand"
checklist_by_hand() { weaker >p && mv p phases/greet.yml && plain "phase: fewer tests"; }
attack open C6+R3 C6+R3 checklist_and_claim "the checklist weakened by hand, and a claim on it in the same push"
checklist_and_claim() {
  local id
  checklist_by_hand
  id=$(git rev-parse HEAD:phases/greet.yml)
  forge --edit "s/^((- |Assay-)Plan:) .*/\1 $id/"
}
weakened() { # by the operator's tool, in imagination
  weaker >../greet.yml
  imagine operator phase add ../greet.yml
}
attack claimed R1 R1 checklist_by_builder "the checklist weakened by the Builder's record, the phase being open"
checklist_by_builder() { weakened && usurp builder builder "$imagined"; }
attack open C6+R1 C6+R1 checklist_by_builder_and_claim "the same, and a claim on it in the same push"
checklist_by_builder_and_claim() {
  weakened && usurp builder builder "$imagined"
  forge --edit "s/^((- |Assay-)Plan:) .*/\1 $(git rev-parse HEAD:phases/greet.yml)/"
}
attack claimed R6 R6 phase_not_carried "a phase record whose commit holds another file"
phase_not_carried() { weakened && forge --like "$imagined" --tree 'HEAD^{tree}'; }
attack claimed R3+R6 R3+R6 phase_is_submodule "a phase record that names a commit"
phase_is_submodule() {
  local id
  weakened
  id=$(git rev-parse HEAD)
  mode=160000 rebuilt "$imagined" phases/greet.yml "$id" --words "s/^(Assay-Plan:) .*/\1 $id/"
}
attack claimed V1 V1 pass_under_weaker "a PASS under the checklist that the operator weakened after the claim"
pass_under_weaker() {
  weaker >../greet.yml
  operator phase add ../greet.yml && pull
  forge --edit "s/^((- |Assay-)Plan:) .*/\1 $(git rev-parse HEAD:phases/greet.yml)/"
}
attack claimed V3 V3 control_removed "a control removed by the operator after the claim, and a PASS without it"
control_removed() {
  sed '/- id: teeth/,/because/d' phases/greet.yml >../greet.yml
  operator phase add ../greet.yml && pull
  with_evidence eval \
    'rm logs/teeth.*; sed -i -E "/^        \{\$/{:a;N;/\n        \},?\$/!ba;/\"id\" : \"teeth\"/d}" statement.json'
  forge
}
attack passed D1 D1 done_after_weakening "DONE on passes from before the phase file changed"
done_after_weakening() {
  (cd .. && sed -i 's/^    covers: \[D1\]/    covers: [D1, D2]/; /- id: M2/,$d; /until: M2/s/M2/M1/' greet.yml)
  operator phase add ../greet.yml && pull
  forge --like refs/honest/main --edit "s/$(trailer refs/honest/main Assay-Head)/$(git rev-parse HEAD)/"
}

# Whom to tell, in which order, and after how long: keys of assay.yml and of phase files like any other.
consumers='s|^name: .*|&\nconsumers:\n  wake:\n    exec: /bin/true|'
order='s/^name: .*/&\norder:\n  phases: [greet, other]\n  next: open/'
honest claimed consumers_by_operator "consumers and an order named by the operator"
consumers_by_operator() { edited_policy "$consumers;$order" && forge --like "$imagined"; }
attack claimed R1 R1 consumers_by_builder "a consumer named by the Builder's record"
consumers_by_builder() { policy_by builder builder "$consumers"; }
attack claimed R1 R1 consumers_by_builder_as_operator "a consumer named by the Builder who says that they are an operator"
consumers_by_builder_as_operator() { policy_by builder operator "$consumers"; }
attack claimed R1 R1 consumers_by_adversary "a consumer named by the Adversary's record"
consumers_by_adversary() { policy_by adversary adversary "$consumers"; }
attack claimed R1 R1 order_by_builder "the order of phases given by the Builder's record"
order_by_builder() { policy_by builder operator "$order"; }
attack claimed R3 R3 consumers_by_hand "a consumer named by hand"
consumers_by_hand() { sed -i "$consumers" assay.yml && plain "tell me"; }
attack claimed R3 R3 order_by_hand "the order of phases given by hand"
order_by_hand() { sed -i "$order" assay.yml && plain "another order"; }
merging() { # COMMAND…: what it changes is in a merge of code alone
  local main
  main=$(git rev-parse HEAD)
  git checkout --quiet -b work HEAD~1 && echo code >code.txt && plain "code"
  git checkout --quiet main
  git merge --quiet --no-ff --no-commit work
  "$@" && plain "merge work"
}
attack claimed R3 R3 consumers_in_merge "a consumer named in a merge of code"
consumers_in_merge() { merging sed -i "$consumers" assay.yml; }
attack claimed R3 R3 order_in_merge "the order of phases given in a merge of code"
order_in_merge() { merging sed -i "$order" assay.yml; }
attack claimed R3 R3 consumers_on_merged_side "a consumer named on a side that is merged"
consumers_on_merged_side() {
  git checkout --quiet -b work HEAD~1 && consumers_by_hand
  git checkout --quiet main && git merge --quiet --no-ff -m merge work
}
attack claimed R3 R3 consumers_in_phase_record "a phase file's record that names a consumer in assay.yml as well"
consumers_in_phase_record() { weakened && forge_and sed -i "$consumers" assay.yml -- --like "$imagined"; }
attack claimed R3 R3 order_in_phase_record "a phase file's record that gives an order in assay.yml as well"
order_in_phase_record() { weakened && forge_and sed -i "$order" assay.yml -- --like "$imagined"; }
attack claimed R3 R3 consumers_in_verdict "a verdict that names a consumer in assay.yml as well"
consumers_in_verdict() { forge_and sed -i "$consumers" assay.yml; }
attack claimed R6 R6 consumer_told_twice "a consumer that is told in two ways"
consumer_told_twice() { edited_policy "$consumers;"'s|exec: /bin/true|{exec: /bin/true, jsonl: x}|' && forge --like "$imagined"; }
attack claimed R6 R6 consumer_of_odd_name "a consumer whose name leads elsewhere"
consumer_of_odd_name() { edited_policy "$consumers;"'s|wake:|../wake:|' && forge --like "$imagined"; }
attack claimed R6 R6 order_of_odd_name "an order of phases with a name that is none"
order_of_odd_name() { edited_policy "$order;s|greet, other|greet, ../other|" && forge --like "$imagined"; }

patient() { sed 's/^waivers: .*/&\nliveness: { claim_unanswered: 365d, role_unseen: 365d }/' phases/greet.yml; }
waiting_longer() {
  patient >../greet.yml
  imagine operator phase add ../greet.yml
}
honest filed liveness_before_open "how long to wait, changed by the Builder before the phase is open"
liveness_before_open() { patient >../greet.yml && imagine builder phase add ../greet.yml && forge --like "$imagined"; }
honest claimed liveness_by_operator "how long to wait, changed by the operator"
liveness_by_operator() { waiting_longer && forge --like "$imagined"; }
attack claimed R1 R1 liveness_by_builder "how long to wait, changed by the Builder once the phase is open"
liveness_by_builder() { waiting_longer && usurp builder builder "$imagined"; }
attack claimed R1 R1 liveness_by_adversary "how long to wait, changed by the Adversary"
liveness_by_adversary() { waiting_longer && usurp adversary adversary "$imagined"; }
attack claimed R3 R3 liveness_by_hand "how long to wait, changed by hand"
liveness_by_hand() { patient >p && mv p phases/greet.yml && plain "patience"; }
attack claimed R3 R3 liveness_in_merge "how long to wait, changed in a merge of code"
liveness_in_merge() { merging eval 'patient >p && mv p phases/greet.yml'; }
attack claimed R6 R6 liveness_of_other_key "a threshold that there is not"
liveness_of_other_key() {
  patient | sed 's/role_unseen/role_unheard/' >../greet.yml
  local id
  id=$(git hash-object -w ../greet.yml)
  waiting_longer
  rebuilt "$imagined" phases/greet.yml "$id" --words "s/^(Assay-Plan:) .*/\1 $id/"
}
