#!/bin/sh
# mutants.sh [FILE…] : puts small faults into the core, one at a time, and tells which ones no test notices.
# Without files, all of the core: hours. The report is in target/mutants.out.
set -eu
ROOT=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
# shellcheck source=scripts/environment.sh
. "$ROOT/scripts/environment.sh"

"$ROOT/scripts/setup/cargo-tool.sh" cargo-mutants "$CARGO_MUTANTS_VERSION" cargo-mutants

files=''
for file in "$@"; do files="$files --file $file"; done

# A property that holds in 32 cases and fails in none of them is noticed as well as in 256.
# shellcheck disable=SC2086 # a word each
PROPTEST_CASES=${PROPTEST_CASES:-32} cargo mutants --package tidings-core --output "$CARGO_TARGET_DIR" $files
