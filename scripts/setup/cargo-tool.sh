#!/bin/sh
# cargo-tool.sh CRATE VERSION BINARY… : builds a cargo tool into .tools/bin, or takes it from the cache.
set -eu
ROOT=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
# shellcheck source=scripts/environment.sh
. "$ROOT/scripts/environment.sh"

crate=$1 version=$2
shift 2
stamp=$TOOLS/installed/$crate-$version
cached=${TOOL_CACHE:+$TOOL_CACHE/$crate-$version-$(uname -m)}

all_in() {
    folder=$1
    shift
    for binary in "$@"; do [ -x "$folder/$binary" ] || return 1; done
}

# Copies by rename, so that another run never sees half a file.
place() {
    from=$1 to=$2
    shift 2
    mkdir -p "$to"
    for binary in "$@"; do
        cp "$from/$binary" "$to/.$binary.$$" && mv "$to/.$binary.$$" "$to/$binary"
    done
}

# Such tools run for seconds: building them fast matters more than making them fast. Their default
# features are downloads over TLS, which are never asked of them here.
build() {
    CARGO_TARGET_DIR=$TOOLS/target \
        CARGO_PROFILE_RELEASE_OPT_LEVEL=0 CARGO_PROFILE_RELEASE_LTO=off \
        CARGO_PROFILE_RELEASE_CODEGEN_UNITS=256 CARGO_PROFILE_RELEASE_DEBUG=0 CARGO_PROFILE_RELEASE_STRIP=symbols \
        cargo install --quiet --force --no-track --no-default-features \
        --root "$TOOLS/build" --version "$version" "$@" "$crate"
}

if [ -e "$stamp" ] && all_in "$TOOLS/bin" "$@"; then
    exit
fi

mkdir -p "$TOOLS/installed"
if [ -n "$cached" ] && all_in "$cached" "$@" && "$cached/$1" --version >/dev/null 2>&1; then
    say "$crate $version: from $cached"
    place "$cached" "$TOOLS/bin" "$@"
else
    say "$crate $version: building it into .tools/ (once, a few minutes)"
    # A registry may lack a version that the tool's own lock file names.
    build --locked || {
        say "$crate $version: not with its own lock file; building with the newest versions that fit"
        build
    } || stop "$crate $version could not be built; cargo's own message is above"
    place "$TOOLS/build/bin" "$TOOLS/bin" "$@"
    if [ -n "$cached" ]; then place "$TOOLS/build/bin" "$cached" "$@" || say "$cached cannot be written; not cached"; fi
    rm -rf "$TOOLS/build" "$TOOLS/target"
fi
: >"$stamp"
