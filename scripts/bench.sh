#!/bin/sh
# bench.sh [--quick] : measures ours and its peers in one run; writes docs/benchmarks.md unless --quick.
set -eu
ROOT=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
# shellcheck source=scripts/environment.sh
. "$ROOT/scripts/environment.sh"

# All take turns so many times, each time for so many rounds; seconds of one native benchmark.
passes=3 rounds=20 seconds=3
case ${1:-} in
'') page=docs/benchmarks.md ;;
--quick) page=$CARGO_TARGET_DIR/bench/benchmarks.md passes=1 rounds=5 seconds=0.5 ;;
*) stop "usage: make bench [ARGS=--quick]" ;;
esac

"$ROOT/scripts/setup/bench-peers.sh"

python=$TOOLS/bench/python/bin/python
results=$CARGO_TARGET_DIR/bench/results
rm -rf "$results"
mkdir -p "$results"
export PYTHONDONTWRITEBYTECODE=1

native() {
    cargo bench --quiet --package tidings-core --bench send -- "$@" '^(send|batch)/' >&2
}

say "holding every peer against the cases"
cargo test --package tidings-core --test bench_cases --quiet >&2
"$python" bench/python/agree.py

for pass in $(seq "$passes"); do
    say "pass $pass of $passes: native"
    native --noplot --warm-up-time 1 --measurement-time "$seconds"
    "$python" bench/report/criterion.py "$CARGO_TARGET_DIR/criterion" "$RUST_VERSION" >"$results/1-native-$pass.json"
    say "pass $pass of $passes: Python"
    "$python" bench/python/measure.py "$rounds" >"$results/2-python-$pass.json"
done

"$python" bench/report/write.py "$results" 'make bench' >"$CARGO_TARGET_DIR/bench/page.md"
mv "$CARGO_TARGET_DIR/bench/page.md" "$page"
say "written: $page"
