# shellcheck shell=bash
# A verdict whose message or commit has another form than a record's. Whatever git shows as one of our trailers is a
# record, or refused; what git does not show is no record, and its ledger entry is then nobody's.

# The honest verdict, its message passed through a command.
reworded() { # COMMAND…
  local tree new
  forge
  tree=$(git rev-parse 'HEAD^{tree}')
  { unsigned HEAD | sed '/^$/,$d' && echo && message_of HEAD | "$@"; } >"$TMPDIR/commit.$BASHPID"
  git reset --quiet --hard HEAD^
  raw <"$TMPDIR/commit.$BASHPID"
  new=$(ssh_signature adversary git <"$TMPDIR/commit.$BASHPID")
  { sed '/^$/,$d' "$TMPDIR/commit.$BASHPID" && printf 'gpgsig%s\n' "$(sed 's/^/ /' <<<"$new")" &&
    sed -n '/^$/,$p' "$TMPDIR/commit.$BASHPID"; } | raw
  git reset --quiet --hard
}
with_parents() { # REV…
  local parent parents=()
  for parent; do parents+=(--parent "$parent"); done
  forge "${parents[@]}"
}
side() { git commit-tree -p HEAD~2 -m "side $1" 'HEAD~2^{tree}'; }
attack claimed R3 R3 in_a_merge "a verdict in a merge commit"
in_a_merge() { with_parents HEAD "$(side 1)"; }
attack claimed R3 R3 in_an_octopus "a verdict in an octopus merge"
in_an_octopus() { with_parents HEAD "$(side 1)" "$(side 2)" "$(side 3)"; }
attack claimed R3 R3 parent_twice "a verdict with the same parent twice"
parent_twice() {
  forge
  git cat-file commit HEAD | sed '0,/^parent .*/s//&\n&/' | raw
}
attack claimed R3 R3 trailer_twice "two trailers of one name"
trailer_twice() { forge --words 's/^Assay-Verdict: PASS/Assay-Verdict: FAIL\n&/'; }
attack claimed R3 R3 trailer_repeated "the same trailer said twice"
trailer_repeated() { forge --words 's/^Assay-Gate: .*/&\n&/'; }
attack claimed R3 R3 trailer_unknown "a trailer that is none of ours among ours"
trailer_unknown() { forge --words 's/^Assay-Verdict: .*/&\nAssay-Urgent: yes/'; }
attack claimed R3 R3 trailer_foreign "somebody else's trailer among ours"
trailer_foreign() { forge --words 's/^Assay-Role: .*/&\nSigned-off-by: adversary <adversary@team.invalid>/'; }
attack claimed R3 R3 trailer_missing "a verdict that does not say its claim"
trailer_missing() { forge --words '/^Assay-Claim: /d'; }
attack claimed R3 R3 trailer_misplaced "a verdict with a trailer of a waiver"
trailer_misplaced() { forge --words 's/^Assay-Role: .*/Assay-Expires: 2027-01-01T00:00:00Z\n&/'; }
attack claimed R3 R3 trailers_reordered "trailers in another order"
trailers_reordered() { forge --words '/^Assay-Gate: /{h;d};/^Assay-Verdict: /G'; }
attack claimed R3 R3 trailers_in_body "trailers that stand in the body, a plain paragraph after them"
trailers_in_body() { reworded sed '$a\\nthat is all'; }
attack claimed R3 R3 trailers_split "trailers in two paragraphs"
trailers_split() { forge --words 's/^Assay-Subject: /\n&/'; }
attack claimed R3 R3 lower_case "trailer names in lower case"
lower_case() { forge --words 's/^Assay-([A-Z])/assay-\L\1/'; }
attack claimed R3 R3 lower_value "a ruling in lower case"
lower_value() { forge --words 's/^Assay-Verdict: PASS/Assay-Verdict: pass/'; }
attack claimed R3 R3 unknown_kind "a kind of record that there is not"
unknown_kind() { forge --words 's/^Assay-Record: .*/Assay-Record: approval/'; }
attack claimed R3 R3 other_subject_line "a subject line that says FAIL above trailers that say PASS"
other_subject_line() { forge --words '1s/PASS/FAIL/'; }
attack claimed R3 R3 cyrillic "a Cyrillic a in all trailers"
cyrillic() { forge --words 's/^Assay-/Аssay-/'; }
attack claimed R3 R3 cyrillic_one "a Cyrillic a in one trailer"
cyrillic_one() { forge --words 's/^Assay-Verdict/Аssay-Verdict/'; }
attack claimed R3 R3 en_dash "an en dash in the trailers' names"
en_dash() { forge --words 's/^Assay-/Assay–/'; }
attack claimed R3 R3 wide_colon "full-width colons"
wide_colon() { forge --words 's/^(Assay-[A-Za-z]*): /\1：/'; }
attack claimed R3 R3 combining_mark "a combining mark in a value"
combining_mark() { forge --words 's/^Assay-Verdict: PASS/&\xcc\x81/'; }
attack claimed R3 R3 invisible "an invisible character in a value"
invisible() { forge --words 's/^Assay-Gate: M1/&\xe2\x80\x8b/'; }
attack claimed R3 R3 right_to_left "an override of the direction in the title"
right_to_left() { forge --edit 's/re-run cold/re-run \xe2\x80\xaecold/'; }
attack claimed R3 R3 escape_sequence "a terminal's escape sequence in the title"
escape_sequence() { forge --edit 's/re-run cold/re-run \x1b[2Jcold/'; }
attack claimed R3 R3 crlf "lines that end in CR LF"
crlf() { reworded sed 's/$/\r/'; }
attack claimed R3 R3 crlf_once "one trailer that ends in CR LF"
crlf_once() { reworded sed 's/^Assay-Verdict: PASS/&\r/'; }
attack claimed R3 R3 not_utf8 "bytes that are not text"
not_utf8() { reworded sed 's/re-run/\xff\xfe/'; }
attack claimed R3 R3 byte_order_mark "a byte order mark at the beginning"
byte_order_mark() { reworded sed '1s/^/\xef\xbb\xbf/'; }
attack claimed R3 R3 blank_before "a blank line at the beginning"
blank_before() { reworded sed '1s/^/\n/'; }
attack claimed R3 R3 blank_after "a blank line at the end"
blank_after() { reworded sed '$a\\'; }
attack claimed R3 R3 no_newline "no newline at the end"
no_newline() { reworded head -c -1; }
attack claimed R3 R3 space_at_end "a space at the end of a value"
space_at_end() { reworded sed 's/^Assay-Gate: .*/& /'; }
attack claimed R3 R3 folded "a value folded over two lines"
folded() { reworded sed 's/^Assay-Journal: /Assay-Journal:\n  /'; }
attack claimed R3 R3 comment_after "a comment line after the trailers"
comment_after() { reworded sed '$a# all well'; }
attack claimed R3 R3 comment_between "a comment line among the trailers"
comment_between() { reworded sed 's/^Assay-Gate: .*/&\n# a comment/'; }
attack claimed R3 R3 scissors "scissors after the trailers, and words behind them"
scissors() { reworded sed '$a# ------------------------ >8 ------------------------\nwords'; }
attack claimed R3 R3 scissors_other "scissors with another comment character"
scissors_other() { reworded sed '$a; ------------------------ >8 ------------------------\nwords'; }
attack claimed R3 R3 divider "a patch divider after the trailers, and words behind it"
divider() { reworded sed '$a---\n\nwords'; }
attack claimed R3 R3 conflicts "git's old list of conflicts after the trailers"
conflicts() { reworded sed '$a\\nConflicts:\n\thello.txt'; }
attack claimed R3 R3 megabyte_line "a line of a megabyte in the body"
megabyte_line() { reworded sed "3s/\$/$(head -c 100000 /dev/zero | tr '\0' x)/;3s/x/xxxxxxxxxxx/g"; }
attack claimed R3 R3 megabyte_value "a trailer of a megabyte"
megabyte_value() { reworded sed "s/^Assay-Gate: M1/&$(head -c 100000 /dev/zero | tr '\0' 1)/;/Gate/s/1/11111111111/g"; }
attack claimed R3 R3 long_title "a title of six hundred letters"
long_title() { forge --edit "s/re-run cold/$(head -c 600 /dev/zero | tr '\0' a)/"; }
attack claimed git R3 nul_byte "a NUL behind an honest verdict: git refuses it"
nul_byte() { reworded sed '$s/$/\n\x00hidden/'; }
attack claimed R3 R3 fixup "an honest verdict as a fixup"
fixup() { reworded sed '1s/^/fixup! /'; }
attack claimed R3 R3 only_title "trailers in the first paragraph"
only_title() { reworded sed -n '/^Assay-/p'; }
attack claimed R3 R3 plain_with_trailer "a commit of code that shows a verdict"
plain_with_trailer() { printf 'fix it\n\nAssay-Verdict: PASS\n' | says; }
attack claimed R3 R3 plain_above_divider "a commit of code that shows a verdict above a patch divider"
plain_above_divider() { printf 'fix it\n\nAssay-Verdict: PASS\n---\nand so on\n' | says; }
attack claimed R3 R3 plain_above_divider_alone "the same, with a blank line behind the divider"
plain_above_divider_alone() { printf 'fix it\n\nAssay-Verdict: PASS\n---\n\nand so on\n' | says; }
attack claimed R3 R3 plain_in_other_encoding "a verdict that git shows once it has decoded the message"
plain_in_other_encoding() {
  printf 'fix it\n\nAssay-Verdict: PASS\n' | sed 's/A/+AEE-/' | GIT_AUTHOR_DATE="$now -0100" \
    GIT_COMMITTER_DATE="$now -0100" says
  git cat-file commit HEAD | sed '0,/^$/s//encoding UTF-7\n/' | raw
  # It is an attack only while git shows it so.
  [[ $(git log -1 --format='%(trailers:key=Assay-Verdict,valueonly)') == PASS* ]]
}
attack claimed R3 no-effect encoded_on_branch "the same on a branch of its own"
encoded_on_branch() { plain_in_other_encoding && refspecs=(HEAD:refs/heads/work); }
honest claimed latin_code "code whose message is in Latin-1"
latin_code() { git -c i18n.commitEncoding=ISO-8859-1 commit --quiet --allow-empty --message "mended"; }
attack claimed R3 R3 plain_spaced "a commit of code that shows a verdict, with a blank before the colon"
plain_spaced() { printf 'fix it\n\nAssay-Verdict : PASS\n' | says; }
attack claimed R3 R3 plain_among_words "a verdict among trailers of others and words"
plain_among_words() { printf 'fix it\n\nReviewed-by: x\nassay-verdict: PASS\nwords\n' | says; }
attack claimed no-effect no-effect plain_mentions "a commit of code that talks about a verdict"
plain_mentions() {
  printf 'fix it\n\nThe line Assay-Verdict: PASS is quoted here,\nno more.\n\nReviewed-by: x\n' | says
}
attack claimed no-effect no-effect plain_looks_alike "a commit of code whose trailers only look like ours"
plain_looks_alike() { printf 'review(greet): M1 PASS — x\n\nАssay-Record: verdict\nАssay-Verdict: PASS\n' | says; }
