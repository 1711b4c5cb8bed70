# shellcheck shell=bash
# Paths that the phase file protects until M2 has passed. Only the guard can tell: history does not say when code came.

deploy() { mkdir -p deploy && echo ship >deploy/now.txt && plain "ship it"; }
attack claimed P1 guard-only protected_path "a protected path before its gate has passed"
protected_path() { deploy; }
attack passed P1 guard-only protected_half "a protected path when only the gate before has passed"
protected_half() { deploy; }
attack claimed P1 guard-only protected_in_merge "a protected path by a merge"
protected_in_merge() {
  git checkout --quiet -b work HEAD~1 && deploy
  git checkout --quiet main && git merge --quiet --no-ff -m merge work
}
attack claimed P1 guard-only protected_with_record "a protected path in front of a record"
protected_with_record() { deploy && forge; }
attack answering P1 guard-only protected_and_reverted_half "a protected path in two commits, one of them taken back"
protected_and_reverted_half() {
  deploy && echo more >deploy/more.txt && plain "more" && git rm -q deploy/now.txt && plain "less"
}
honest closable protected_after "a protected path once its gate has passed"
protected_after() { deploy; }
honest answering protected_on_branch "a protected path on a branch of its own"
protected_on_branch() { deploy && refspecs=(HEAD:refs/heads/work); }
