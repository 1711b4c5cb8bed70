# shellcheck shell=bash
# Who may do what: records by others than those whom the policy names for them.

# A record that a party's tool would write now, as another principal in another role would have it.
taken_over() { # PRINCIPAL ROLE PARTY COMMAND…
  local who=$1 role=$2
  shift 2
  imagine "$@"
  usurp "$who" "$role" "$imagined"
}
attack claimed R1 R1 verdict_by_builder "the Builder rules as adversary"
verdict_by_builder() { usurp builder adversary "$(next)"; }
attack claimed R1+R3 R1+R3 verdict_as_builder "the Builder rules as builder"
verdict_as_builder() { usurp builder builder "$(next)"; }
attack claimed R1 R1 verdict_by_operator "the operator rules"
verdict_by_operator() { usurp operator adversary "$(next)"; }
attack claimed R1 R1 verdict_by_nobody "somebody whom the policy does not name rules"
verdict_by_nobody() { usurp mallory adversary "$(next)"; }
attack claimed R1 R1 verdict_under_address "a verdict under the Adversary's name and somebody's address"
verdict_under_address() { forge --as builder --key adversary; }
attack claimed R1 R1 verdict_in_case "a verdict in the Adversary's name, in another case"
verdict_in_case() {
  forge --edit 's/^- By: adversary/- By: Adversary/' --words 's/^(Assay-Principal:) .*/\1 Adversary/'
}
attack claimed R3 R3 watchdog_role "a role that there is not"
watchdog_role() { forge --words 's/^(Assay-Role:) .*/\1 admin/'; }
attack open R1 R1 claim_by_adversary "the Adversary claims"
claim_by_adversary() { usurp adversary builder "$(next)"; }
attack claimed R1 R1 withdrawn_by_adversary "the Adversary withdraws the claim"
withdrawn_by_adversary() { taken_over adversary adversary builder withdraw M1 --reason no; }
attack closable R1 R1 done_by_adversary "the Adversary says DONE"
done_by_adversary() { usurp adversary adversary "$(next)"; }
attack closable R1 R1 done_by_operator "the operator says DONE"
done_by_operator() { usurp operator operator "$(next)"; }
attack passed R1 R1 revoked_by_builder "the Builder revokes a PASS"
revoked_by_builder() { taken_over builder builder adversary revoke M1 --reason no; }
attack claimed R1 R1 waived_by_builder "the Builder waives a check"
waived_by_builder() { taken_over builder builder adversary waive M1 unit --reason slow --expires 7d; }
attack claimed R1 R1 waived_by_operator "the operator waives where the phase leaves it to the Adversary"
waived_by_operator() { taken_over operator operator adversary waive M1 unit --reason slow --expires 7d; }
attack claimed R1 R1 veto_by_builder "the Builder vetoes"
veto_by_builder() { taken_over builder adversary adversary veto --reason "no"; }
vetoed() { adversary veto --reason "not convinced" && pull; }
attack closable R1 R1 veto_lifted_by_builder "the Builder lifts a veto"
veto_lifted_by_builder() { vetoed && taken_over builder builder adversary lift --reason "fine"; }
attack closable R1 R1 veto_lifted_by_other "another Adversary lifts a veto"
veto_lifted_by_other() { vetoed && taken_over adversary-2 adversary adversary lift --reason "fine"; }
attack conditional R1 R1 condition_by_builder "the Builder lifts a condition"
condition_by_builder() { taken_over builder adversary adversary lift M1 --reason "published"; }
attack failed R1 R1 finding_closed_by_builder "the Builder closes a finding"
finding_closed_by_builder() {
  taken_over builder builder adversary finding close F-greet-1 --subject "$(git rev-parse HEAD)"
}
attack failed R1 R1 finding_corrected_by_builder "the Builder corrects a finding"
finding_corrected_by_builder() { taken_over builder adversary adversary finding correct F-greet-1 -m "it is minor"; }
attack open R1 R1 finding_by_builder "the Builder raises a finding"
finding_by_builder() { taken_over builder adversary adversary finding open -m "odd"; }
attack open R1 R1 probes_by_builder "the Builder registers probes"
probes_by_builder() { taken_over builder adversary adversary probes M1 -m "try it"; }
attack open R1 R1 baseline_by_builder "the Builder captures a baseline"
baseline_by_builder() { taken_over builder adversary adversary baseline M1 -m "as it is"; }
attack open R1 R1 journal_by_adversary "the Adversary writes the journal"
journal_by_adversary() { taken_over adversary adversary builder journal add -m "why"; }
attack open R1+R3 R1+R3 backlog_by_adversary "the Adversary fills the Builder's backlog"
backlog_by_adversary() { taken_over adversary adversary builder backlog add -m "do this"; }
attack open R1+R3 R1+R3 acknowledged_by_sender "the Builder acknowledges what was sent to the Adversary"
acknowledged_by_sender() {
  builder send adversary --blocking -m "look" && pull
  imagine adversary ack "$(record message)"
  usurp builder builder "$imagined"
}
attack done R1 R1 reopened_by_builder "the Builder reopens the phase"
reopened_by_builder() { taken_over builder builder operator phase reopen greet --reason "more"; }
attack filed R1 R1 opened_by_adversary "the Adversary opens the phase"
opened_by_adversary() { usurp adversary adversary "$(next)"; }
attack founded R1 R1 filed_by_adversary "the Adversary brings the phase file"
filed_by_adversary() { usurp adversary adversary "$(next)"; }
