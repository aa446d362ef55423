#!/bin/sh
# Installs Debian or Ubuntu packages: as root, or by sudo if that asks nothing, else says how.
set -eu
ROOT=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
# shellcheck source=scripts/environment.sh
. "$ROOT/scripts/environment.sh"

if ! have apt-get; then
    stop "this machine has no apt-get; install what Debian calls $* by its own package manager, then run make again"
fi

if [ "$(id -u)" = 0 ]; then
    as_root=''
elif have sudo && sudo -n true 2>/dev/null; then
    as_root='sudo -n'
else
    stop "needs root once; run this, then make again:  sudo apt-get install --no-install-recommends $*"
fi

install_packages() {
    # shellcheck disable=SC2086 # as_root is nothing or two words
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install --yes -qq -o Dpkg::Use-Pty=0 \
        --no-install-recommends -o DPkg::Lock::Timeout=120 "$@" >&2 </dev/null
}

say "installing Debian packages: $*"
# A fresh machine has no package lists, or stale ones: fetch them only if the first try fails.
install_packages "$@" && exit
$as_root apt-get update -qq >&2 </dev/null || say "the package lists could not be refreshed; trying with what is there"
install_packages "$@" || stop "apt-get could not install $*; its own message is above"
