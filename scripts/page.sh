#!/bin/sh
# Builds the page into dist/, unless nothing it is made of has changed.
set -eu
ROOT=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
# shellcheck source=scripts/environment.sh
. "$ROOT/scripts/environment.sh"

stamp=$TOOLS/installed/page
sources='index.html Trunk.toml Cargo.toml Cargo.lock rust-toolchain.toml web core/Cargo.toml core/src'

if [ -L "$TOOLS/bin/wasm-opt" ]; then optimized=yes; else optimized=no; fi

is_current() {
    [ -e dist/index.html ] && [ "$(cat "$stamp" 2>/dev/null)" = "$optimized" ] || return 1
    # Folders are looked at too: their time tells of files that went away.
    # shellcheck disable=SC2086 # a list
    [ -z "$(find $sources -newer "$stamp" -print -quit)" ]
}

if is_current; then
    say "the page in dist/ is up to date"
    exit
fi

say "building the page into dist/"
mkdir -p "$TOOLS/installed"
echo "$optimized" >"$stamp.new"
# Trunk itself stays offline; so whatever is missing comes now.
cargo fetch --quiet
# Trunk runs wasm-opt only when told --release; the cargo profile is `web` either way.
if [ "$optimized" = yes ]; then trunk build --release; else trunk build; fi
mv "$stamp.new" "$stamp"
