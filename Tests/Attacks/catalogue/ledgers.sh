# shellcheck shell=bash
# Ledgers changed by hand: they are append-only, there is one of each, and only records write them.

attack done R2+R3 R2+R3 edited_entry "a word of an old entry replaced"
edited_entry() { sed -i 's/PASS/FAIL/' $docs/REVIEW-greet.md && plain "docs: spelling"; }
attack done R2+R3 R2+R3 reordered_entries "two entries change places"
reordered_entries() {
  local file=$docs/REVIEW-greet.md cut end
  cut=$(grep -n '^## M2' $file | cut -d: -f1) end=$(grep -n '^## M1' $file | cut -d: -f1)
  { head -n $((end - 1)) $file && tail -n "+$cut" $file && sed -n "${end},$((cut - 1))p" $file; } >new
  mv new $file && plain "docs: newest first"
}
attack done R2+R3 R2+R3 truncated "the last entry cut off"
truncated() { sed -i '/^## M2/,$d' $docs/REVIEW-greet.md && plain "docs: shorter"; }
attack done R2+R3 R2+R3 emptied "a ledger emptied"
emptied() { : >$docs/STATUS-greet.md && plain "docs: fresh start"; }
attack done R2+R3 R2+R3 deleted "a ledger deleted"
deleted() { git rm --quiet $docs/REVIEW-greet.md && plain "chore: tidy up"; }
attack done R2+R3 R2+R3 renamed "a ledger renamed in its directory"
renamed() { git mv $docs/REVIEW-greet.md $docs/REVIEW-old.md && plain "chore: rename"; }
attack done R2+R3 R2+R3 moved_away "a ledger moved out of its directory"
moved_away() { git mv $docs/REVIEW-greet.md REVIEW-greet.md && plain "chore: move"; }
attack done R2+R3 R2+R3 renamed_in_case "a ledger renamed to another case"
renamed_in_case() { git mv $docs/REVIEW-greet.md $docs/Review-greet.md && plain "chore: rename"; }
attack done R2 R2 copy_at_top "a second copy at the top of the repository"
copy_at_top() { cp $docs/REVIEW-greet.md . && plain "docs: at hand"; }
attack done R2 R2 copy_below "a second copy somewhere below"
copy_below() { mkdir -p docs/old && cp $docs/STATUS-greet.md docs/old/ && plain "docs: keep"; }
attack done R2 R2 copy_in_case "a second copy in another case"
copy_in_case() { cp $docs/REVIEW-greet.md review-GREET.md && plain "docs: keep"; }
attack done R3 R3 shadow_in_directory "a shadow beside the ledger, in another case"
shadow_in_directory() { cp $docs/REVIEW-greet.md $docs/review-greet.md && plain "docs: keep"; }
attack done R2 R2 copy_not_yet_used "an inbox elsewhere, of a role that has none yet"
copy_not_yet_used() { echo '## greet: MESSAGE' >INBOX-adversary.md && plain "docs: mail"; }
attack closable R3 R3 done_typed "'## DONE' typed into STATUS"
done_typed() { printf '\n## DONE @2026-06-11T17:50Z\n' >>$docs/STATUS-greet.md && plain "status(greet): DONE"; }
attack open R3 R3 pass_typed "a PASS typed into REVIEW"
pass_typed() { printf '\n## M1: PASS @2026-06-11T17:50Z\n' >>$docs/REVIEW-greet.md && plain "review(greet): M1 PASS"; }
attack failed R2+R3 R2+R3 finding_struck "a finding struck out of the backlog"
finding_struck() { sed -i '/F-greet-1/,$d' $docs/BACKLOG-greet.md && plain "docs: fixed"; }
attack failed R2+R3 R2+R3 section_lost "the backlog loses the heading of a section"
section_lost() { sed -i '/^## Adversary findings/d' $docs/BACKLOG-greet.md && plain "docs: one list"; }
attack failed R2+R3 R2+R3 section_doubled "a second heading hides the first section's end"
section_doubled() {
  sed -i 's/^## Build backlog/&\n\n## Adversary findings/' $docs/BACKLOG-greet.md && plain "docs: sections"
}
attack done R2+R3 R2+R3 evidence_dropped "the evidence removed"
evidence_dropped() { git rm --quiet -r $docs/evidence && plain "chore: drop large files"; }
attack done R2+R3 R2+R3 evidence_edited "a stored log edited afterwards"
evidence_edited() { echo ho >"$(git ls-files '*greets.stdout')" && plain "chore: logs"; }
attack done R3 R3 evidence_added "a file more in a stored set"
evidence_added() { echo x >"$(dirname "$(git ls-files '*M1/*/statement.json')")/notes.txt" && plain "chore: logs"; }
attack done R3 R3 evidence_by_hand "a whole set of nobody"
evidence_by_hand() { cp -R $docs/evidence/greet/M1 $docs/evidence/greet/M3 && plain "evidence"; }
attack passed R3 R3 record_without_entry "a claim without its ledger entry"
record_without_entry() { forge --tree 'HEAD^{tree}'; }
attack claimed R3 R3 other_entry "a PASS whose entry reads FAIL"
other_entry() { forge_and sed -i 's/M1: PASS/M1: FAIL/' $docs/REVIEW-greet.md; }
attack claimed R3 R3 longer_entry "a PASS with a line more in its entry"
longer_entry() { forge_and eval "echo '## M2: PASS' >>$docs/REVIEW-greet.md"; }
attack passed R2 R2 record_edits_old "a claim that edits an older entry as well"
record_edits_old() { forge_and sed -i '0,/it greets/s//it sings/' $docs/STATUS-greet.md; }
attack passed R3 R3 record_edits_other "a claim that writes into REVIEW as well"
record_edits_other() { forge_and eval "echo more >>$docs/REVIEW-greet.md"; }
attack passed R3 R3 record_and_code "a claim that changes code as well"
record_and_code() { forge_and eval "echo ho >hello.txt"; }
attack passed R2 R2 entry_on_top "a claim whose entry stands on top"
entry_on_top() {
  forge_and eval "git show HEAD:$docs/STATUS-greet.md | tac >$docs/STATUS-greet.md"
}
attack passed R2 R2 record_and_copy "a claim that brings a copy of REVIEW"
record_and_copy() { forge_and cp $docs/REVIEW-greet.md .; }

# To git, a name is its bytes. To Unicode, a mark belongs to the character before it, and the Kelvin sign is a K.
attack claimed R3 R3 marked_file "a file below the ledgers whose name begins with a mark, which joins the slash"
marked_file() { echo '## DONE' >"$docs/"$'\u0301STATUS-greet.md' && plain "note"; }
attack claimed R3 R3 marked_phase_file "a phase file whose name begins with a mark"
marked_phase_file() { echo 'phase: greet' >phases/$'\u0301greet.yml' && plain "note"; }
attack claimed R3 R3 second_backlog "a finding whose commit brings a second backlog, named with the Kelvin sign"
second_backlog() {
  forge_and cp "$docs/BACKLOG-greet.md" "$docs/"$'BAC\u212aLOG-greet.md' -- --like refs/honest/failed^
}
