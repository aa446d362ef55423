#!/bin/sh
# Python 3 with its venv module. Debian splits venv off: the module is there, what it needs to install pip is not.
set -eu
ROOT=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
# shellcheck source=scripts/environment.sh
. "$ROOT/scripts/environment.sh"

can_make_venv() { have python3 && python3 -c 'import ensurepip, venv' 2>/dev/null; }

can_make_venv || "$ROOT/scripts/setup/packages.sh" python3 python3-venv
can_make_venv ||
    stop "Python 3 with its venv module is needed (Debian: python3-venv); put it on PATH, then run make again"
