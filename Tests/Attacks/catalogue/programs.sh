# shellcheck shell=bash
# Programs beside a recipe's metadata run outside the sandbox, if an operator approved them byte for byte. H1 asks a
# harness; whoever rules on it has the harness's results, and these say what was approved.

# What a harness would have written into the set that the Adversary has, and what follows from it in the statement.
deployed() { # STANDING DIGEST; without them the results do not say
  local old new programs=''
  [[ -z ${1-} ]] || programs='"programs":{"digest":"'$2'","files":["tests.sh"],"standing":"'$1'"},'
  old=$(sha256sum <logs/app.stdout | cut -c 1-64)
  printf '{"assay":{"head":"%s","nonce":"%s",%s"verdict":"pass"},"rungs":{"install":"pass"}}\n' \
    "$(sed -nE 's/^ *"subject" : "(.*)",/\1/p' statement.json)" "$(sed -nE 's/.*"nonce" : "(.*)",/\1/p' statement.json)" \
    "$programs" >logs/app.stdout
  new=$(sha256sum <logs/app.stdout | cut -c 1-64)
  sed -i -E -e "/\"stdout\"/,/\}/{s/$old/$new/;s/(\"size\" :) .*/\1 $(stat -c %s logs/app.stdout),/}" \
    -e 's/("status" :) "error"/\1 "pass"/; s/("reason" :) ".*"/\1 ""/; s/("exit" :) .*/\1 0,/; s/"FAILED"/"PASSED"/' statement.json
  sed -i -E -z \
    's/("failedTests" : \[)\n      "app"(\n    \],\n    "passedTests" : \[\n)(\n    \])/\1\n\2      "app"\3/' statement.json
}
# A PASS on H1 whose set says so.
pass_having() { # STANDING DIGEST
  imagine adversary review H1 --fail --check app -m "so it is"
  evidence_like=$imagined
  with_evidence deployed "$@" && forge --like "$imagined" --edit 's/\bFAIL\b/PASS/; /^(- |Assay-)Failing: /d'
}
approved() { sed -nE 's/^ +(app|other)\/recipe.yml: "(.*)"/\2/p' assay.yml; }
other_digest=$(printf other | sha256sum | cut -c 1-64)

honest recipe programs_as_approved "a PASS whose programs are those that the operator approved"
programs_as_approved() { pass_having approved "$(approved)"; }
honest recipe programs_not_needed "a PASS for which no program had to run"
programs_not_needed() { pass_having not_needed "$(approved)"; }
attack recipe V3 V3 programs_of_nobody "a PASS whose programs nobody approved"
because programs_of_nobody 'does not approve the programs'
programs_of_nobody() { pass_having approved "$other_digest"; }
attack recipe V3 V3 programs_allowed "a PASS whose programs the Adversary let run by an option"
because programs_allowed 'does not approve the programs'
programs_allowed() { pass_having allowed "$(approved)"; }
attack recipe V3 V3 programs_refused "a PASS whose programs were refused"
because programs_refused 'does not approve the programs'
programs_refused() { pass_having refused "$(approved)"; }
attack recipe V3 V3 programs_unsaid "a PASS whose results say nothing of programs"
because programs_unsaid 'does not approve the programs'
programs_unsaid() { pass_having; }
attack recipe V3 V3 approval_revoked "an approval that the operator took back once the set was collected"
because approval_revoked 'does not approve the programs'
approval_revoked() {
  local digest
  digest=$(approved)
  approve app/recipe.yml "$other_digest"
  pull
  pass_having approved "$digest"
}
attack recipe V3 V3 approval_of_other_file "an approval of the same digest for another metadata file"
because approval_of_other_file 'does not approve the programs'
approval_of_other_file() {
  approve other/recipe.yml "$(approved)"
  pull
  pass_having approved "$(approved)"
}

# Who approves, and with what.
approving() { edited_policy "s/^( +app\/recipe.yml:) .*/\1 \"$other_digest\"/"; }
approved_by() { # PRINCIPAL ROLE
  approving && usurp "$1" "$2" "$imagined"
}
honest recipe approval_by_operator "programs approved by the operator"
approval_by_operator() { approving && forge --like "$imagined"; }
attack recipe R1 R1 approval_by_builder "programs approved by the Builder's record"
approval_by_builder() { approved_by builder builder; }
attack recipe R1 R1 approval_by_builder_as_operator "programs approved by the Builder who says that they are an operator"
approval_by_builder_as_operator() { approved_by builder operator; }
attack recipe R1 R1 approval_by_adversary "programs approved by the Adversary's record"
approval_by_adversary() { approved_by adversary adversary; }
attack recipe R1+V3 R1+V3 approval_and_used "programs approved by the Adversary, and the PASS that needs it in the same push"
approval_and_used() { approved_by adversary operator && pass_having approved "$other_digest"; }
attack recipe R3+V3 R3+V3 approval_by_hand_and_used "programs approved by hand, and the PASS that needs it in the same push"
approval_by_hand_and_used() {
  sed -i -E "s/^( +app\/recipe.yml:) .*/\1 \"$other_digest\"/" assay.yml && plain "policy"
  pass_having approved "$other_digest"
}
attack recipe R3+V3 R3+V3 approval_in_verdict "a PASS whose own commit approves its programs"
approval_in_verdict() {
  pass_having approved "$other_digest"
  local verdict
  verdict=$(git rev-parse HEAD)
  git reset --quiet --hard HEAD^
  git read-tree "$verdict" && git checkout-index --all --force
  evidence=''
  sed -i -E "s/^( +app\/recipe.yml:) .*/\1 \"$other_digest\"/" assay.yml && git add --all --force
  forge --like "$verdict" --tree "$(git write-tree)"
}

# What is approved are bytes: whoever changes them has others, and the approval is of those before.
changed() { # COMMAND…: run in the Builder's app/, then claimed and collected anew
  local before after
  before=$(approved)
  builder withdraw H1 --reason "the programs change"
  (cd ../builder && git pull --quiet && cd app && "$@" && cd .. && plain "app" && git push --quiet origin HEAD:main)
  after=$(digest_of_programs)
  [[ $after != "$before" ]] || { echo "the digest is still the approved one" && return 1; }
  claim H1
  collect_recipe
  pull
  pass_having approved "$after"
}
attack recipe V3 V3 program_edited "a program of which a byte was changed after the approval"
program_edited() { changed sed -i 's/tried/tired/' tests.sh; }
attack recipe V3 V3 companion_added "a file more beside approved programs, where they look for such"
companion_added() { changed eval 'echo more >data/more.txt'; }
attack recipe V3 V3 companion_renamed "a file beside approved programs under another name"
companion_renamed() { changed mv data/input.txt data/inputs.txt; }
attack recipe V3 V3 program_linked "a program that became a link to another file"
program_linked() { changed eval 'printf "#!/bin/sh\nrm -rf x\n" >more.sh && chmod +x more.sh && ln -sf more.sh tests.sh'; }
attack recipe V3 V3 program_linked_out "a program that became a link out of its directory"
program_linked_out() { changed ln -sf ../hello.txt tests.sh; }
attack recipe V3 V3 companion_executable "a file beside approved programs that became a program"
companion_executable() { changed chmod +x data/input.txt; }
attack recipe V3 V3 companions_in_submodule "files beside approved programs that became a submodule"
companions_in_submodule() {
  changed eval 'git rm -r -q --cached data && rm -r data && mkdir data &&
    git update-index --add --cacheinfo "160000,$(git rev-parse HEAD),app/data"'
}
attack recipe V3 V3 metadata_edited "metadata that names another argument for an approved program"
metadata_edited() { changed sed -i 's/tests.sh\]/tests.sh, all]/' recipe.yml; }
attack recipe V3 V3 approval_in_subject "programs that only the subject's own assay.yml approves, on another branch"
because approval_in_subject 'does not approve the programs'
approval_in_subject() {
  builder withdraw H1 --reason "another branch"
  (cd ../builder && git pull --quiet && git checkout --quiet -b topic && sed -i 's/tried/tired/' app/tests.sh &&
    sed -i -E "s/^( +app\/recipe.yml:) .*/\1 \"$(digest_of_programs)\"/" assay.yml && plain "topic" &&
    git push --quiet origin topic)
  local digest
  digest=$(digest_of_programs)
  [[ $digest != "$(approved)" ]]
  claim H1
  collect_recipe
  pull
  pass_having approved "$digest"
}
for name in program_edited companion_{added,renamed,executable} companions_in_submodule program_linked{,_out} metadata_edited; do
  because "$name" 'does not approve the programs'
done
