#!/bin/sh
# The pinned Rust with its wasm target: the user's rustup if there is one, else one in .tools/.
set -eu
ROOT=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
# shellcheck source=scripts/environment.sh
. "$ROOT/scripts/environment.sh"

wasm_target=wasm32-unknown-unknown

has_wasm_target() {
    [ -d "$(rustc --print target-libdir --target "$wasm_target" 2>/dev/null || echo /nowhere)" ]
}

is_newer_or_same() {
    [ "$(printf '%s\n%s\n' "$RUST_VERSION" "$1" | sort -V | head -n 1)" = "$RUST_VERSION" ]
}

install_rustup() {
    have curl || "$ROOT/scripts/setup/packages.sh" curl ca-certificates
    say "no usable Rust here: installing rustup into .tools/ (your own files stay as they are)"
    installer=$(mktemp)
    trap 'rm -f "$installer"' EXIT
    curl --proto '=https' --tlsv1.2 -sSf -o "$installer" https://sh.rustup.rs ||
        stop "rustup could not be downloaded; install Rust $RUST_VERSION with the target $wasm_target, put cargo on PATH, then run make again"
    CARGO_HOME=$TOOLS/cargo RUSTUP_HOME=$TOOLS/rustup \
        sh "$installer" -y --quiet --no-modify-path --profile minimal --default-toolchain none
    export CARGO_HOME="$TOOLS/cargo" RUSTUP_HOME="$TOOLS/rustup"
    PATH=$CARGO_HOME/bin:$PATH
}

if ! have rustup; then
    version=$(rust_version)
    if [ -n "$version" ] && have cargo && is_newer_or_same "$version" && has_wasm_target; then
        [ "$version" = "$RUST_VERSION" ] || say "using Rust $version; this project is tested with $RUST_VERSION"
        exit
    fi
    install_rustup
fi

# Asked for by name: with RUSTUP_AUTO_INSTALL=0 the pin in rust-toolchain.toml alone installs nothing.
if [ "$(RUSTUP_AUTO_INSTALL=0 rust_version)" != "$RUST_VERSION" ]; then
    [ -z "${RUSTUP_TOOLCHAIN:-}" ] ||
        stop "RUSTUP_TOOLCHAIN=$RUSTUP_TOOLCHAIN is set and is not Rust $RUST_VERSION; unset it, then run make again"
    say "installing Rust $RUST_VERSION by rustup"
    rustup toolchain install "$RUST_VERSION" --profile minimal --component clippy,rustfmt \
        --target "$wasm_target" --no-self-update ||
        stop "Rust $RUST_VERSION could not be downloaded; install it by rustup where the network allows, then run make again"
fi

if ! has_wasm_target; then
    say "adding the target $wasm_target to Rust $RUST_VERSION"
    rustup target add "$wasm_target" ||
        stop "the target could not be downloaded; run  rustup target add $wasm_target  where the network allows, then make again"
fi
