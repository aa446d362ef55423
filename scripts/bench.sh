#!/bin/sh
# Runs the benchmarks of every crate that has some.
set -eu
ROOT=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
# shellcheck source=scripts/environment.sh
. "$ROOT/scripts/environment.sh"

if [ -z "$(find . -path './*/benches/*.rs' -not -path './target/*' -not -path './.tools/*' -print -quit)" ]; then
    say "no crate has benchmarks yet"
    exit
fi
cargo bench --workspace --exclude tidings-web --bench '*' "$@"
