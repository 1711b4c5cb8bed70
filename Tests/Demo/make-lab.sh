#!/usr/bin/env bash
# make-lab.sh DIR
#
# Makes the recipe repository that the demo plays on, in DIR, with plain git. Every run gives the same object ids:
# author, dates and bytes are fixed. Its facts are those of the recorded case: an annotated tag 0.7.0+3.3.1, a head nine
# commits on with version label 0.9.0+3.5.0 and no tag of its own, a compose.yml that starts first and rolls back, and a
# runner that takes a finished rollback for convergence.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
start=$here/lab/start
dir=${1:?usage: make-lab.sh DIR}

if [[ -e $dir ]]; then
  echo "make-lab.sh: $dir is there already" >&2
  exit 73
fi
export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1
export GIT_AUTHOR_NAME="Recipe Maintainer" GIT_AUTHOR_EMAIL=recipes@example.org
export GIT_COMMITTER_NAME=$GIT_AUTHOR_NAME GIT_COMMITTER_EMAIL=$GIT_AUTHOR_EMAIL
mkdir -p "$dir"
git -C "$dir" -c init.defaultBranch=main init --quiet
git -C "$dir" symbolic-ref HEAD refs/heads/main
cd "$dir"

day=10
# Stages everything and commits it as of the next day of May 2026.
commit() {
  export GIT_AUTHOR_DATE="2026-05-${day}T09:00:00+00:00"
  export GIT_COMMITTER_DATE=$GIT_AUTHOR_DATE
  day=$((day + 1))
  git add --all
  git commit --quiet --message "$1"
}
take() { # PATH…: as they are at the end
  local path
  for path; do
    mkdir -p "$(dirname "$path")"
    cp -R "$start/$path" "$path"
  done
}
rewrite() { # FILE SED-SCRIPT
  sed "$2" "$1" >"$1.new"
  mv "$1.new" "$1"
}

# The published base.
take compose.yml .env.sample abra.sh
rewrite compose.yml '/UPLOAD_LIMIT_MB/d; s/discourse:3\.5\.0/discourse:3.3.1/; s/0\.9\.0+3\.5\.0/0.7.0+3.3.1/; s/start_period: 10m/start_period: 5m/'
rewrite .env.sample '/UPLOAD_LIMIT_MB/d; s/TIMEOUT=900/TIMEOUT=600/'
printf 'out/\n' >.gitignore
commit "feat: discourse with its database"
printf '# discourse\n\nA forum, as a Co-op Cloud recipe. `abra app new discourse`, then `abra app deploy`.\n' >README.md
commit "chore: publish 0.7.0+3.3.1"
git tag --annotate --message "0.7.0+3.3.1" "0.7.0+3.3.1"

# Nine commits on.
rewrite .env.sample 's/TIMEOUT=600/TIMEOUT=900/'
commit "fix: allow a slow first boot to take 15 minutes"
rewrite compose.yml 's/start_period: 5m/start_period: 10m/'
commit "fix: give the precompile time before health is asked"
rewrite .env.sample '/COMPOSE_FILE/a UPLOAD_LIMIT_MB=20'
rewrite compose.yml '/DISCOURSE_SITE_NAME/a\      - UPLOAD_LIMIT_MB=${UPLOAD_LIMIT_MB}'
commit "feat: make the upload limit a setting"
take compose.ccci.yml recipe.yml
commit "test: lay an overlay over the recipe in test runs"
take runner
commit "test: carry the runner's steps"
take tests
commit "test: replay what the engine was seen to do"
take evidence
commit "test: keep the record of the drift"
take docs
commit "docs: plan phase dstamp"
take compose.yml
commit "chore: upgrade to 0.9.0+3.5.0"

# Two other recipes with the same policy, which the fix may not touch: their base and their head, as tags.
other() { # RECIPE VERSION TAG
  cat >compose.yml <<YML
version: "3.8"
services:
  app:
    image: lab/$1:$2
    healthcheck: { test: ["CMD", "test", "-s", "/well"], interval: 1s, timeout: 5s, retries: 3 }
    deploy:
      update_config: { failure_action: rollback, order: start-first, monitor: 2s }
      labels: ["coop-cloud.\${STACK_NAME}.version=$2.0.0+$2"]
YML
  printf 'TYPE=%s\n' "$1" >.env.sample
  commit "chore: $1 $2.0.0+$2"
  git tag --annotate --message "$1 $2" "$3"
}
for recipe in n8n keycloak; do
  git checkout --quiet --orphan "$recipe"
  git rm -r --quiet --force .
  other "$recipe" 1 "$recipe-base"
  other "$recipe" 2 "$recipe-head"
done
git checkout --quiet main
git branch --quiet --delete --force n8n keycloak

git describe --tags
