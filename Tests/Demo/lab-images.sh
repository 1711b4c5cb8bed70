#!/usr/bin/env bash
# lab-images.sh: makes, on the engine that DOCKER_HOST names, stand-ins for the images that the demo's recipe names, from
# busybox. They behave as the recorded ones did where the case needs it: the forum's start takes the memory of the whole
# host (a heartbeat on the data volume), so that two at once do not fit. Makes the network that recipes expect, too.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

stand_in() { # NAME:TAG [FILE=TEXT…] [--] [COMMAND…]
  local image=$1
  bash "$here/../Swarm/image.sh" "lab-${image//[\/:]/-}:1" "${@:2}"
  docker tag "127.0.0.1:1/lab-${image//[\/:]/-}:1" "$image"
}

forum='#!/bin/sh
# Whoever is up says so every second. The one that finds another up has no memory left.
beat=/bitnami/discourse/.memory
if [ -e $beat ] && [ $(($(date +%s) - $(cat $beat))) -lt 4 ]; then
  echo "cannot allocate memory: another one is up" >&2
  exit 137
fi
trap "rm -f $beat /tmp/serving; exit 0" TERM
while :; do
  date +%s >$beat
  touch /tmp/serving
  sleep 1 & wait $!
done'
status='#!/bin/sh
# Health of this very container.
test -e /tmp/serving'
backup='#!/bin/sh
echo "-- a dump of $(date)" >/var/lib/postgresql/data/backup.sql'

for version in 3.3.1 3.5.0; do
  stand_in "bitnami/discourse:$version" "/start.sh=$forum" "/usr/bin/curl=$status" -- /bin/sh /start.sh
done
stand_in postgres:13 "/pg_backup.sh=$backup"
for name in n8n keycloak; do
  for version in 1 2; do stand_in "lab/$name:$version" "/well=$version"; done
done
docker network inspect proxy >/dev/null 2>&1 || docker network create --driver overlay proxy >/dev/null
