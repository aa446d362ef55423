#!/bin/sh
# Everything that can be said of the sources without running them.
set -eu
ROOT=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
# shellcheck source=scripts/environment.sh
. "$ROOT/scripts/environment.sh"
# shellcheck source=scripts/stages.sh
. "$ROOT/scripts/stages.sh"

"$ROOT/scripts/setup/cargo-tool.sh" cargo-deny "$CARGO_DENY_VERSION" cargo-deny

lock_file() { cargo metadata --locked --format-version 1 >/dev/null; }

native_lints() { cargo clippy --workspace --exclude tidings-web --all-targets -- -D warnings; }

# All but the benchmarks, which measure natively.
wasm_lints() {
    cargo clippy --package tidings-core --package tidings-web --lib --bins --tests --examples \
        --target wasm32-unknown-unknown -- -D warnings
}

npm_lints() {
    cargo clippy --package tidings-core --features js --target wasm32-unknown-unknown -- -D warnings
}

documentation() {
    RUSTDOCFLAGS='-D warnings' cargo doc --workspace --exclude tidings-web --no-deps &&
        RUSTDOCFLAGS='-D warnings' cargo doc --package tidings-web --no-deps --target wasm32-unknown-unknown
}

stage 'lock file is up to date' lock_file
stage 'format' cargo fmt --all --check
stage 'dependencies: bans, licenses, sources' cargo deny --offline check bans licenses sources
stage 'lints, native' native_lints
stage 'lints, WASM' wasm_lints
stage 'lints, npm package' npm_lints
stage 'documentation' documentation
finish_stages
