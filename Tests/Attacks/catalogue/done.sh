# shellcheck shell=bash
# DONE, by the Builder, signed, when it is not.

# DONE as it would be computed on what HEAD is now.
done_here() { forge --like refs/honest/main --edit "s/$(trailer refs/honest/main Assay-Head)/$(git rev-parse HEAD)/"; }
attack passed D1 D1 done_early "a gate has not passed"
done_early() { done_here; }
attack open D1 D1 done_at_once "no gate has passed"
done_at_once() { done_here; }
attack closable D1 D1 done_over_veto "a veto stands"
done_over_veto() { adversary veto --reason "not convinced" && pull && done_here; }
attack closable D1 D1 done_over_finding "a blocking finding is open"
done_over_finding() { adversary finding open -m "it is rude" && pull && done_here; }
attack closable D1 D1 done_over_message "a blocking message waits"
done_over_message() { adversary send builder --blocking -m "read this" && pull && done_here; }
attack conditional D1 D1 done_over_condition "a condition is not lifted"
done_over_condition() { done_here; }
attack answering D1 D1 done_over_condition_of_second "the second gate's condition is not lifted"
done_over_condition_of_second() {
  adversary review M2 --conditional --condition "the log is published" -m "nearly" && pull && done_here
}
attack closable D1 D1 done_over_revoked "a PASS was revoked"
done_over_revoked() { adversary revoke M2 --reason "I was wrong" && pull && done_here; }
attack closable D1 D1 done_too_late "the passes are older than a day"
done_too_late() { tick 90000 && done_here; }
attack closable D1 D1 done_after_drift "a guarded path has changed since the PASS"
done_after_drift() { echo ho >hello.txt && plain "ho" && done_here; }
attack closable D1 D1 done_after_removal "a guarded path is gone since the PASS"
done_after_removal() { git rm --quiet hello.txt && plain "bye" && done_here; }
attack closable D1 D1 done_on_other_head "DONE computed on a head from before the drift"
done_on_other_head() { echo ho >hello.txt && plain "ho" && forge; }
attack closable D1 D1 done_after_phase_file "the phase file has changed since the claims"
done_after_phase_file() {
  sed 's/^title: .*/title: it greets/' phases/greet.yml >../greet.yml
  operator phase add ../greet.yml && pull && done_here
}
attack open D1 D1 done_after_waiver "a waiver that a PASS rests on has expired"
done_after_waiver() {
  echo '<testsuite tests="1"><testcase name="a"/></testsuite>' >report.xml && plain "fewer tests"
  git push --quiet origin HEAD:main
  (cd ../builder && git pull --quiet --ff-only origin main)
  adversary waive M1 unit --reason "one is enough" --expires 1h
  claim M1
  tick && (cd ../adversary && "$assay" collect M1 || true)
  adversary review M1 --pass -m "but for the waived"
  claim M2
  collect_second
  adversary review M2 --pass -m "polite"
  tick 4000 && pull && done_here
}
attack done D2 D2 done_twice "DONE a second time"
done_twice() { done_here; }
attack filed C1+R3 C1+R3 done_before_open "DONE of a phase that is not open"
done_before_open() { done_here; }
attack done D2 D2 verdict_after_done "a veto after DONE"
verdict_after_done() {
  cp -a ../../../worlds/closable/. ../other
  (world=$PWD/../other && tick && adversary veto --reason "too late")
  git fetch --quiet ../other/team.git main:refs/honest/veto
  forge --like refs/honest/veto
}
