#!/usr/bin/env bash
# setup.sh: installs what building, running and testing needs and is not there yet. On a machine that has everything it
# does nothing and needs no network; otherwise it asks apt-get, with sudo when not root. The Swarm that some tests start
# (Tests/Swarm/up.sh) needs root: without it, and without apt-get, its packages are left out, and those tests are skipped.
set -euo pipefail

missing=()
command -v git >/dev/null || missing+=(git)
command -v make >/dev/null || missing+=(make)
command -v pkg-config >/dev/null || missing+=(pkg-config)
command -v ssh-keygen >/dev/null || missing+=(openssh-client)
command -v curl >/dev/null || missing+=(curl)
command -v tmux >/dev/null || missing+=(tmux)
command -v valgrind >/dev/null || missing+=(valgrind)
command -v strip >/dev/null || missing+=(binutils)
[[ -e /usr/include/libdeflate.h || ! -e /etc/debian_version ]] || missing+=(libdeflate-dev)
[[ -e /usr/include/pcre2.h || ! -e /etc/debian_version ]] || missing+=(libpcre2-dev)
if ! command -v pkg-config >/dev/null || ! pkg-config --exists libgit2; then missing+=(libgit2-dev); fi
[[ -e /etc/ssl/certs/ca-certificates.crt || -n ${SSL_CERT_FILE-} || ! -e /etc/debian_version ]] || missing+=(ca-certificates)

# A docker command alone, with the engine elsewhere, starts no engine.
has() { PATH=$PATH:/usr/sbin:/sbin command -v "$1" >/dev/null; }
swarm=()
has dockerd || swarm+=(docker.io)
[[ -x /bin/busybox ]] && ! ldd /bin/busybox >/dev/null 2>&1 || swarm+=(busybox-static)
has iptables || swarm+=(iptables)
has ip || swarm+=(iproute2)
if ((EUID == 0)) && command -v apt-get >/dev/null; then
  missing+=("${swarm[@]}")
elif ((${#swarm[@]})); then
  echo "setup: no Swarm can be started without ${swarm[*]}: its tests will be skipped"
fi

if ((${#missing[@]})); then
  if ! command -v apt-get >/dev/null; then
    echo "setup: missing: ${missing[*]}; there is no apt-get here, install them by this system's own means" >&2
    exit 69
  fi
  root=()
  if ((EUID != 0)); then root=(sudo); fi
  echo "setup: installing ${missing[*]}"
  "${root[@]}" apt-get update --quiet --quiet
  "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install --yes --quiet --quiet --no-install-recommends \
    "${missing[@]}"
else
  echo "setup: git, make, pkg-config, ssh-keygen, curl, tmux, valgrind and libgit2 are here; nothing to install"
fi

if ! command -v swift >/dev/null; then
  echo "setup: no 'swift' on PATH; assay needs Swift 6.2 or newer (https://www.swift.org/install/linux/)" >&2
  exit 69
fi
version=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9]*\.[0-9]*\).*/\1/p' | head -n 1)
if [[ $(printf '%s\n6.2\n' "${version:-0}" | sort -V | head -n 1) != 6.2 ]]; then
  echo "setup: this is Swift ${version:-of an unknown version}; assay needs 6.2 or newer" >&2
  exit 69
fi
echo "setup: Swift $version, libgit2 $(pkg-config --modversion libgit2)"
