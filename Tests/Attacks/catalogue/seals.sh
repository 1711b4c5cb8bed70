# shellcheck shell=bash
# The sealed journal: keys that do not open what they are said to open.

# Another world, in which the Builder writes an entry, the Adversary rules, and the Builder publishes the key. Leaves the
# three records as $entry, $ruling and $key, unpushed here.
unsealed_elsewhere() {
  mkdir ../other
  cp -a ../team.git ../builder ../adversary ../other
  (
    world=$PWD/../other
    builder journal add --gate M1 -m "the label was read from the base"
    adversary review M1 --pass -m "re-run cold"
    builder journal publish
  )
  git fetch --quiet ../other/team.git main:refs/honest/unsealed
  entry=refs/honest/unsealed~2 ruling=refs/honest/unsealed~1 key=refs/honest/unsealed
}
seal_of() { trailer "$1" Assay-Seal; }
# Another first letter of the first line of what is sealed, in message and ledger alike.
damaged() {
  local line
  line=$(message_of "$1" | sed -n 3p | cut -c 1-40)
  echo "s|^(> )?${line//+/\\+}|\1$([[ $line == A* ]] && echo B || echo A)${line:1}|"
}

honest claimed key_after_ruling "an entry, the ruling, and the key that opens the entry"
key_after_ruling() {
  unsealed_elsewhere
  for record in $entry $ruling $key; do forge --like "$record"; done
}
attack claimed V6 V6 another_key "the Builder publishes another key than the one that the entry is sealed with"
because another_key 'has that digest'
another_key() {
  unsealed_elsewhere
  forge --like $entry && forge --like $ruling
  forge --like $key --edit "s/$(trailer $key Assay-Key)/$(printf '07%.0s' {1..32})/"
}
attack claimed V6 V6 damaged_entry "the Builder publishes the key of an entry whose ciphertext is damaged"
because damaged_entry 'does not open'
damaged_entry() {
  unsealed_elsewhere
  forge --like $entry --edit "$(damaged $entry)" && forge --like $ruling
  forge --like $key
}
attack claimed V6 V6 second_entry_damaged "one entry opens with its key, and another does not"
because second_entry_damaged 'does not open'
second_entry_damaged() {
  unsealed_elsewhere
  forge --like $entry && forge --like $entry --edit "$(damaged $entry)" && forge --like $ruling
  forge --like $key
}
attack claimed V6 V6 key_of_another_gate "an entry on one gate is published as one on another"
because key_of_another_gate 'has that digest'
key_of_another_gate() {
  unsealed_elsewhere
  forge --like $entry && forge --like $ruling
  forge --like $key --edit 's/M1/M2/'
}
attack closable D1 D1 nobodys_seal "the Builder seals an entry to a key that nobody has, and says DONE"
because nobodys_seal 'has not published the key'
nobodys_seal() {
  imagine builder journal add --gate M1 -m "the label was read from the base"
  forge --like "$imagined" --edit "s/$(seal_of "$imagined")/$(printf '0%.0s' {1..64})/"
  done_here
}
