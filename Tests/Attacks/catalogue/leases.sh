# shellcheck shell=bash
# Leases: a few bytes that say who waits, where anybody may push them. They are nobody's proof of anything, so what is
# needed is that nothing else comes in there, and that no gate, record or audit looks at them.

leases_at=refs/assay/leases
lease() { # PRINCIPAL ROLE [UNTIL]
  printf '{"awaiting":"claim","principal":"%s","role":"%s","since":"%s","until":"%s"}' \
    "$1" "$2" "$ASSAY_NOW" "${3:-2026-06-11T20:00:00Z}"
}
stored() { git hash-object -w --stdin; }
leave() { refspecs=("$1:$leases_at/$2"); } # OBJECT NAME

honest claimed lease_of_own "a lease"
lease_of_own() { leave "$(lease adversary adversary | stored)" adversary; }
honest claimed lease_with_record "a lease beside a record"
lease_with_record() { again && lease_of_own && refspecs+=(HEAD:refs/heads/main); }
attack claimed R4 no-effect lease_is_commit "a commit in the place of a lease"
lease_is_commit() { other_code && leave "$(git rev-parse HEAD)" adversary; }
attack claimed R4 no-effect lease_is_record "a verdict in the place of a lease"
lease_is_record() { forge && leave "$(git rev-parse HEAD)" adversary; }
attack claimed R4 no-effect lease_is_tag "an annotated tag in the place of a lease"
lease_is_tag() { forge && git tag -a -m v1 v1 && leave "$(git rev-parse refs/tags/v1)" adversary; }
attack claimed R4 no-effect lease_is_tagged_blob "an annotated tag of a lease"
lease_is_tagged_blob() { git tag -a -m v1 v1 "$(lease adversary adversary | stored)" && leave "$(git rev-parse refs/tags/v1)" adversary; }
attack claimed R4 no-effect lease_is_tree "a tree in the place of a lease"
lease_is_tree() { leave "$(git rev-parse 'HEAD^{tree}')" adversary; }
attack claimed R4 no-effect lease_too_large "a lease of more bytes than one has"
lease_too_large() { leave "$(head -c 4097 /dev/zero | stored)" adversary; }
attack claimed R4 no-effect lease_in_place_of_record "a lease that is replaced by a commit"
lease_in_place_of_record() {
  git push --quiet origin "$(lease adversary adversary | stored):$leases_at/adversary"
  other_code && leave "+$(git rev-parse HEAD)" adversary
}
attack claimed R4 no-effect lease_below_name "a lease below a principal's name"
lease_below_name() { leave "$(lease adversary adversary | stored)" adversary/more; }
attack claimed R4 no-effect lease_place_in_case "a lease where a place of the same name in another case would be"
lease_place_in_case() { refspecs=("$(lease adversary adversary | stored):refs/assay/Leases/adversary"); }
attack claimed R4 no-effect lease_beside_place "a blob beside the place of leases"
lease_beside_place() { refspecs=("$(lease adversary adversary | stored):refs/assay/leases-adversary"); }
attack claimed R4 no-effect lease_look_alike "a lease under a name with a letter of another alphabet"
lease_look_alike() { leave "$(lease adversary adversary | stored)" $'\xd0\xb0dversary'; }
attack claimed R4 no-effect lease_with_marks "a lease under a name with a mark in it"
lease_with_marks() { leave "$(lease adversary adversary | stored)" 'adversary;rm'; }
attack claimed R4 no-effect lease_long_name "a lease under a name longer than a principal's"
lease_long_name() { leave "$(lease adversary adversary | stored)" "$(printf 'a%.0s' {1..65})"; }
attack claimed no-effect no-effect lease_of_other "a lease in another principal's name"
lease_of_other() { leave "$(lease builder builder | stored)" builder; }
attack claimed no-effect no-effect lease_of_nobody "a lease of somebody whom the policy does not name"
lease_of_nobody() { leave "$(lease mallory adversary | stored)" mallory; }
attack claimed no-effect no-effect lease_in_case "a lease under a principal's name in another case"
lease_in_case() { leave "$(lease adversary adversary | stored)" Adversary; }
attack claimed no-effect no-effect lease_under_other_name "a lease that names somebody else than its place does"
lease_under_other_name() { leave "$(lease builder operator | stored)" adversary; }
attack claimed no-effect no-effect lease_for_ever "a lease that waits for ever"
lease_for_ever() { leave "$(lease adversary adversary 9999-12-31T23:59:59Z | stored)" adversary; }
attack claimed no-effect no-effect lease_of_junk "a lease that is none"
lease_of_junk() { leave "$(head -c 4096 /dev/zero | stored)" adversary; }
attack claimed no-effect no-effect lease_says_record "a lease with the words of a verdict"
lease_says_record() { leave "$(message_of "$(next)" | head -c 4000 | stored)" adversary; }
attack claimed no-effect no-effect lease_is_raw_record "a lease that has the bytes of a verdict's commit"
lease_is_raw_record() { forge && leave "$(git cat-file commit HEAD | stored)" adversary; }
# What came in as a lease is in the server's object database, and no record gains by naming it.
attack claimed V3 V3 lease_as_evidence "a PASS that cites a lease as its evidence"
lease_as_evidence() {
  local id
  id=$(git show "$(next):$(git diff-tree -r --name-only "$(next)^" "$(next)" | grep 'statement.json$')" | head -c 4000 | stored)
  git push --quiet origin "$id:$leases_at/adversary"
  forge --edit "s/$(trailer "$(next)" Assay-Evidence)/$id/"
}
attack claimed R6 R6 lease_as_policy "a policy record whose file came in as a lease"
lease_as_policy() {
  local id
  id=$(sed 's/^name: .*/name: ours/' assay.yml | head -c 4000 | stored)
  git push --quiet origin "$id:$leases_at/operator"
  imagine operator principal revoke builder-2
  forge --like "$imagined" --words "s/$(trailer "$imagined" Assay-Policy)/$id/" --tree 'HEAD^{tree}'
}
attack claimed R6 R6 lease_as_phase "a phase record whose file came in as a lease"
lease_as_phase() {
  local id
  id=$(weaker | stored)
  git push --quiet origin "$id:$leases_at/operator"
  weakened
  forge --like "$imagined" --words "s/$(trailer "$imagined" Assay-Plan)/$id/" --tree 'HEAD^{tree}'
}
