#!/bin/sh
# Looks every dependency up in the RustSec advisory database, which is fetched for it.
set -eu
ROOT=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
# shellcheck source=scripts/environment.sh
. "$ROOT/scripts/environment.sh"

"$ROOT/scripts/setup/cargo-tool.sh" cargo-deny "$CARGO_DENY_VERSION" cargo-deny
say "fetching the RustSec advisories; where the network forbids that, it ends with an error that says so"
cargo deny check advisories
