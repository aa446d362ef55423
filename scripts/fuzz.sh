#!/bin/sh
# fuzz.sh [TARGET…] : looks for inputs that break a promise of the core, TIME seconds (600) a target, one after the other.
set -eu
ROOT=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
# shellcheck source=scripts/environment.sh
. "$ROOT/scripts/environment.sh"
# shellcheck source=scripts/stages.sh
. "$ROOT/scripts/stages.sh"

seconds=${TIME:-600}
fuzz=$ROOT/fuzz
[ $# -gt 0 ] || set -- $(ls "$fuzz/seeds")

"$ROOT/scripts/setup/cargo-tool.sh" cargo-fuzz "$CARGO_FUZZ_VERSION" cargo-fuzz
have rustup || stop "fuzzing needs rustup, for $FUZZ_RUST_VERSION"
export RUSTUP_TOOLCHAIN="$FUZZ_RUST_VERSION"
rustc --version >/dev/null 2>&1 ||
    rustup toolchain install "$FUZZ_RUST_VERSION" --profile minimal --no-self-update ||
    stop "$FUZZ_RUST_VERSION could not be downloaded; install it by rustup where the network allows"

# No AddressSanitizer: the core and all of its own crates forbid unsafe code, and without it ten
# times as many inputs are tried.
cargo_fuzz() {
    command=$1
    shift
    cargo fuzz "$command" --fuzz-dir "$fuzz" --sanitizer none --features libfuzzer "$@"
}

# Linking them once more as a whole would take minutes and find nothing more.
export CARGO_PROFILE_RELEASE_LTO=off

# An input that breaks a promise is kept in fuzz/artifacts/. Small ones find as much as large ones.
run() {
    mkdir -p "$fuzz/corpus/$1"
    cargo_fuzz run "$1" "$fuzz/corpus/$1" "$fuzz/seeds/$1" -- -max_total_time="$seconds" -timeout=10 \
        -max_len=4096 -dict="$fuzz/words.dict" -print_final_stats=1 -verbosity=0
    say "$1: $(find "$fuzz/corpus/$1" "$fuzz/seeds/$1" -type f | wc -l) inputs kept"
}

stage 'build' cargo_fuzz build
for target in "$@"; do
    stage "$target, $seconds s" run "$target"
done
finish_stages
