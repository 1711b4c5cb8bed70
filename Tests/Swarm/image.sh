#!/usr/bin/env bash
# image.sh NAME:TAG [FILE=TEXT…] [--] [COMMAND…]: makes the local image 127.0.0.1:1/NAME:TAG from busybox, the files given and
# the command (without one, it waits to be told to stop). The name keeps even the engine's attempt to fetch it on loopback,
# where it is refused at once. DOCKER_HOST says on which engine; an image that is there is left alone.
# image.sh --zoo NAME makes those that upgrades are tried with: v1 and v2 are well, sick fails its health check, crash exits
# with 1, dies-later runs for three seconds and exits, slow is well after three seconds. What "well" means is /well.
set -euo pipefail

busybox=/bin/busybox
[[ -x $busybox ]] && ! ldd "$busybox" >/dev/null 2>&1 ||
  { echo "image.sh: no static busybox here; Tests/Demo/setup.sh installs busybox-static on Debian" >&2; exit 77; }

make_image() {
  local image=127.0.0.1:1/$1 files=() command=() rootfs applet
  shift
  ! docker image inspect "$image" >/dev/null 2>&1 || return 0
  while (($#)) && [[ $1 == /*=* ]]; do files+=("$1") && shift; done
  [[ ${1-} != -- ]] || shift
  command=("$@")
  ((${#command[@]})) || command=(/bin/sh -c 'trap exit TERM; while :; do sleep 1000 & wait $!; done')

  rootfs=$(mktemp -d)
  mkdir -p "$rootfs"/{bin,dev,etc,proc,sys,tmp,var}
  cp "$busybox" "$rootfs/bin/busybox"
  for applet in cat cp date echo false grep httpd kill ls mkdir mv nc printf rm sh sleep tar test touch true wc; do
    ln -s busybox "$rootfs/bin/$applet"
  done
  for file in "${files[@]}"; do
    mkdir -p "$rootfs$(dirname "${file%%=*}")"
    printf '%s\n' "${file#*=}" >"$rootfs${file%%=*}"
  done
  tar -C "$rootfs" -c . | docker import --change "CMD $(as_json "${command[@]}")" - "$image" >/dev/null
  rm -rf "$rootfs"
}

as_json() { # WORD…, as an array of JSON strings
  local word text=
  for word; do
    word=${word//\\/\\\\} word=${word//\"/\\\"} word=${word//$'\n'/\\n} word=${word//$'\t'/\\t}
    text+=${text:+,}\"$word\"
  done
  printf '[%s]\n' "$text"
}

if [[ ${1-} == --zoo ]]; then
  name=${2:?a name for the images}
  make_image "$name:v1" /well=v1
  make_image "$name:v2" /well=v2
  make_image "$name:sick"
  make_image "$name:crash" -- /bin/false
  make_image "$name:dies-later" /well=dies-later -- /bin/sh -c 'sleep 3; exit 3'
  make_image "$name:slow" -- /bin/sh -c 'sleep 3; echo slow >/well; trap exit TERM; while :; do sleep 1000 & wait $!; done'
else
  make_image "${1:?NAME:TAG}" "${@:2}"
fi
