# shellcheck shell=bash
# Paths that the phase file protects until M2 has passed. On the coordination branch, the records around it say when code
# came; when another branch moved, history does not say, and only the guard can tell.

deploy() { mkdir -p deploy && echo ship >deploy/now.txt && plain "ship it"; }
attack claimed P1 P1 protected_path "a protected path before its gate has passed"
protected_path() { deploy; }
attack claimed P1 P1 protected_and_marked "a protected path whose name begins with a mark, which joins the slash"
protected_and_marked() { mkdir deploy && echo ship >deploy/$'\u0301now.txt' && plain "ship it"; }
attack passed P1 P1 protected_half "a protected path when only the gate before has passed"
protected_half() { deploy; }
attack claimed P1 P1 protected_in_merge "a protected path by a merge"
protected_in_merge() {
  git checkout --quiet -b work HEAD~1 && deploy
  git checkout --quiet main && git merge --quiet --no-ff -m merge work
}
attack claimed P1 P1 protected_with_record "a protected path in front of a record"
protected_with_record() { deploy && forge; }
attack answering P1 P1 protected_and_reverted_half "a protected path in two commits, one of them taken back"
protected_and_reverted_half() {
  deploy && echo more >deploy/more.txt && plain "more" && git rm -q deploy/now.txt && plain "less"
}
honest closable protected_after "a protected path once its gate has passed"
protected_after() { deploy; }
honest answering protected_on_branch "a protected path on a branch of its own"
protected_on_branch() { deploy && refspecs=(HEAD:refs/heads/work); }
honest answering protected_before_its_claim "a protected path on a branch, merged once its gate has passed"
protected_before_its_claim() {
  git checkout --quiet -b work && deploy && git checkout --quiet main
  adversary review M2 --pass -m "polite" && git pull --quiet --ff-only origin main
  git merge --quiet --no-ff -m merge work
}
attack answering P1 P1 protected_before_the_pass "a protected path, and the PASS that frees it after it in one push"
protected_before_the_pass() { deploy && forge; }
attack closable P1 P1 protected_after_revocation "a protected path after the PASS that freed it was revoked"
protected_after_revocation() {
  adversary revoke M2 --reason "I was wrong" && pull
  deploy
}
attack claimed P1 guard-only protected_on_its_branch "a path that is protected on another branch"
protected_on_its_branch() {
  sed -i '/deploy/a \    branch: release' ../greet.yml
  operator phase add ../greet.yml && pull
  deploy && refspecs=(HEAD:refs/heads/release)
}
