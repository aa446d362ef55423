#!/bin/sh
# A C compiler and linker: Rust links with it, and SQLite and the TLS primitives are C.
set -eu
ROOT=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
# shellcheck source=scripts/environment.sh
. "$ROOT/scripts/environment.sh"

have cc || "$ROOT/scripts/setup/packages.sh" gcc libc6-dev
