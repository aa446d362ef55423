#!/bin/sh
# bench.sh [--quick] : measures ours and its peers in one run; writes docs/benchmarks.md unless --quick.
set -eu
ROOT=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
# shellcheck source=scripts/environment.sh
. "$ROOT/scripts/environment.sh"
# shellcheck source=scripts/browser.sh
. "$ROOT/scripts/browser.sh"

# All take turns so many times, each time for so many rounds; seconds of one native benchmark.
passes=3 rounds=30 seconds=2
case ${1:-} in
'') page=docs/benchmarks.md ;;
--quick) page=$CARGO_TARGET_DIR/bench/benchmarks.md passes=1 rounds=5 seconds=0.5 ;;
*) stop "usage: make bench [ARGS=--quick]" ;;
esac

have_browser || stop "no browser or no driver: put Chromium (or Chrome) and its chromedriver on PATH, then run this again"
"$ROOT/scripts/setup/bench-peers.sh"
[ ! -e scripts/npm.sh ] || "$ROOT/scripts/npm.sh"

python=$TOOLS/bench/python/bin/python
libraries=$TOOLS/bench/javascript/node_modules
bundle=$CARGO_TARGET_DIR/bench/bench.mjs
results=$CARGO_TARGET_DIR/bench/results
rm -rf "$results"
mkdir -p "$results"
export PYTHONDONTWRITEBYTECODE=1

# Each prints one JSON object; in_node and in_chromium take the number of rounds, 0 for none.
native() {
    cargo bench --quiet --package tidings-core --bench send -- \
        --noplot --warm-up-time 1 --measurement-time "$seconds" '^(send|json|batch)/' >&2
    "$python" bench/report/criterion.py "$CARGO_TARGET_DIR/criterion" "$RUST_VERSION"
}
in_python() { "$python" bench/python/measure.py "$rounds"; }
in_node() { [ ! -e npm/dist ] || node bench/javascript/node.mjs "$bundle" npm/dist/node.js "$1"; }
in_chromium() { [ ! -e npm/dist ] || node bench/javascript/chromium.mjs "$bundle" npm/dist/browser.js "$1"; }

say "making the JavaScript peers one file"
NODE_PATH=$libraries "$libraries/.bin/esbuild" bench/javascript/bench.mjs \
    --bundle --format=esm --platform=browser --log-level=warning --outfile="$bundle"

say "holding every peer against the cases"
cargo test --quiet --package tidings-core --test bench_cases >&2
"$python" bench/python/agree.py
in_node 0 >/dev/null
in_chromium 0 >/dev/null

for pass in $(seq "$passes"); do
    say "pass $pass of $passes: native"
    native >"$results/1-native-$pass.json"
    say "pass $pass of $passes: Python"
    in_python >"$results/2-python-$pass.json"
    say "pass $pass of $passes: Node.js"
    in_node "$rounds" >"$results/3-node-$pass.json"
    say "pass $pass of $passes: Chromium"
    in_chromium "$rounds" >"$results/4-chromium-$pass.json"
done

"$python" bench/report/write.py "$results" 'make bench' >"$CARGO_TARGET_DIR/bench/page.md"
mv "$CARGO_TARGET_DIR/bench/page.md" "$page"
say "written: $page"
