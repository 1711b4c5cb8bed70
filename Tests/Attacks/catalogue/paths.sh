# shellcheck shell=bash
# Names, kinds and modes: what git can store at a path beside a plain file.

other() { git rev-parse HEAD; }
attack done R3 R3 case_of_directory "a ledger directory in another case"
case_of_directory() { mkdir Machine-Docs && echo x >Machine-Docs/STATUS.txt && plain "docs"; }
attack done R3 R3 case_of_policy "an ASSAY.YML beside assay.yml"
case_of_policy() { sed 's/required/off/' assay.yml >ASSAY.YML && plain "docs"; }
attack done R3 R3 case_of_phases "a Phases directory beside phases"
case_of_phases() { mkdir Phases && cp phases/greet.yml Phases/ && plain "docs"; }
attack done R2+R3 R2+R3 ledger_symlink "a ledger becomes a symlink"
ledger_symlink() { mv $docs/REVIEW-greet.md r.md && ln -s ../r.md $docs/REVIEW-greet.md && plain "chore: link"; }
# The guard stops counting after twenty reasons.
attack done R2+R3 R2+R3 directory_symlink "the ledger directory becomes a symlink"
directory_symlink() { mv $docs other && ln -s other $docs && plain "chore: link"; }
attack done R2+R3 R2+R3 directory_file "the ledger directory becomes a file"
directory_file() { rm -r $docs && echo x >$docs && plain "chore: file"; }
attack done R2+R3 R2+R3 directory_submodule "the ledger directory becomes a submodule"
directory_submodule() {
  local id
  id=$(other)
  git rm --quiet -r --cached $docs && git update-index --add --cacheinfo "160000,$id,$docs"
  git commit --quiet --message "chore: submodule"
}
attack done R3 R3 submodule_below "a submodule below the ledger directory"
submodule_below() {
  git update-index --add --cacheinfo "160000,$(other),$docs/sub" && git commit --quiet --message "chore: submodule"
}
attack done R2+R3 R2+R3 ledger_submodule "a ledger becomes a submodule"
ledger_submodule() {
  git rm --quiet --cached $docs/REVIEW-greet.md
  git update-index --add --cacheinfo "160000,$(other),$docs/REVIEW-greet.md"
  git commit --quiet --message "chore: submodule"
}
attack done R3 R3 symlink_below "a symlink below the ledger directory"
symlink_below() { ln -s ../hello.txt $docs/LINK.md && plain "chore: link"; }
attack done R2+R3 R2+R3 ledger_directory "a directory in the place of a ledger"
ledger_directory() {
  rm $docs/REVIEW-greet.md && mkdir $docs/REVIEW-greet.md && echo x >$docs/REVIEW-greet.md/x && plain "chore"
}
attack done R2+R3 R2+R3 ledger_executable "a ledger becomes executable"
ledger_executable() { chmod +x $docs/REVIEW-greet.md && plain "chore: mode"; }
attack passed R2 R2 executable_by_record "a claim that makes its ledger executable"
executable_by_record() { forge_and chmod +x $docs/STATUS-greet.md; }
attack done R3 R3 attributes_below "a .gitattributes among the ledgers"
attributes_below() { echo '* filter=x' >$docs/.gitattributes && plain "chore: attributes"; }
attack claimed no-effect no-effect attributes_at_top "a .gitattributes that filters ledgers in working trees"
attributes_at_top() { echo 'machine-docs/** filter=x text eol=crlf ident' >.gitattributes && plain "chore"; }
attack done R3 R3 ignored_below "a .gitignore among the ledgers"
ignored_below() { echo '*' >$docs/.gitignore && plain "chore: ignore"; }
attack done R3 R3 policy_directory "assay.yml becomes a directory"
policy_directory() { rm assay.yml && mkdir assay.yml && echo x >assay.yml/x && plain "chore"; }
attack done R3 R3 policy_symlink "assay.yml becomes a symlink to what it says"
policy_symlink() { mv assay.yml policy.yml && ln -s policy.yml assay.yml && plain "chore"; }
attack done R3 R3 policy_executable "assay.yml becomes executable"
policy_executable() { chmod +x assay.yml && plain "chore"; }
attack done R3 R3 phases_symlink "the phase directory becomes a symlink"
phases_symlink() { mv phases p && ln -s p phases && plain "chore"; }

# A tree with an entry that git itself would not make, as `mode SP name NUL id`.
odd_tree() { # MODE NAME ID
  { git cat-file tree 'HEAD^{tree}' && printf '%s %s\0' "$1" "$2" && printf '%s' "$3" | xxd -r -p; } |
    git hash-object -t tree -w --stdin --literally
}
blob() { echo x | git hash-object -w --stdin; }
attack done git R3 dot_dot "an entry called ..: git refuses it; unguarded, what stands below it is no ledger"
dot_dot() {
  local tree below
  below=$(git rev-parse "HEAD:$docs")
  below=$({ printf '40000 ..\0' && printf '%s' "$below" | xxd -r -p && git cat-file tree "$below"; } |
    git hash-object -t tree -w --stdin --literally)
  tree=$(git ls-tree HEAD | sed "s/[0-9a-f]\{40\}\t$docs\$/$below\t$docs/" | git mktree)
  git update-ref HEAD "$(git commit-tree -p HEAD -m "chore" "$tree")"
}
attack done git damage twin_entry "two entries of one name in a tree"
twin_entry() {
  local tree
  tree=$(odd_tree 40000 $docs "$(git rev-parse 'HEAD:phases')")
  git update-ref HEAD "$(git commit-tree -p HEAD -m "chore" "$tree")"
}
