# shellcheck shell=bash
# Claims that do not hold by themselves.

attack open C1 C1 unknown_gate "a gate that the phase file does not declare"
unknown_gate() { forge --edit 's/M1/M9/'; }
attack open C1 C1 gate_by_prefix "a gate whose name is the beginning of another's"
gate_by_prefix() { forge --edit 's/M1/M/'; }
attack open C1 C1 gate_in_case "a gate in another case"
gate_in_case() { forge --edit 's/M1/m1/'; }
attack open C1+R3 C1+R3 unknown_phase "a phase that there is not"
unknown_phase() { forge --edit 's/^(claim)\(greet\)/\1(other)/' --edit 's/^(Assay-Phase:) .*/\1 other/'; }
attack filed C1+R3 C1+R3 not_open "a phase that is declared and not open"
not_open() { forge --like "$(record claim refs/honest/main~4)"; }
attack open C2 C2 needs_unmet "a gate whose needs have not passed"
needs_unmet() { forge --like "$(record claim refs/honest/main)"; }
attack open C3 guard-only subject_nowhere "a subject that does not exist"
subject_nowhere() { forge --edit "s/$(trailer "$(next)" Assay-Subject)/0123456789012345678901234567890123456789/"; }
attack open C3 guard-only subject_unpushed "a subject that only the Builder's clone has"
subject_unpushed() {
  local id
  id=$(git commit-tree -m "not pushed" 'HEAD^{tree}')
  forge --edit "s/$(trailer "$(next)" Assay-Subject)/$id/"
}
attack open C3 guard-only subject_no_commit "a subject that is a tree"
subject_no_commit() { forge --edit "s/$(trailer "$(next)" Assay-Subject)/$(git rev-parse 'HEAD^{tree}')/"; }
attack open R3 R3 subject_abbreviated "a subject that is not a full id"
subject_abbreviated() { forge --edit "s/^((- |Assay-)Subject: .{12}).*/\1/"; }
attack open C4 C4 placeholder "a payload that is a placeholder"
placeholder() { forge --edit 's/^(> )?the files say so/\1TODO/'; }
attack open C4 C4 check_uncovered "a HOW that leaves checks out"
check_uncovered() { forge --edit 's/^(> )?assay collect M1/\1checks greets and unit/'; }
attack open R3 R3 part_missing "a payload of three parts"
part_missing() { forge --words '/^WHERE/,/^hello.txt/d'; }
attack claimed C5 C5 second_claim "a second claim on a claimed gate"
second_claim() { forge --like HEAD; }
attack failed C5 C5 same_subject_again "the failed subject claimed again without a word"
same_subject_again() { forge --like "$(record claim)"; }
attack passed C5 C5 passed_again "a passed gate claimed again on the same subject"
passed_again() { forge --like "$(record claim)"; }
attack open C6 C6 claim_other_plan "a claim bound to another phase file"
claim_other_plan() { forge --edit "s/^((- |Assay-)Plan:) .*/\1 $(git rev-parse HEAD:hello.txt)/"; }
attack open C6 C6 claim_other_checklist "a claim bound to another checklist"
claim_other_checklist() {
  local other
  other=$(trailer "$(record claim refs/honest/main)" Assay-Checklist)
  forge --edit "s/^((- |Assay-)Checklist:) .*/\1 $other/"
}
attack failed V7 V7 escalated "a claim after too many rounds"
escalated() {
  builder claim M1 --what "it greets" --how "assay collect M1" --expected "so" --where hello.txt --again "look again"
  adversary collect M1
  adversary review M1 --fail --finding F-greet-1 -m "still not"
  pull
  forge --like "$(record claim HEAD)"
}
attack done D2 D2 claim_after_done "a claim after DONE"
claim_after_done() { forge --like "$(record claim)"; }
attack done D2 D2 journal_after_done "a journal entry after DONE"
journal_after_done() {
  cp -a ../../../worlds/closable/. ../other
  (world=$PWD/../other && tick && builder journal add -m "why")
  git fetch --quiet ../other/team.git main:refs/honest/journal
  forge --like refs/honest/journal
}
attack open C4 C4 blank_payload "a payload of letters that nobody can see"
blank_payload() { forge --edit $'s/^(> )?the files say so/\\1\u3164\u3164/'; }
