#!/bin/sh
# wasm-opt from npm's binaryen, if npm can be had. Without it the page is larger and works the same.
set -eu
ROOT=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
# shellcheck source=scripts/environment.sh
. "$ROOT/scripts/environment.sh"

package=$TOOLS/npm/binaryen-$BINARYEN_VERSION
program=$package/node_modules/.bin/wasm-opt

leave_out() {
    say "leaving out wasm-opt: $*; the page will be larger, and works the same"
    rm -f "$TOOLS/bin/wasm-opt"
    exit 0
}

if [ -L "$TOOLS/bin/wasm-opt" ] && [ "$(readlink "$TOOLS/bin/wasm-opt")" = "$program" ] && [ -x "$program" ]; then
    exit
fi
have npm || leave_out "this machine has no npm"

mkdir -p "$package" "$TOOLS/bin"
say "installing wasm-opt (npm's binaryen $BINARYEN_VERSION) into .tools/"
npm install --prefix "$package" --silent --no-audit --no-fund --no-save --no-package-lock \
    --ignore-scripts "binaryen@$BINARYEN_VERSION" </dev/null >&2 || leave_out "npm could not install it"
"$program" --version >/dev/null 2>&1 || leave_out "this machine's Node.js cannot run it"
ln -sfn "$program" "$TOOLS/bin/wasm-opt"
