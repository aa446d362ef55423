#!/bin/sh
# mutants.sh [FILE|PATTERN…] : puts small faults into the core, one at a time, and tells which ones no test notices.
# Without files, all of the core: hours. The report is in target/mutants.out.
set -eu
ROOT=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
# shellcheck source=scripts/environment.sh
. "$ROOT/scripts/environment.sh"

"$ROOT/scripts/setup/cargo-tool.sh" cargo-mutants "$CARGO_MUTANTS_VERSION" cargo-mutants

# Patterns such as core/src/retry/*.rs are cargo-mutants' own.
set -f
files=''
for file in "$@"; do files="$files --file $file"; done

# A property that holds in 32 cases and fails in none of them is noticed as well as in 256.
export PROPTEST_CASES="${PROPTEST_CASES:-32}"

# shellcheck disable=SC2086 # a word each
mutants() { cargo mutants --package tidings-core --output "$CARGO_TARGET_DIR" $files "$@"; }

# Most faults are noticed by the unit tests, which build in a fraction of the time; the suites of
# core/tests are asked about the others only.
say 'by the unit tests'
rm -rf "$CARGO_TARGET_DIR/mutants.out" "$CARGO_TARGET_DIR/mutants.out.old"
if mutants -- --lib; then exit; fi
say 'what they did not notice, by every suite of the core'
mutants --iterate -- --lib --tests
