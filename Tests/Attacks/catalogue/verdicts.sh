# shellcheck shell=bash
# Verdicts that are of somebody, signed, and of the wrong thing.

pass() { record verdict refs/honest/main~2; }
attack passed V1 V1 verdict_replayed "a verdict once more"
verdict_replayed() { forge --like "$(pass)" --edit 's|/adversary-1|/adversary-2|'; }
attack claimed V1 V1 verdict_twice "a verdict twice in one push"
verdict_twice() { forge && forge --like "$(pass)" --edit 's|/adversary-1|/adversary-2|'; }
attack answering V1 V1 verdict_for_other_gate "M1's verdict, made out to M2"
verdict_for_other_gate() {
  forge --like "$(pass)" --edit 's/M1/M2/' --edit "s/$(trailer HEAD~1 Assay-Subject)/$(trailer HEAD Assay-Subject)/"
}
attack claimed V1 V1 verdict_on_withdrawn "a verdict on a claim that was withdrawn and made again"
verdict_on_withdrawn() { builder withdraw M1 --reason "once more" && claim M1 && pull && forge; }
attack claimed V1 V1 verdict_on_nothing "a verdict on a claim that was withdrawn"
verdict_on_nothing() { builder withdraw M1 --reason "not yet" && pull && forge; }
attack open V1 V1 verdict_before_claim "a verdict before there is a claim"
verdict_before_claim() { forge --like "$(pass)"; }
attack claimed V1 V1 other_subject "a verdict on another subject"
other_subject() { forge --edit "s/$(trailer "$(next)" Assay-Subject)/$(git rev-parse HEAD~2)/"; }
attack claimed V1 V1 other_claim "a verdict on another claim's id"
other_claim() {
  local other
  other=$(git rev-parse HEAD~1)
  forge --edit "s/$(git rev-parse HEAD)/$other/" --edit "s|/$(git rev-parse --short=12 HEAD)/|/${other:0:12}/|"
}
attack claimed V1 V1 other_plan "a verdict under another phase file"
other_plan() { forge --edit "s/^(Assay-Plan:) .*/\1 $(git rev-parse HEAD:hello.txt)/"; }
attack claimed V1 V1 other_checklist "a verdict under another checklist"
other_checklist() { forge --edit "s/^(Assay-Checklist: ).(.*)/\1e\2/"; }
attack claimed V1 V1 lift_before_condition "a condition lifted where there is none"
lift_before_condition() {
  local id
  cp -a ../../../worlds/conditional/. ../other
  (world=$PWD/../other && tick 300 && adversary lift M1 --reason "published")
  git fetch --quiet ../other/team.git main:refs/honest/lift
  id=$(git rev-parse refs/honest/lift)
  forge --like "$id" --edit 's|/adversary-2|/adversary-1|'
}
attack claimed V3 V3 no_evidence "a PASS that cites nothing"
no_evidence() { forge_and git rm --quiet -r $docs/evidence -- --edit '/^(- |Assay-)Evidence/d'; }
attack claimed R3+V3 R3+V3 evidence_not_carried "a PASS whose evidence is not in its commit"
evidence_not_carried() { forge_and rm -r $docs/evidence --; }
attack answering V3 V3 evidence_of_other_gate "M2's PASS with the evidence of M1"
evidence_of_other_gate() {
  evidence=$(trailer HEAD~1 Assay-Evidence)
  evidence_path=$(git diff-tree -r --name-only "$(next)^" "$(next)" | sed -n 's|/statement.json$||p')
  forge
}
attack claimed V3 V3 evidence_of_old_claim "a new claim's PASS with the evidence of the withdrawn one"
evidence_of_old_claim() {
  local old
  old=$(git rev-parse HEAD)
  builder withdraw M1 --reason "once more" && claim M1 --again && pull
  new=$(git rev-parse HEAD)
  forge --edit "s/$old/$new/" --edit "s/${old:0:12}/${new:0:12}/" \
    --edit "s/$(trailer "$old" Assay-Subject)/$(trailer HEAD Assay-Subject)/"
}
attack claimed V3 V3 evidence_of_other_adversary "another Adversary rules on evidence that is not theirs"
evidence_of_other_adversary() { usurp adversary-2 adversary "$(next)"; }
attack conditional V3 V3 evidence_replayed "a condition lifted on the old set, junk carried as the new one"
evidence_replayed() {
  local old new
  imagine adversary lift M1 --reason "published"
  old=$(trailer HEAD Assay-Evidence) new=$(trailer "$imagined" Assay-Evidence)
  forge_and eval "echo junk >\$(git ls-files '*/adversary-2/statement.json')" -- \
    --like "$imagined" --edit "s/$new/$old/"
}
attack conditional V3 V3 evidence_twice "a condition lifted on the set that the CONDITIONAL cited, carried again"
because evidence_twice 'another ruling has cited'
because nonce_replayed 'another ruling has cited'
because evidence_replayed 'does not carry the evidence tree'
evidence_twice() {
  imagine adversary lift M1 --reason "published"
  evidence=$(trailer HEAD Assay-Evidence)
  evidence_path=$(git diff-tree -r --name-only "$imagined^" "$imagined" | sed -n 's|/statement.json$||p')
  forge --like "$imagined"
}
attack claimed V3 V3 nonce_replayed "a new claim's PASS on the old set, rewritten for the new claim but for its nonce"
nonce_replayed() {
  local old new
  forge --like refs/honest/failed^
  forge --like refs/honest/conditional
  git push --quiet origin HEAD:main
  old=$(record claim)
  builder withdraw M1 --reason "once more"
  claim M1
  adversary finding close F-greet-1 --subject "$(git rev-parse HEAD)"
  adversary collect M1
  pull
  imagine adversary review M1 --pass -m "re-run cold"
  new=$(git show "refs/honest/conditional:$(git ls-files '*/adversary-1/statement.json')" |
    grep -oE '"nonce" : "[^"]*"')
  evidence_like=$imagined
  with_evidence sed -i -E "s/\"nonce\" : \"[^\"]*\"/$new/" statement.json
  forge --like "$imagined"
}
attack conditional V3 V3 lifted_without_evidence "a condition lifted on a set that is not there"
lifted_without_evidence() {
  imagine adversary lift M1 --reason "published"
  forge --like "$imagined" --edit "s/$(trailer "$imagined" Assay-Evidence)/$(git rev-parse HEAD:phases)/"
}

# The claimant under another name, in another case, with another key.
renamed_builder() { # NAME KEY ADDRESS
  operator principal revoke builder
  operator principal add "$1" adversary "$keys/team-$2.pub" --address "$3"
  pull
}
ruled_by() { # NAME KEY ADDRESS
  renamed_builder "$@"
  collector=$2 with_evidence sed -i "s/\"collector\" : \"adversary\"/\"collector\" : \"$1\"/" statement.json
  forge --as "$1" --key "$2" --address "$3" --edit "s/^- By: .*/- By: $1 (adversary)/" \
    --words "s/^Assay-Principal: .*/Assay-Principal: $1/"
}
attack claimed V2 V2 same_key "the claimant rules under another name, with the same key"
same_key() { ruled_by ada builder ada@team.invalid; }
attack claimed V2 V2 same_address "the claimant rules under another name and key, from the same address"
same_address() { ruled_by ada mallory builder@team.invalid; }
attack claimed V2 V2 same_name_in_case "the claimant rules under the same name in another case"
same_name_in_case() { ruled_by Builder mallory ada@team.invalid; }
attack open V2 V2 two_votes_of_one "one Adversary votes twice where two are asked"
two_votes_of_one() {
  (cd .. && sed -i 's/^rounds: 2/&\nadversaries: 2/' greet.yml)
  operator phase add ../greet.yml
  claim M1
  adversary collect M1
  adversary review M1 --pass -m "re-run cold" && pull
  forge --like HEAD --edit 's|/adversary-1|/adversary-2|'
}

attack claimed V4 V4 fail_without_cause "a FAIL that names no cause"
fail_without_cause() {
  forge --like refs/honest/failed^
  forge --like refs/honest/failed --edit '/^(- |Assay-)Finding: /d'
}
attack claimed V4 V4 fail_by_unknown_finding "a FAIL that rests on a finding that there is not"
fail_by_unknown_finding() { forge --like refs/honest/failed; }
attack claimed V4 V4 fail_by_unknown_check "a FAIL that names a check that the gate does not ask"
fail_by_unknown_check() {
  forge --like refs/honest/failed^
  forge --like refs/honest/failed --edit 's/^(- |Assay-)Finding: .*/\1Failing: speed/'
}
attack claimed V4 V4 fail_by_passed_check "a FAIL that names a check that its evidence says passed"
fail_by_passed_check() {
  forge --like refs/honest/failed^
  forge --like refs/honest/failed --edit 's/^(- |Assay-)Finding: .*/\1Failing: unit/'
}
attack claimed V4 V4 pass_over_finding "a PASS over an open blocking finding"
pass_over_finding() { forge --like refs/honest/failed^ && forge; }
attack claimed V4 V4 unconditional "a CONDITIONAL that does not say what lifts it"
unconditional() { forge --like refs/honest/conditional --edit '/^(- Lifted when|Assay-Condition): /d'; }
attack open V5 V5 probe_forgotten "a PASS that does not account for a probe"
probe_forgotten() { probed && forge --like "$imagined" --edit '/^(- |Assay-)Probe: /d'; }
attack open V5 V5 probe_broke "a PASS although a probe broke it"
probe_broke() { probed && forge --like "$imagined" --edit 's/^((- |Assay-)Probe: P1) held/\1 broke/'; }
attack open V5 V5 probe_invented "a PASS that accounts for a probe that nobody registered"
probe_invented() { probed && forge --like "$imagined" --edit 's/^((- |Assay-)Probe:) P1/\1 P2/'; }
probed() {
  adversary probes M1 -m "P1 try an empty file"
  claim M1
  adversary collect M1
  pull
  imagine adversary review M1 --pass --probe P1=held -m "held"
}
