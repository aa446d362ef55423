#!/bin/sh
# Photographs every page and state, light and dark, wide and narrow, into screenshots/.
set -eu
ROOT=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
# shellcheck source=scripts/environment.sh
. "$ROOT/scripts/environment.sh"
# shellcheck source=scripts/browser.sh
. "$ROOT/scripts/browser.sh"

have_browser || stop "no browser or no driver: put Chromium (or Chrome) and its chromedriver on PATH"
cargo build --workspace --exclude tidings-web --bins
TIDINGS_BIN=$CARGO_TARGET_DIR/debug/tidings exec "$CARGO_TARGET_DIR/debug/screenshots" "$@"
