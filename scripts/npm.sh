#!/bin/sh
# Builds the npm package into npm/dist/, unless nothing it is made of has changed.
set -eu
ROOT=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
# shellcheck source=scripts/environment.sh
. "$ROOT/scripts/environment.sh"

# Bytes of the module as a server sends it, compressed by brotli at its best. The goal is 122880.
most=185000

dist=npm/dist
stamp=$TOOLS/installed/npm-package
sources='Cargo.toml Cargo.lock rust-toolchain.toml core/Cargo.toml core/src npm/README.md npm/src npm/examples scripts/npm.sh'

is_current() {
    [ -e "$dist/package.json" ] && [ -e "$stamp" ] || return 1
    # shellcheck disable=SC2086 # a list
    [ -z "$(find $sources -newer "$stamp" -print -quit)" ]
}

if is_current; then
    say "the npm package in $dist/ is up to date"
    exit
fi

[ -x "$TOOLS/bin/wasm-opt" ] || stop "wasm-opt is missing, without which the package is too large: it needs npm"
have brotli || "$ROOT/scripts/setup/packages.sh" brotli

say "building the npm package into $dist/"
mkdir -p "$TOOLS/installed"
: >"$stamp.new"
cargo rustc --quiet --package tidings-core --lib --crate-type cdylib --features js \
    --target wasm32-unknown-unknown --profile npm

if cargo tree --package tidings-core --features js --target wasm32-unknown-unknown --edges normal --prefix none |
    grep -E '^(regex|aho-corasick|fancy-regex)'; then
    stop "the module has a regex engine: its checks are to take linear time, and its size counts"
fi

new=npm/.dist.$$
trap 'rm -rf "$new"' EXIT
wasm-bindgen --target web --out-dir "$new" --out-name core \
    "$CARGO_TARGET_DIR/wasm32-unknown-unknown/npm/tidings_core.wasm"
rm "$new/core_bg.wasm.d.ts"
wasm-opt -O3 --strip-debug --strip-producers "$new/core_bg.wasm" --output "$new/core_bg.wasm"
cp -R npm/src/package.json npm/src/node.js npm/src/browser.js npm/README.md npm/examples LICENSE-APACHE LICENSE-MIT "$new"

size=$(brotli --quality=11 --stdout "$new/core_bg.wasm" | wc -c)
say "the module is $(wc -c <"$new/core_bg.wasm") bytes, $size compressed by brotli"
[ "$size" -le "$most" ] || stop "the module is larger than $most bytes compressed: see what grew, or what need not be in it"

rm -rf "$dist"
mv "$new" "$dist"
mv "$stamp.new" "$stamp"
