#!/bin/sh
# Tries the package as its users have it: packed, installed elsewhere, run, typed and bundled.
set -eu
ROOT=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
# shellcheck source=scripts/environment.sh
. "$ROOT/scripts/environment.sh"

place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
quietly='--silent --no-audit --no-fund --no-package-lock --ignore-scripts --offline'

say "installing the packed package elsewhere"
# shellcheck disable=SC2086 # a list
tarball=$(npm pack ./npm/dist --pack-destination "$place" --silent)
printf '{"private":true,"type":"module"}\n' >"$place/package.json"
# shellcheck disable=SC2086 # a list
npm install --prefix "$place" $quietly "$place/$tarball" </dev/null

cd "$place"
say "its README's example and its program run"
awk '/^```js$/ && !found { inside = 1; found = 1; next } /^```$/ { inside = 0 } inside' \
    node_modules/tidings-core/README.md >readme.mjs
node readme.mjs | grep -q '^POST /api/v2/conversations/messages/agentless'
cp node_modules/tidings-core/examples/notify.mjs .
[ "$(node notify.mjs | grep -c POST)" = 3 ]

say "its types are exact"
cp "$ROOT/npm/test/types.ts" "$ROOT/npm/test/tsconfig.json" .
"$TOOLS/npm/typescript-$TYPESCRIPT_VERSION/node_modules/.bin/tsc" --project .

say "Vite bundles it with its module"
cp "$ROOT/npm/test/support/bundle.html" index.html
"$TOOLS/npm/vite-$VITE_VERSION/node_modules/.bin/vite" build --logLevel warn --outDir out
ls out/assets/*.wasm out/assets/*.js >/dev/null
