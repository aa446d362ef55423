#!/bin/sh
# with-tools.sh COMMAND… : runs a command with the pinned Rust and .tools/bin on PATH.
set -eu
ROOT=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
# shellcheck source=scripts/environment.sh
. "$ROOT/scripts/environment.sh"

exec "$@"
