#!/bin/sh
# npm-tool.sh PACKAGE VERSION : installs a tool from npm into .tools/npm/PACKAGE-VERSION.
set -eu
ROOT=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
# shellcheck source=scripts/environment.sh
. "$ROOT/scripts/environment.sh"

folder=$TOOLS/npm/$1-$2
[ ! -e "$folder/complete" ] || exit 0
"$ROOT/scripts/setup/node.sh"
have npm || "$ROOT/scripts/setup/packages.sh" npm
say "installing $1 $2 into .tools/"
rm -rf "$folder"
mkdir -p "$folder"
npm install --prefix "$folder" --silent --no-audit --no-fund --no-save --no-package-lock "$1@$2" </dev/null >&2 ||
    stop "npm could not install $1 $2; its own message is above"
: >"$folder/complete"
