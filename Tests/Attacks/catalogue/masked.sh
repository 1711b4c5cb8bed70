# shellcheck shell=bash
# A log that is not what was seen, under the claim that it was masked, or that only its ends are stored. What was seen is
# known to nobody but whoever signs the statement; what is stored has to bear the answer out all the same.

# Changes a log and the statement's digest of what is stored; what is said of the output itself stays.
mask() { # FILE SED
  local old new
  old=$(sha256sum <"$1" | cut -c 1-64)
  sed -i -E "$2" "$1"
  new=$(sha256sum <"$1" | cut -c 1-64)
  sed -i -E "/\"stored\" : \"${1//\//\\/}\"/{n;s/$old/$new/}" statement.json
}
# What stands where a log was cut, by the statement's own word of the output.
gap() { # FILE
  local lines size sum
  lines=$(grep -B 2 "\"stored\" : \"$1\"" statement.json)
  size=$(sed -nE 's/.*"size" : ([0-9]+),/\1/p' <<<"$lines") sum=$(sed -nE 's/.*"sha256" : "(.*)",/\1/p' <<<"$lines")
  printf '\\n[… %d bytes left out; sha256 of all: %s]' $((size - 65536)) "$sum"
}

attack claimed V3 V3 masked_without_mark "a log edited after the run, as if it had been masked"
because masked_without_mark 'nor that masked or cut'
masked_without_mark() { pass_with mask logs/greets.stdout s/hi/ho/; }
attack claimed V3 V3 masked_and_edited "a log that fails the check, with the mark of a secret behind it"
because masked_and_edited 'check greets is stated as pass'
masked_and_edited() { pass_with mask logs/greets.stdout 's/hi/ho [masked]/'; }
attack claimed V3 V3 masked_whole "a log that is nothing but a mark"
because masked_whole 'check greets is stated as pass'
masked_whole() { pass_with mask logs/greets.stdout 's/.*/[masked]/'; }
attack claimed V3 V3 masked_with_digest "a log that fails the check, masked, with a digest that nobody can compare"
because masked_with_digest 'check greets is stated as pass'
masked_with_digest() {
  # The digest of an output that nobody has seen, and the one of what is stored.
  pass_with eval 'mask logs/greets.stdout "s/hi/ho [masked]/"
    sed -i -E "/\"id\" : \"greets\"/,/\"title\"/{/\"stdout\"/{n;s/[0-9a-f]{64}/$(printf x | sha256sum | cut -c 1-64)/}}" statement.json'
}
attack claimed V3 V3 cut_when_short "a log of a few bytes, as if its middle had been left out"
because cut_when_short 'nor that masked or cut'
cut_when_short() { pass_with eval 'mask logs/greets.stdout "s/hi/ho$(gap logs/greets.stdout)/"'; }
attack claimed V3 V3 masked_under_seal "a log masked by somebody without the key, the statement's digest with it"
because masked_under_seal 'it holds another statement'
masked_under_seal() { under_seal mask logs/greets.stdout 's/hi/hi [masked]/'; }
attack claimed V3 V3 masked_and_wrapped "the same, and the envelope made to hold the new statement"
because masked_and_wrapped 'did not sign these bytes'
masked_and_wrapped() {
  under_seal eval 'mask logs/greets.stdout "s/hi/hi [masked]/"
    sed -i "s|\"payload\" : .*|\"payload\" : \"$(base64 -w 0 statement.json)\",|" envelope.json'
}
attack done R2+R3 R2+R3 masked_afterwards "a log of a recorded set masked afterwards, and the set signed anew by its Adversary"
masked_afterwards() {
  local set
  set=$(git ls-files '*M1/*/statement.json')
  (cd "${set%/*}" && mask logs/greets.stdout 's/hi/[masked]/' && seal adversary)
  plain "chore: mask a secret"
}
attack answering V3 V3 reading_masked "a sentence that was changed once it was said, above a log that is masked"
because reading_masked 'the log says that something else was read'
reading_masked() {
  with_evidence eval 'mask logs/tone.stdout "s/^pass: .*/pass: [masked]/"; inside tone "s/(\"sentence\" : \").*\"/\1it begs\"/"' && forge
}
attack answering V3 V3 no_masked "a no behind a mask, counted as a pass"
because no_masked 'the log says that something else was read'
no_masked() { with_evidence mask logs/tone.stdout 's/^pass: .*/fail: [masked]/' && forge; }
