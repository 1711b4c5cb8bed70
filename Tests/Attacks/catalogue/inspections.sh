# shellcheck shell=bash
# Checks that somebody reads: an answer is bound to path, lines, blob and question, and to whoever gave it. M2 asks two.

# The next PASS, its statement changed between the id of an inspection and the end of its check.
reading() { # ID SED
  with_evidence inside "$@" && forge
}
inside() { sed -i -E "/\"id\" : \"$1\"/,/\"title\"/{$2}" statement.json; }
# What stands in the statement of an inspection: `blob`, `path`, `question`, `sentence`, `sha256`.
said() { # ID KEY
  { cat statement.json 2>/dev/null ||
    git show "refs/honest/main:$(git ls-tree -r --name-only refs/honest/main | grep '/M2/.*statement.json$')"; } |
    sed -n "/\"id\" : \"$1\"/,/\"title\"/s/.*\"$2\" : \"\([^\"]*\)\".*/\1/p" | head -n 1
}

attack answering V3 V3 read_other_blob "a reading of a blob that the subject does not have"
because read_other_blob 'which the subject does not have there'
read_other_blob() {
  local new
  new=$(git hash-object -w --stdin <<<'sorry')
  with_evidence eval 'relog logs/tone.stdout "s/^blob .*/blob $new/"; inside tone "s/(\"blob\" : \")[0-9a-f]{40}/\1$new/"' && forge
}
attack answering V3 V3 read_before_change "a file that was changed once it had been read, under the old blob"
because read_before_change 'which the subject does not have there'
read_before_change() {
  # The claim is on the changed file, and the answer is that of the claim before.
  builder withdraw M2 --reason "polite.txt changes"
  (cd ../builder && echo now >polite.txt && echo please >>polite.txt && plain "less nice" && git push --quiet origin HEAD:main)
  claim M2
  collect_second
  pull
  imagine adversary review M2 --pass -m "polite"
  evidence_like=$imagined
  local blob
  blob=$(git rev-parse "$(record claim)~2:polite.txt")
  with_evidence old_reading "$blob" "$(said tone sha256)"
  forge --like "$imagined"
}
old_reading() { # BLOB, DIGEST of its lines
  relog logs/tone.stdout "s/^blob .*/blob $1/"
  inside tone "s/(\"blob\" : \")[0-9a-f]{40}/\1$1/;/inspected/,/\}/s/(\"sha256\" : \")[0-9a-f]{64}/\1$2/"
}
attack answering V3 V3 read_other_lines_digest "a reading of other lines than the file has there"
because read_other_lines_digest 'other lines of'
read_other_lines_digest() { with_evidence lines_of_other tone && forge; }
lines_of_other() {
  local old new
  old=$(said "$1" sha256) new=$(printf 'sorry' | sha256sum | cut -c 1-64)
  sed -i "s/$old/$new/" statement.json
}
attack answering V3 V3 read_elsewhere "a reading of another line than the checklist asks"
because read_elsewhere 'another place was read'
read_elsewhere() { reading tone 's/"(first|last)" : 1/"\1" : 2/'; }
attack answering V3 V3 read_all_for_lines "a reading that names no lines where lines are asked"
because read_all_for_lines 'another place was read'
read_all_for_lines() { with_evidence sed -i '/"first" : 1,/d; /"last" : 1,/d' statement.json && forge; }
attack answering V3 V3 read_beyond_the_end "lines that the file does not have, read all the same"
because read_beyond_the_end 'which the file does not have'
read_beyond_the_end() {
  sed -i 's/lines: \[1, 1\]/lines: [1, 9]/' ../greet.yml
  builder withdraw M2 --reason "the checklist changes"
  operator phase add ../greet.yml
  claim M1
  adversary collect M1
  adversary review M1 --pass -m "again"
  claim M2
  # Nobody can read there: the honest set has an error.
  tick && (cd ../adversary && "$assay" collect M2 --inspected tone=pass:nice --inspected plain=pass:"it is plain" || true)
  pull
  # The old set, made out to the new claim.
  evidence_like=$(git log -1 --format=%H --grep='^Assay-Gate: M2$' refs/honest/main)
  local claim
  claim=$(record claim)
  local key
  names=(-e "s/$(trailer "$evidence_like" Assay-Claim)/$claim/")
  for key in Subject Plan Checklist; do
    names+=(-e "s/$(trailer "$evidence_like" "Assay-$key")/$(trailer "$claim" "Assay-$key")/")
  done
  with_evidence made_out && evidence_of_other "$evidence_like" "$claim"
}
made_out() {
  sed -i "${names[@]}" statement.json
  sed -i 's/"last" : 1/"last" : 9/; s/lines 1-1/lines 1-9/' statement.json
  sed -i "s/\"nonce\" : \"./&0/; s/\"started\" : \"[^\"]*\"/\"started\" : \"$ASSAY_NOW\"/; s/\"finished\" : \"[^\"]*\"/\"finished\" : \"$ASSAY_NOW\"/" \
    statement.json
  relog logs/tone.stdout 's/lines 1-1/lines 1-9/'
}
# The old PASS, with the set that was changed, on another claim.
evidence_of_other() { # LIKE CLAIM
  local like=$1 claim=$2 edits=() key from to
  for key in Subject Plan Checklist; do
    from=$(trailer "$like" "Assay-$key") to=$(trailer "$claim" "Assay-$key")
    [[ $from == "$to" ]] || edits+=(--edit "s/$from/$to/")
  done
  from=$(trailer "$like" Assay-Claim)
  evidence_path=$(sed "s/${from:0:12}/${claim:0:12}/" <<<"$evidence_path")
  forge --like "$like" --edit "s/$from/$claim/" --edit "s/${from:0:12}/${claim:0:12}/" "${edits[@]}"
}
attack answering V3 V3 read_by_builder "a reading that the Builder gave and signed"
because read_by_builder 'of collector builder'
read_by_builder() { collector=builder with_evidence sed -i 's/"collector" : "adversary"/"collector" : "builder"/' statement.json && forge; }
attack answering V3 V3 read_by_other_adversary "a reading that another Adversary gave and signed, under this one's name"
because read_by_other_adversary 'it is of the key SHA256:'
read_by_other_adversary() { collector=adversary-2 with_evidence true && forge; }
attack answering V3 V3 read_for_other_subject "a reading of another subject"
because read_for_other_subject 'is of subject'
read_for_other_subject() {
  with_evidence sed -i "s/$(trailer HEAD Assay-Subject)/$(git rev-parse HEAD~1)/" statement.json && forge
}
attack answering V3 V3 read_for_other_claim "a reading for another claim"
because read_for_other_claim 'is of claim'
read_for_other_claim() { with_evidence sed -i "s/$(record claim)/$(record claim HEAD~1)/" statement.json && forge; }
attack answering V3 V3 readings_swapped "the answers of two inspections swapped whole"
because readings_swapped 'another place was read'
readings_swapped() {
  with_evidence eval 'swap_of path && swap_of blob && swap_of sha256 && swap_of question && swap_of sentence' && forge
}
swap_of() { # KEY
  local one two
  one=$(said tone "$1") two=$(said plain "$1")
  inside tone "/inspected/,/\}/s#(\"$1\" : \")[^\"]*#\1$two#"
  inside plain "/inspected/,/\}/s#(\"$1\" : \")[^\"]*#\1$one#"
}
attack answering V3 V3 sentences_swapped "the sentences of two inspections swapped"
because sentences_swapped 'the log says that something else was read'
sentences_swapped() { with_evidence swap_of sentence && forge; }
attack answering V3 V3 sentence_changed "a sentence that was changed once it was said"
because sentence_changed 'the log says that something else was read'
sentence_changed() { reading tone 's/(\"sentence\" : ").*"/\1it begs"/'; }
attack answering V3 V3 no_counted_as_yes "a no that is counted as a pass"
because no_counted_as_yes 'the log says that something else was read'
no_counted_as_yes() { with_evidence relog logs/tone.stdout 's/^pass:/fail:/' && forge; }
attack answering V3 V3 nobody_read "an inspection that nobody answered, called a pass"
because nobody_read 'read by nobody'
nobody_read() { with_evidence sed -i -E '/"id" : "tone"/,/"title"/{/"inspected" : \{/,/\},/d}' statement.json && forge; }
attack answering V3 V3 unanswered_as_pass "an inspection that ended in an error, counted as a pass"
because unanswered_as_pass 'passed without having run'
unanswered_as_pass() { with_evidence sed -i -E '/"id" : "tone"/,/"title"/{/"exit" : 0/d}' statement.json && forge; }
attack answering V3 V3 inspection_left_out "a set without the inspection"
because inspection_left_out 'check tone is missing'
inspection_left_out() { with_evidence without_check tone && forge; }
attack answering V3 V3 read_as_run "an inspection passed off as something that was run"
because read_as_run 'read by nobody, or by somebody where nobody was asked'
read_as_run() { reading tone 's/"kind" : "inspect"/"kind" : "run"/'; }
attack answering V3 V3 other_question "an answer to another question"
because other_question 'to answer another question'
other_question() { reading tone 's/("question" : ").*"/\1does it ask?"/'; }
attack answering V3 V3 empty_sentence "an answer without a word"
because empty_sentence 'a reading that is not inert'
empty_sentence() { reading tone 's/("sentence" : ").*"/\1"/'; }
attack answering V3 V3 sentence_not_inert "an answer with a control character in it"
because sentence_not_inert 'a reading that is not inert'
sentence_not_inert() { reading tone 's/("sentence" : ")/\1\\u001b[2J/'; }
attack answering V3 V3 blank_sentence "an answer of letters that nobody can see"
because blank_sentence 'says nothing of what was read'
blank_sentence() { answered $'\u3164\u3164'; }
attack answering V3 V3 spaces_for_sentence "an answer of spaces that are not ASCII's"
because spaces_for_sentence 'says nothing of what was read'
spaces_for_sentence() { answered $'\u2800\u00a0'; }
attack answering V3 V3 placeholder_sentence "an answer that is a placeholder"
because placeholder_sentence 'says nothing of what was read'
placeholder_sentence() { answered TODO; }
answered() { # SENTENCE, in the statement and in the log
  with_evidence eval "relog logs/tone.stdout 's/^pass: .*/pass: $1/' && inside tone 's/(\"sentence\" : \").*\"/\1$1\"/'" && forge
}
attack answering V3 V3 read_by_second_adversary "a reading that another Adversary gave, signed and named as theirs"
because read_by_second_adversary 'of collector adversary-2'
read_by_second_adversary() {
  collector=adversary-2 with_evidence sed -i 's/"collector" : "adversary"/"collector" : "adversary-2"/' statement.json && forge
}
attack answering V2 V2 read_by_claimant "a reading by the Builder who claimed, under the Adversary's role"
read_by_claimant() {
  # The operator lets principals share roles; the claimant then collects, signs and rules.
  edited_policy 's/^(allow_shared_principals:) .*/\1 true/; s/roles: \[builder\]/roles: [builder, adversary]/' && forge --like "$imagined"
  collector=builder with_evidence sed -i 's/"collector" : "adversary"/"collector" : "builder"/' statement.json
  forge --as builder --edit 's/^- By: .*/- By: builder (adversary)/' --words 's/^Assay-Principal: .*/Assay-Principal: builder/'
}
attack answering V3 V3 read_before_asked "a reading that was given before the claim, made out to it"
because read_before_asked 'has cited the evidence set'
read_before_asked() {
  # The Adversary's set for M2 is cited once; after a second claim on the same subject it is made out to that.
  adversary review M2 --conditional --condition "the log is published" -m "nearly"
  builder withdraw M2 --reason "again"
  claim M2
  pull
  local claim key
  claim=$(record claim) evidence_like=$(record verdict)
  names=(-e "s/$(trailer "$evidence_like" Assay-Claim)/$claim/")
  for key in Subject Plan Checklist; do
    names+=(-e "s/$(trailer "$evidence_like" "Assay-$key")/$(trailer "$claim" "Assay-$key")/")
  done
  with_evidence sed -i "${names[@]}" statement.json
  evidence_of_other "$(git log -1 --format=%H --grep='^Assay-Gate: M2$' refs/honest/main)" "$claim"
}
