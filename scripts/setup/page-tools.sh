#!/bin/sh
# Everything that building the page and the binary needs. Quick when it is all there.
set -eu
ROOT=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
# shellcheck source=scripts/environment.sh
. "$ROOT/scripts/environment.sh"

setup=$ROOT/scripts/setup
"$setup/compiler.sh"
"$setup/rust.sh"
"$setup/cargo-tool.sh" wasm-bindgen-cli "$WASM_BINDGEN_VERSION" wasm-bindgen wasm-bindgen-test-runner
"$setup/cargo-tool.sh" trunk "$TRUNK_VERSION" trunk
"$setup/wasm-opt.sh"
