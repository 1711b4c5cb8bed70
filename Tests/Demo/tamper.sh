#!/usr/bin/env bash
# tamper.sh ASSAY KEPT DIR
#
# Takes copies of what demo.sh kept (KEPT/claimed, M2 claimed and not ruled on; KEPT/done, the whole phase), tampers with
# the remote of each copy as somebody with write access and plain git could, and runs `assay audit` in the Builder's clone
# beside it. Prints a table; exit 1 unless each audit says no and names the rule.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source "$here/stage.sh"
assay=$(realpath "$1")
kept=$(cd "$2" && pwd)
mkdir -p "$3"
stage_directory=$(cd "$3" && pwd)
isolate "$stage_directory/own"
export GIT_COMMITTER_NAME=Somebody GIT_COMMITTER_EMAIL=somebody@example.org
export GIT_AUTHOR_NAME=Somebody GIT_AUTHOR_EMAIL=somebody@example.org
docs=machine-docs

# Commits everything in the hand-made clone and pushes it; fails when there is nothing.
push() { # MESSAGE
  git add --all
  git commit --quiet --message "$1"
  git push --quiet origin HEAD:main
}
# A commit's message, byte for byte: what is not written as a record would be is refused for that alone.
message_of() { git cat-file commit "$1" | sed '1,/^$/d'; }
record() { # TYPE: the newest record of that type
  git log -1 --format=%H --grep="^Assay-Record: $1\$"
}
# The address of the principal that wrote the newest record of that type.
author_of() { git log -1 --format='%aN <%aE>' "$(record "$1")"; }
# A record by somebody who has a principal's key: form and signature are in order, and only the deed is not.
forge() { # AUTHOR MESSAGE-FILE KEY-OF
  local date
  date=$(date +%s)
  GIT_AUTHOR_NAME=${1% <*} GIT_AUTHOR_EMAIL=$(sed 's/.*<//; s/>//' <<<"$1") GIT_AUTHOR_DATE="$date +0000" \
    GIT_COMMITTER_NAME=${1% <*} GIT_COMMITTER_EMAIL=$(sed 's/.*<//; s/>//' <<<"$1") GIT_COMMITTER_DATE="$date +0000" \
    git -c gpg.format=ssh -c user.signingKey="$kept/keys/$3" \
    commit --quiet --allow-empty --gpg-sign --cleanup=verbatim --file="$2"
  git push --quiet origin HEAD:main
}
trailer() { git log -1 --format="%(trailers:key=$2,valueonly,separator=)" "$1"; }

edit_ledger() { sed -i 's/FAIL/PASS/' $docs/REVIEW-dstamp.md && push "docs: spelling"; }
delete_ledger() { git rm --quiet $docs/REVIEW-dstamp.md && push "chore: tidy up"; }
rename_ledger() { git mv $docs/REVIEW-dstamp.md $docs/REVIEW-old.md && push "chore: rename"; }
second_copy() { cp $docs/REVIEW-dstamp.md . && push "docs: keep the review at hand"; }
done_by_hand() { printf '\n## DONE\n' >>$docs/STATUS-dstamp.md && push "status(dstamp): DONE"; }
drop_evidence() { git rm --quiet -r $docs/evidence && push "chore: drop large files"; }
weaken_phase() {
  sed -i 's/collected: { min: [0-9]* }/collected: { min: 1 }/' phases/dstamp.yml
  push "phase: be content with fewer tests"
}
edit_policy() { printf '# tidied\n' >>assay.yml && push "policy: tidy up"; }
# The FAIL becomes a PASS, signed with the Builder's address, for the claim that stands.
verdict_message() { # evidence|bare
  local claim old
  claim=$(record claim) old=$(record verdict)
  message_of "$old" | sed -E \
    -e "s/^review\(dstamp\): M1/review(dstamp): M2/" -e "s/^Assay-Gate: .*/Assay-Gate: M2/" \
    -e "s/^Assay-Claim: .*/Assay-Claim: $claim/" -e "s/^Assay-Subject: .*/Assay-Subject: $(trailer "$claim" Assay-Subject)/" \
    -e "s/^Assay-Checklist: .*/Assay-Checklist: $(trailer "$claim" Assay-Checklist)/" |
    if [[ $1 == bare ]]; then sed '/^Assay-Evidence: /d'; else cat; fi >"$stage_directory/message"
}
forged_verdict() { verdict_message evidence && forge "$(author_of claim)" "$stage_directory/message" team-builder; }
bare_verdict() { verdict_message bare && forge "$(author_of verdict)" "$stage_directory/message" team-adversary; }
second_verdict() {
  message_of "$(record verdict)" >"$stage_directory/message"
  forge "$(author_of verdict)" "$stage_directory/message" team-adversary
}
# The same words under the Adversary's address, by somebody without the key.
unsigned_verdict() {
  message_of "$(record verdict)" >"$stage_directory/message"
  GIT_AUTHOR_EMAIL=adversary@team.invalid GIT_COMMITTER_EMAIL=adversary@team.invalid \
    git commit --quiet --allow-empty --cleanup=verbatim --file="$stage_directory/message"
  git push --quiet origin HEAD:main
}
unknown_gate() {
  message_of "$(record claim)" | sed -E 's/^claim\(dstamp\): M2/claim(dstamp): M9/; s/^Assay-Gate: .*/Assay-Gate: M9/' \
    >"$stage_directory/message"
  forge "$(author_of claim)" "$stage_directory/message" team-builder
}
rewound() { git push --quiet --force origin HEAD~3:main; }
rewritten() {
  git reset --quiet --hard HEAD~2
  git commit --quiet --allow-empty --message "another history"
  git push --quiet --force origin HEAD:main
}
# An object in the middle of the history goes missing on every side.
damaged() {
  local victim repository
  victim=$(git rev-parse HEAD~4)
  for repository in ../team.git ../builder/.git; do
    silently git -C "$repository" repack -a -d -q
    for pack in "$repository"/objects/pack/*.pack; do
      mv "$pack" ../pack
      rm -f "${pack%.pack}".*
      git -C "$repository" unpack-objects -q <../pack
    done
    rm -f "$repository/objects/${victim:0:2}/${victim:2}"
  done
}

missed=0
printf '%-62s %s\n' "tampering" "rule named by the audit"
tampered() { # STAGE RULE-PATTERN DEED DESCRIPTION
  local place=$stage_directory/$3 status=0 named
  mkdir "$place"
  cp -R "$kept/$1/team.git" "$kept/$1/builder" "$place/"
  # The guard would refuse all of these; the audit has to find them without it.
  rm "$place/team.git/hooks/pre-receive" "$place/team.git/hooks/post-receive"
  silently git -C "$place/builder" remote set-url origin "$place/team.git"
  silently git clone --quiet "$place/team.git" "$place/hand"
  (cd "$place/hand" && "$3") >"$place/log" 2>&1 || surprise "the deed '$3' itself failed: $(cat "$place/log")"
  (cd "$place/builder" && "$assay" audit) >"$place/audit" 2>&1 </dev/null || status=$?
  named=$(grep -oE "(^|[^A-Za-z0-9-])($2)([^A-Za-z0-9]|$)" "$place/audit" | grep -oE "$2" | sort -u | tr '\n' ' ') || true
  if { ((status == 1)) || ((status == 65)); } && [[ -n $named ]]; then
    printf '%-62s %s\n' "$4" "$named"
  else
    missed=$((missed + 1))
    printf '%-62s MISSED (exit %s, expected %s)\n' "$4" "$status" "$2"
    sed 's/^/    /' "$place/audit"
  fi
}

tampered done R2 edit_ledger "a FAIL in REVIEW edited to a PASS"
tampered done R2 delete_ledger "REVIEW deleted"
tampered done R2 rename_ledger "REVIEW renamed"
tampered done R2 second_copy "a second copy of REVIEW"
tampered claimed R3 done_by_hand "'## DONE' typed into STATUS by hand"
tampered done 'R2|R3' drop_evidence "the evidence removed"
tampered claimed R3 weaken_phase "a check in the phase file made easier by hand"
tampered claimed R3 edit_policy "assay.yml edited by hand"
tampered claimed R1 forged_verdict "PASS for M2 forged with the Builder's key"
tampered claimed R1 unsigned_verdict "a verdict under the Adversary's address, unsigned"
tampered claimed V3 bare_verdict "PASS for M2 without evidence, with the Adversary's stolen key"
tampered claimed V1 second_verdict "a verdict given a second time"
tampered claimed C1 unknown_gate "a claim for a gate that the phase file does not declare"
tampered done R5 rewound "the remote set back by three records"
tampered done R5 rewritten "the last records replaced by another history"
tampered done 'R4|damaged|missing' damaged "an object of the history gone"

((missed == 0)) || surprise "$missed tampered copies were not caught"
rm -rf "$stage_directory"
