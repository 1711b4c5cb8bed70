# shellcheck shell=bash
# A PASS, signed by its Adversary, whose evidence was tampered with between the run and the record.

pass_with() { with_evidence "$@" && forge; }
# The same, with the envelope as COMMAND leaves it.
under_seal() { collector=none pass_with "$@"; }
statement() { sed -i -E "$@" statement.json; }
# Takes a check out of the statement whole, and its logs with it.
without_check() { # ID
  rm "logs/$1".*
  sed -i -E "/^        \{\$/{:a;N;/\n        \},?\$/!ba;/\"id\" : \"$1\"/d};/^      \"$1\",\$/d" statement.json
}
# What the Adversary's set is called in the forged commit.
carried() { dirname "$(git ls-files "*/adversary-1/statement.json")"; }
# Changes the first thing that follows a check's id in the statement.
of_check() { # ID SED
  sed -i -E "/\"id\" : \"$1\"/,/\"title\"/{$2}" statement.json
}
attack claimed V3 V3 log_edited "a log edited, its digest left"
because log_edited 'is not what the statement names by its digest'
log_edited() { pass_with eval 'echo hi there >logs/greets.stdout'; }
attack claimed V3 V3 log_rewritten "a log edited and its digest with it: what it says fails the check"
because log_rewritten 'check greets is stated as pass'
log_rewritten() {
  # The same words stand in two logs more, so all of them have to be changed.
  pass_with eval 'relog logs/greets.stdout s/hi/ho/; sed -i s/hi/ho/ logs/twice+r?.stdout'
}
attack claimed V3 V3 digests_swapped "the digests of two logs swapped"
because digests_swapped 'is not what the statement names'
digests_swapped() {
  pass_with eval 'one=$(sha256sum <logs/greets.stdout | cut -c 1-64); two=$(sha256sum <logs/teeth.stderr | cut -c 1-64)
    sed -i "s/$one/ONE/; s/$two/$one/; s/ONE/$two/" statement.json'
}
attack claimed V3 V3 logs_swapped "two logs swapped"
because logs_swapped 'is not what the statement names'
logs_swapped() {
  pass_with eval 'mv logs/greets.stdout x; mv logs/teeth.stderr logs/greets.stdout; mv x logs/teeth.stderr'
}
attack claimed V3 V3 log_missing "a log left out"
because log_missing 'is missing'
log_missing() { pass_with rm logs/unit.stderr; }
attack claimed V3 V3 log_more "a file more than the statement names"
because log_more 'does not name'
log_more() { pass_with eval 'echo fine >logs/summary.txt'; }
attack claimed V3 V3 fewer_checks "a check left out, with its logs"
because fewer_checks 'check unit is missing'
fewer_checks() { pass_with without_check unit; }
attack claimed V3 V3 control_left_out "the control left out, with its logs"
because control_left_out 'check teeth is missing'
control_left_out() { pass_with without_check teeth; }
attack claimed V3 V3 collected_none "a test run that collected nothing"
because collected_none 'passed without a test'
collected_none() { pass_with of_check unit 's/"ran" : 2/"ran" : 0/'; }
attack claimed V3 V3 collected_fewer "a test run that collected fewer than asked"
because collected_fewer '1 test ran'
collected_fewer() { pass_with of_check unit 's/"ran" : 2/"ran" : 1/'; }
attack claimed V3 V3 tests_failed "a test run in which a test failed"
because tests_failed '1 test failed'
tests_failed() { pass_with of_check unit 's/"failed" : 0/"failed" : 1/'; }
attack claimed V3 V3 error_as_pass "an error counted as a pass"
because error_as_pass 'do not follow from the checks'
error_as_pass() { pass_with of_check unit '/"runs"/,$s/"status" : "pass"/"status" : "error"/;/"exit" : 0/d'; }
attack claimed V3 V3 error_named_pass "a run that never ran, called a pass"
because error_named_pass 'passed without having run'
error_named_pass() { pass_with of_check greets '/"exit" : 0/d'; }
attack claimed V3 V3 flaky_as_pass "one of two repeats failed, and the check is called a pass"
because flaky_as_pass 'run 1 of check twice is stated as pass'
flaky_as_pass() { pass_with of_check twice '0,/"exit" : 0/s/"exit" : 0/"exit" : 1/'; }
attack claimed V3 V3 fewer_repeats "one repeat instead of two"
because fewer_repeats 'check twice was not asked as the checklist says'
fewer_repeats() {
  pass_with eval 'rm logs/twice+r2.*
    sed -i -E "/^            \{\$/{:a;N;/\n            \},?\$/!ba;/twice\+r2/d}" statement.json
    sed -i -E -z "s/(\n            \}),\n          \]/\1\n          ]/" statement.json'
}
attack claimed V3 V3 failing_exit "an exit status that fails the check"
because failing_exit 'the exit was 2'
failing_exit() { pass_with of_check greets 's/"exit" : 0/"exit" : 2/'; }
attack claimed V3 V3 toothless_control "a control that did not fail"
because toothless_control 'the control did not fail'
toothless_control() { pass_with of_check teeth 's/"exit" : 1/"exit" : 0/'; }
attack claimed V3 V3 control_as_check "a control passed off as a check"
because control_as_check 'not asked as the checklist says'
control_as_check() {
  pass_with eval 'statement "s/\"control\" : true/\"control\" : false/"'
}
attack claimed V3 V3 warm_as_cold "a warm workspace"
because warm_as_cold 'not collected in a cold workspace'
warm_as_cold() { pass_with statement 's/"workspace" : "cold"/"workspace" : "warm"/; s/"cold" : true/"cold" : false/'; }
attack claimed V3 V3 half_warm "a warm workspace that says it is isolated"
because half_warm 'cold and not cold'
half_warm() { pass_with statement 's/"workspace" : "cold"/"workspace" : "warm"/'; }
attack claimed V3 V3 others_set "a set that another principal collected"
because others_set 'of collector builder'
others_set() { pass_with statement 's/"collector" : "adversary"/"collector" : "builder"/'; }
attack claimed V3 V3 other_roles_set "a set that was collected as builder"
because other_roles_set 'of role builder'
other_roles_set() { pass_with statement 's/"role" : "adversary"/"role" : "builder"/'; }
attack claimed V3 V3 no_nonce "a set without a nonce"
because no_nonce 'no nonce'
no_nonce() { pass_with statement 's/("nonce" :) "[^"]*"/\1 ""/'; }
attack claimed V3 V3 set_of_other_claim "a set of another claim"
because set_of_other_claim 'is of claim'
set_of_other_claim() { pass_with statement "s/$(git rev-parse HEAD)/$(git rev-parse HEAD~1)/"; }
attack claimed V3 V3 set_of_other_plan "a set under another phase file"
because set_of_other_plan 'is of phase file'
set_of_other_plan() { pass_with statement "s/$(trailer HEAD Assay-Plan)/$(git rev-parse HEAD:hello.txt)/"; }
attack claimed V3 V3 set_of_other_checklist "a set under another checklist"
because set_of_other_checklist 'another checklist'
set_of_other_checklist() {
  pass_with statement "s/$(trailer HEAD Assay-Checklist)/$(trailer "$(record claim refs/honest/main)" Assay-Checklist)/"
}
attack claimed V3 V3 unknown_key_in_statement "a statement with a key that there is not"
because unknown_key_in_statement 'not written as assay writes it'
unknown_key_in_statement() { pass_with statement 's/^( *)"nonce" :/\1"note" : "trust me",\n&/'; }
attack claimed V3 V3 statement_twice_said "a statement with a key twice, the second one better"
because statement_twice_said 'a key twice'
statement_twice_said() { pass_with statement 's/^( *)"role" : .*/&\n&/'; }
attack claimed V3 V3 statement_other_form "a statement that is written otherwise than ours"
because statement_other_form 'not written as assay writes it'
statement_other_form() { pass_with statement 's/" : /": /'; }
attack claimed V3 V3 statement_gone "a set without a statement"
because statement_gone 'no statement.json'
statement_gone() { pass_with rm statement.json; }
attack claimed V3 V3 log_symlink "a log that is a symlink"
because log_symlink 'plain files only'
log_symlink() { pass_with eval 'ln -sf greets.stdout logs/teeth.stdout'; }
attack claimed R3+V3 R3+V3 set_elsewhere "a set that lies under another claim's name"
set_elsewhere() { forge --edit "s|/$(git rev-parse --short=12 HEAD)/|/000000000000/|"; }
attack claimed R3 R3 two_sets "a PASS that carries a second set of junk"
two_sets() {
  forge_and eval 'set=$(carried); mkdir -p "${set%1}2"; echo x >"${set%1}2/x"'
}
attack claimed R3 R3 set_grown "a PASS that carries a file beside the set"
set_grown() {
  forge_and eval 'set=$(carried); echo x >"${set%/*}/x"'
}
attack claimed V3 V3 too_many_files "a set of more files than a set has"
because too_many_files '9012 files'
too_many_files() { pass_with eval 'for n in $(seq 9000); do echo "$n" >"logs/$n"; done'; }
attack claimed R3+V3 R3+V3 set_in_a_file "a file in the place of the directory that sets lie in"
set_in_a_file() {
  forge_and eval 'set=$(carried); rm -r "${set%/*}"; echo x >"${set%/*}"'
}
attack claimed V3 V3 envelope_gone "a set that is not signed"
because envelope_gone 'the evidence set is not signed'
envelope_gone() { under_seal rm envelope.json; }
attack claimed V3 V3 envelope_of_other_key "a set that somebody else has signed"
because envelope_of_other_key 'it is of the key SHA256:'
envelope_of_other_key() { collector=builder pass_with true; }
attack claimed V3 V3 envelope_of_named_key "a set that somebody else has signed, under the Adversary's key's name"
because envelope_of_named_key 'did not sign these bytes'
envelope_of_named_key() {
  under_seal eval 'name=$(grep keyid envelope.json) && seal mallory && sed -i "s|^ *\"keyid.*|$name|" envelope.json'
}
attack claimed V3 V3 envelope_for_git "a set whose signature was made for commits"
because envelope_for_git "made for 'git', not for 'assay-evidence'"
envelope_for_git() { under_seal seal adversary git; }
attack claimed V3 V3 envelope_swapped "a set in the envelope of another one by the same Adversary"
because envelope_swapped 'it holds another statement'
envelope_swapped() {
  # The Adversary's own set of another collection.
  git show "refs/honest/main:$(git ls-tree -r --name-only refs/honest/main | grep '/M2/.*envelope.json$')" \
    >../envelope.json
  under_seal cp "$PWD/../envelope.json" envelope.json
}
attack claimed V3 V3 statement_under_seal "a statement edited under its seal"
because statement_under_seal 'it holds another statement'
statement_under_seal() { under_seal statement 's/"nonce" : "./&0/'; }
attack claimed V3 V3 both_under_seal "a statement and its envelope's payload edited under the seal"
because both_under_seal 'did not sign these bytes'
both_under_seal() {
  under_seal eval 'statement "s/\"nonce\" : \"./&0/"
    sed -i "s|\"payload\" : .*|\"payload\" : \"$(base64 -w 0 statement.json)\",|" envelope.json'
}
attack claimed V3 V3 envelope_payload "an envelope that holds another statement"
because envelope_payload 'it holds another statement'
envelope_payload() { under_seal sed -i 's/"payload" : "ew/"payload" : "eW/' envelope.json; }
attack claimed V3 V3 envelope_signature "an envelope whose signature was changed"
because envelope_signature 'did not sign these bytes'
envelope_signature() { under_seal sed -i -E '/"sig"/{s/: "A/: "B/;t;s/: "./: "A/}' envelope.json; }
attack claimed V3 V3 envelope_signed_twice "an envelope with a second signature, whose signer nobody asks for"
because envelope_signed_twice 'not written as assay writes it'
envelope_signed_twice() {
  under_seal sed -i -z 's/    }\n  ]/    },\n    {\n      "keyid" : "",\n      "sig" : ""\n    }\n  ]/' envelope.json
}
attack claimed V3 V3 envelope_symlink "an envelope that is a symlink"
because envelope_symlink 'plain files only'
envelope_symlink() { under_seal ln -sf statement.json envelope.json; }
attack claimed V3 V3 ran_something_else "a statement that says that another command was run"
because ran_something_else 'check greets was not asked as the checklist says'
ran_something_else() { pass_with statement 's/("shell" :) "cat hello.txt"/\1 "echo hi"/'; }
attack claimed V3 V3 ran_masked "a statement that masks what was run, and shows another command beside the mark"
because ran_masked 'check twice was not asked as the checklist says'
ran_masked() { pass_with statement '/"argv"/,/\]/s/"hello.txt"/"other [masked]"/'; }
