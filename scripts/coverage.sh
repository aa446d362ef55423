#!/bin/sh
# coverage.sh [CARGO-TEST-OPTION…] : which lines of the core its own tests run, file by file; fails below the floor.
set -eu
ROOT=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
# shellcheck source=scripts/environment.sh
. "$ROOT/scripts/environment.sh"

floor=${COVERAGE_FLOOR:-95}
report=$CARGO_TARGET_DIR/coverage.lcov

"$ROOT/scripts/setup/cargo-tool.sh" cargo-llvm-cov "$CARGO_LLVM_COV_VERSION" cargo-llvm-cov
have rustup && ! [ -d "$(rustc --print sysroot)/lib/rustlib/$(rustc -vV | sed -n 's/^host: //p')/bin" ] &&
    rustup component add llvm-tools

# js.rs exists in WebAssembly only, where nothing can be counted; its suites run in Node and Chromium.
cargo llvm-cov --package tidings-core --lib --tests --ignore-filename-regex '(/tests\.rs|/core/src/js(\.rs|/.*))$' \
    --lcov --output-path "$report" "$@"

# Tests are not what is measured: lines from a file's `#[cfg(test)] mod tests` on do not count.
awk -v root="$ROOT/" -v floor="$floor" -f scripts/coverage.awk "$report"
