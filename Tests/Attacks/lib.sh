# shellcheck shell=bash
# What an attacker does with plain git, to be sourced. All of it works in the current directory: the clone `hand`.

# Registers an attack: the function NAME prepares commits in `hand` and leaves them unpushed. REFUSED and FOUND are each
# a rule, or several joined by '+' that are named together. REFUSED may be `git` where git itself refuses, and FOUND
# `guard-only` where history alone cannot tell, `damage` where it cannot be read whole, or `no-effect` where the audit has
# nothing to say because nobody is shown anything else than before. With REFUSED `no-effect` the guard has nothing to say
# either.
attack() { # STAGE REFUSED FOUND NAME DESCRIPTION
  catalogue+=("$family|$1|$2|$3|$4|$5")
}
# Registers an honest deed: the guard has to let it in, and the audit has nothing against it.
honest() { # STAGE NAME DESCRIPTION
  catalogue+=("$family|$1|accepted|clean|$2|$3")
}
catalogue=()
# What the audit has to say of an attack, besides the rule: that it was found for what it is.
because() { reasons[$1]=$2; }
declare -A reasons=()

# What is pushed in the end; an attack may say otherwise.
push_default() {
  refspecs=(HEAD:refs/heads/main)
  push_options=()
  told=()
}
none=0000000000000000000000000000000000000000
# The push of a client of its own, which says of references what it likes: told=(REFERENCE OLD NEW…). All that HEAD has
# goes along. It succeeds where git has moved the last of them.
push_as_told() {
  local line more=$'\treport-status' ids=() updates=("${told[@]}")
  {
    while ((${#updates[@]})); do
      line="${updates[1]} ${updates[2]} ${updates[0]}$more"
      printf '%04x%s' $((${#line} + 4)) "$line" | tr '\t' '\0'
      ids+=("${updates[2]}")
      updates=("${updates[@]:3}") more=''
    done
    printf 0000
    printf '%s\n' HEAD "${ids[@]}" | git pack-objects --quiet --revs --stdout
  } | git receive-pack ../team.git 2>../told.said | tr -d '\0' >../told.answer
  sed 's/^/remote: /' ../told.said
  grep -aq "ok ${told[-3]}" ../told.answer
}

# The record of that kind that the honest line or another one holds.
record() { # KIND [REV]
  git log -1 --format=%H --grep="^Assay-Record: $1\$" "${2:-HEAD}"
}
# The next record of the honest line, which nobody has written yet.
next() { git rev-list --reverse HEAD..refs/honest/main | head -n 1; }
trailer() { git log -1 --format="%(trailers:key=$2,valueonly,separator=)" "$1" | head -n 1; }
message_of() { git cat-file commit "$1" | sed '1,/^$/d'; }
docs=machine-docs

# What the remote has by now.
pull() { git fetch --quiet origin && git reset --quiet --hard origin/main; }
# Leaves as $imagined the record that a party's tool would write now, without anybody else seeing it.
imagine() { # PARTY COMMAND…
  local party=$1 clone=$1 as=()
  shift
  if [[ $party == operator ]]; then clone=builder as=(--as operator); fi
  rm -rf ../imagined ../imagined.git
  cp -a "../$clone" ../imagined
  cp -a ../team.git ../imagined.git
  rm -f ../imagined.git/hooks/p*
  git -C ../imagined config remote.origin.url ../imagined.git
  (cd ../imagined && "$assay" "$@" "${as[@]}")
  git fetch --quiet --force ../imagined.git main:refs/honest/imagined
  imagined=refs/honest/imagined
}
# A record as somebody else would have it: their name in trailer and entry, their address, their key.
usurp() { # PRINCIPAL ROLE REV
  forge --like "$3" --as "$1" --edit "s/^- By: .*/- By: $1 ($2)/" \
    --words "s/^Assay-Role: .*/Assay-Role: $2/; s/^Assay-Principal: .*/Assay-Principal: $1/"
}
# A forged record in whose commit COMMAND changes something more.
forge_and() { # COMMAND…, after it `--` and what forge takes
  local command=() base key
  while (($#)) && [[ $1 != -- ]]; do command+=("$1") && shift; done
  shift || true
  base=$(git rev-parse HEAD)
  forge "$@"
  "${command[@]}"
  git add --all --force
  key=$(trailer HEAD Assay-Principal)
  forge --like HEAD --parent "$base" --tree "$(git write-tree)" --key "$key"
}

# Commits everything that was changed by hand, as somebody who is nobody.
plain() { # MESSAGE
  git add --all --force
  git commit --quiet --allow-empty --message "$1"
}
# Commits a message, byte for byte, on the tree that HEAD has.
says() { # commit-tree options; the message on standard input
  git update-ref HEAD "$(git commit-tree "$@" -p HEAD -F - 'HEAD^{tree}')"
}
# Makes the commit, given as git stores it on standard input, the new HEAD.
raw() {
  local id
  id=$(git hash-object -t commit -w --stdin --literally)
  git update-ref HEAD "$id"
}

# Renders the change of a record on top of HEAD's tree, edited: prints a tree.
rendered() { # LIKE STAMP SED-ARGUMENTS…
  local like=$1 stamp=$2 mode id status path old
  shift 2
  local GIT_INDEX_FILE=$TMPDIR/index.$BASHPID
  export GIT_INDEX_FILE
  git read-tree HEAD
  while IFS=$'\t' read -r mode path; do
    read -r _ mode old id status <<<"${mode#:}"
    [[ $status != D ]] || continue
    if [[ $path == "$docs"/*.md ]]; then
      local size=0
      [[ $old == 0000* ]] || size=$(git cat-file -s "$old")
      id=$({
        git cat-file blob ":$path" 2>/dev/null || ((size == 0)) || git cat-file blob "$old"
        git cat-file blob "$id" | tail -c "+$((size + 1))" |
          sed -E -e "s/^(##+ .* @).*/\1$stamp/" "$@"
      } | git hash-object -w --stdin)
    fi
    path=$(printf '%s' "$path" | sed -E "$@")
    git update-index --add --cacheinfo "$mode,$id,$path"
  done < <(git diff-tree -r --raw --no-renames --full-index --abbrev=40 "$like^" "$like" | sed -E 's/ ([A-Z])\t/ \1\t/')
  # Evidence that was changed by hand takes the place of the honest set.
  if [[ -n ${evidence-} ]]; then
    git rm -r -q --cached --ignore-unmatch "$evidence_path"
    git read-tree --prefix="$evidence_path/" "$evidence"
  fi
  git write-tree
  rm -f "$GIT_INDEX_FILE"
}

# Writes a record that a principal's key signs, like an honest one, with its change of the tree; then edits it.
#   --like REV         the record to imitate (default: the next of the honest line)
#   --edit SED         changes message and ledger entry alike       --words SED   changes the message alone
#   --as PRINCIPAL     whose name and address the commit bears      --key KEY     who signs; none: nobody
#   --at SECONDS       its time                                     --tree REV    its tree
#   --parent REV       a parent, HEAD unless given (repeatable)     --address TEXT     in the place of the principal's
#   --committer NAME   not the author                               --committed SECONDS
forge() {
  local like='' key='' who='' time=$now tree='' address='' committer='' committed=''
  local parents=() edits=(-e '') words=(-e '')
  while (($#)); do
    case $1 in
      --like) like=$2 ;; --edit) edits+=(-e "$2") ;; --words) words+=(-e "$2") ;;
      --as) who=$2 ;; --key) key=$2 ;; --at) time=$2 ;; --tree) tree=$2 ;; --parent) parents+=(-p "$2") ;;
      --address) address=$2 ;; --committer) committer=$2 ;; --committed) committed=$2 ;;
      *) echo "forge: $1?" >&2 && return 70 ;;
    esac
    shift 2
  done
  [[ -n $like ]] || like=$(next)
  [[ -n $who ]] || who=$(trailer "$like" Assay-Principal)
  [[ -n $key ]] || key=$who
  ((${#parents[@]})) || parents=(-p HEAD)
  local old new stamp
  if [[ -n ${evidence-} ]]; then
    old=$(trailer "$like" Assay-Evidence) new=$evidence
    edits+=(-e "s/$old/$new/")
  fi
  stamp=$(date -u -d "@$time" +%Y-%m-%dT%H:%MZ)
  [[ -n $tree ]] || tree=$(rendered "$like" "$stamp" "${edits[@]}")
  local sign=() signer=(-c gpg.format=ssh)
  if [[ $key != none ]]; then sign=(-S) signer+=(-c "user.signingkey=$keys/team-$key"); fi
  committer=${committer:-$who}
  new=$(message_of "$like" | sed -E "${edits[@]}" | sed -E "${words[@]}" |
    GIT_AUTHOR_NAME=$who GIT_AUTHOR_EMAIL=${address:-$who@team.invalid} GIT_AUTHOR_DATE="$time +0000" \
      GIT_COMMITTER_NAME=$committer GIT_COMMITTER_EMAIL=${address:-$committer@team.invalid} \
      GIT_COMMITTER_DATE="${committed:-$time} +0000" \
      git "${signer[@]}" commit-tree "${sign[@]}" "${parents[@]}" -F - "$tree")
  git update-ref HEAD "$new"
  git reset --quiet --hard
}

# A commit without its signature: what is signed.
unsigned() { # REV
  git cat-file commit "$1" | sed -e '1,/^$/{/^gpgsig/d;/^ /d}'
}
# HEAD once more, with the signature that stands on standard input.
sign_with() {
  local signature
  signature=$(sed -e 's/^/ /')
  { unsigned HEAD | sed '/^$/,$d' && printf 'gpgsig%s\n\n' "$signature" && message_of HEAD; } | raw
}
signature_of() { # REV
  git cat-file commit "$1" | sed -n -e '1,/^$/{s/^gpgsig //p;s/^ //p}'
}
ssh_signature() { # KEY NAMESPACE; what is signed on standard input
  ssh-keygen -Y sign -q -f "$keys/team-$1" -n "$2"
}

# Puts a statement's envelope beside it, signed with a principal's key.
seal() { # KEY
  local signature
  [[ -e statement.json ]] || return 0
  signature=$({ printf 'DSSEv1 28 application/vnd.in-toto+json %d ' "$(stat -c %s statement.json)" && cat statement.json; } |
    ssh_signature "$1" "${2:-assay-evidence}" | sed '/^-----/d' | tr -d '\n')
  cat >envelope.json <<END
{
  "payload" : "$(base64 -w 0 statement.json)",
  "payloadType" : "application/vnd.in-toto+json",
  "signatures" : [
    {
      "keyid" : "$(ssh-keygen -lf "$keys/team-$1.pub" | cut -d ' ' -f 2)",
      "sig" : "$signature"
    }
  ]
}
END
}
# Takes the evidence of the next verdict out of the honest line, lets COMMAND change it in its directory, and cites what
# came of that in the next `forge`. The statement is signed anew by $collector (default: adversary); `none` leaves that to
# COMMAND.
with_evidence() { # COMMAND…
  local like place
  like=${evidence_like:-$(next)}
  evidence_path=$(git diff-tree -r --name-only "$like^" "$like" | sed -n 's|/statement.json$||p')
  place=$TMPDIR/evidence.$BASHPID
  rm -rf "$place" && mkdir "$place"
  git archive "$like:$evidence_path" | tar -x -C "$place"
  (cd "$place" && "$@" && { [[ ${collector-} == none ]] || seal "${collector:-adversary}"; })
  local GIT_INDEX_FILE=$TMPDIR/index.$BASHPID
  rm -f "$GIT_INDEX_FILE"
  export GIT_INDEX_FILE
  git --work-tree="$place" add --all --force .
  evidence=$(git write-tree)
  rm -rf "$place" "$GIT_INDEX_FILE"
}
# Changes a log, and the digest and the size that the statement gives of it.
relog() { # FILE SED
  local old new size
  old=$(sha256sum <"$1" | cut -c 1-64)
  sed -i -E "$2" "$1"
  new=$(sha256sum <"$1" | cut -c 1-64) size=$(stat -c %s "$1")
  sed -i -E -e "s/$old/$new/" -e "/\"sha256\" : \"$new\"/{n;s/(\"size\" :) [0-9]+/\1 $size/}" statement.json
}
