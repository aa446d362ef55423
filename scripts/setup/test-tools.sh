#!/bin/sh
# What the suites need on top of building: Node.js, Genesys' own clients, a browser with its driver.
set -eu
ROOT=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
# shellcheck source=scripts/environment.sh
. "$ROOT/scripts/environment.sh"
# shellcheck source=scripts/browser.sh
. "$ROOT/scripts/browser.sh"

"$ROOT/scripts/setup/node.sh"
"$ROOT/scripts/setup/genesys-clients.sh"
"$ROOT/scripts/setup/npm-tool.sh" typescript "$TYPESCRIPT_VERSION"
"$ROOT/scripts/setup/npm-tool.sh" vite "$VITE_VERSION"

have_browser && exit
# Ubuntu's package of that name is a snap, which a driver cannot start headless everywhere.
if grep -q '^ID=ubuntu' /etc/os-release 2>/dev/null; then
    say "no Chromium or Chrome with chromedriver on PATH, and Ubuntu has no Debian package of it:" \
        "install both by hand; until then the browser suites fail, the others run"
else
    "$ROOT/scripts/setup/packages.sh" chromium chromium-driver
fi
