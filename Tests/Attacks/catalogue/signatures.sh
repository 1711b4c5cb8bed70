# shellcheck shell=bash
# A verdict that is right in everything but its signature.

attack claimed R1 R1 no_signature "no signature"
no_signature() { forge --key none; }
attack claimed R1 R1 others_signature "the Builder's signature under the Adversary's verdict"
others_signature() { forge --key builder; }
attack claimed R1 R1 second_adversarys_signature "another Adversary's signature"
second_adversarys_signature() { forge --key adversary-2; }
attack claimed R1 R1 unknown_signature "a key that nobody has"
unknown_signature() { forge --key mallory; }
attack claimed R1 R1 pasted_signature "the signature of an honest verdict pasted"
pasted_signature() {
  forge --key none
  signature_of "$(record verdict refs/honest/main)" | sign_with
}
attack claimed R1 R1 pasted_from_other "a signature that the Adversary gave for another record"
pasted_from_other() {
  forge --key none
  signature_of refs/honest/conditional | sign_with
}
attack claimed R1 R1 other_namespace "a signature that was made for files, not for git"
other_namespace() {
  forge --key none
  unsigned HEAD | ssh_signature adversary file | sign_with
}
attack claimed R1 R1 empty_namespace "a signature for a namespace of git's with more behind it"
empty_namespace() {
  forge --key none
  unsigned HEAD | ssh_signature adversary git2 | sign_with
}
attack claimed R3 R3 two_signatures "two signatures, one of them good"
two_signatures() {
  local extra
  forge
  extra=$(signature_of "$(record claim)" | sed -e 's/^/ /')
  git cat-file commit HEAD | sed "/^gpgsig/{
    h
    s|.*|gpgsig${extra//$'\n'/\\n}|
    p
    x
  }" | raw
}
attack claimed R1 R1 junk_signature "a gpgsig header that holds nonsense"
junk_signature() { forge --key none && echo "trust me" | sign_with; }
attack claimed R1 R1 pgp_signature "a PGP block"
pgp_signature() {
  forge --key none
  printf -- '-----BEGIN PGP SIGNATURE-----\n\niQEzBAABCAAdFiEE\n-----END PGP SIGNATURE-----\n' | sign_with
}
attack claimed R1 R1 cut_signature "a signature cut short"
cut_signature() { forge && git cat-file commit HEAD | sed '0,/^ .*=$/{/^ .*=$/d}' | raw; }
attack claimed R1 R1 flipped_signature "a signature with one letter changed"
flipped_signature() { forge && git cat-file commit HEAD | sed -E '0,/^ AAAAQ./{s/^( AAAAQ)./\1+/}' | raw; }
attack claimed R1 R1 message_changed "a letter of the message changed after signing"
message_changed() {
  local signature
  forge
  signature=$(signature_of HEAD)
  git reset --quiet --hard HEAD^
  forge --key none --edit 's/re-run cold/re-run twice/'
  sign_with <<<"$signature"
}
attack claimed R3 R3 other_algorithm_header "the signature under the header of another object format"
other_algorithm_header() { forge && git cat-file commit HEAD | sed 's/^gpgsig /gpgsig-sha256 /' | raw; }
attack claimed R3 R3 header_more "a header more, as git would keep it"
header_more() { forge && git cat-file commit HEAD | sed 's/^gpgsig /encoding UTF-8\n&/' | raw; }
attack claimed R3 R3 merge_header "a merged tag's header"
merge_header() { forge && git cat-file commit HEAD | sed 's/^gpgsig /mergetag object\n&/' | raw; }
attack claimed R1 R1 revoked_key "a verdict of an Adversary whom the operator has revoked"
revoked_key() { operator principal revoke adversary && pull && forge; }
attack claimed R1 R1 rotated_key "a verdict with the key that was replaced"
rotated_key() { operator principal add adversary adversary "$keys/team-mallory.pub" && pull && forge; }
attack claimed R1 R1 key_not_yet "a verdict with a new key, before the record that brings it"
key_not_yet() {
  imagine operator principal add adversary adversary "$keys/team-mallory.pub"
  forge --key mallory
  forge --like "$imagined"
}
attack founded R1 R1 nobody_signs_policy "the operator's record, unsigned"
nobody_signs_policy() { imagine operator principal revoke builder-2 && forge --like "$imagined" --key none; }
attack founded R1 R1 builder_signs_policy "the operator's record under the Builder's signature"
builder_signs_policy() { imagine operator principal revoke adversary-2 && forge --like "$imagined" --key builder; }
attack closable R1 R1 unsigned_done "DONE without a signature"
unsigned_done() { forge --key none; }
attack open R1 R1 unsigned_claim "a claim under the other Builder's signature"
unsigned_claim() { forge --key builder-2; }
