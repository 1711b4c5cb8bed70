# shellcheck shell=bash
# What has to be let in: the next record of every stage, and code beside the records.

same() { git merge --quiet --ff-only "$(next)"; }
again() { forge; }

honest plain founding_itself "the founding record"
founding_itself() { same; }
honest founded next_founded "the phase file, by the Builder"
next_founded() { same; }
honest filed next_filed "the phase is opened"
next_filed() { again; }
honest open next_open "a claim"
next_open() { again; }
honest claimed next_claimed "a PASS with evidence, written by plain git as the tool would"
next_claimed() { again; }
honest passed next_passed "the next gate's claim"
next_passed() { again; }
honest answering next_answering "a PASS"
next_answering() { again; }
honest closable next_closable "DONE"
next_closable() { same; }
honest done code_after_done "code, after DONE"
code_after_done() { echo more >more.txt && plain "more"; }
honest claimed fail_with_finding "a finding, and the FAIL that cites it, in one push"
fail_with_finding() { forge --like refs/honest/failed^ && forge --like refs/honest/failed; }
honest claimed conditional_ruling "a CONDITIONAL"
conditional_ruling() { forge --like refs/honest/conditional; }
honest claimed merge_of_code "a merge of code into the line of records"
merge_of_code() {
  local main
  main=$(git rev-parse HEAD)
  git checkout --quiet -b work HEAD~2
  echo code >code.txt && plain "code"
  git checkout --quiet main
  git merge --quiet --no-ff --message "merge work" work
}
honest claimed branch_of_code "code on a branch of its own"
branch_of_code() {
  echo code >code.txt && plain "code"
  refspecs=(HEAD:refs/heads/work)
}
honest claimed deletes_code "code that goes"
deletes_code() { git rm --quiet polite.txt && plain "it is not polite"; }
