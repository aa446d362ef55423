#!/bin/sh
# run.sh [ARGUMENT…] : starts the console beside a sandbox, with its data in ./data.
set -eu
ROOT=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
# shellcheck source=scripts/environment.sh
. "$ROOT/scripts/environment.sh"

say "starting tidings; stop it with Ctrl-C"
exec "$CARGO_TARGET_DIR/release/tidings" serve --sandbox --data "$ROOT/data" "$@"
