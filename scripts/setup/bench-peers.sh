#!/bin/sh
# The libraries that the benchmarks compare with, in Python and in JavaScript, into .tools/bench.
set -eu
ROOT=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
# shellcheck source=scripts/environment.sh
. "$ROOT/scripts/environment.sh"

python=$TOOLS/bench/python
javascript=$TOOLS/bench/javascript
python_packages="pydantic==$PYDANTIC_VERSION msgspec==$MSGSPEC_VERSION"
javascript_packages="ajv@$AJV_VERSION zod@$ZOD_VERSION @sinclair/typebox@$TYPEBOX_VERSION esbuild@$ESBUILD_VERSION"

# A folder says what is in it when its installation is complete.
holds() { [ "$(cat "$1/complete" 2>/dev/null)" = "$2" ]; }

install_python() {
    "$ROOT/scripts/setup/python.sh"
    say "installing $python_packages into .tools/bench"
    rm -rf "$python"
    python3 -m venv "$python" >&2 || stop "python3 -m venv failed; its own message is above"
    # shellcheck disable=SC2086 # one word a package
    "$python/bin/python" -m pip install --quiet --disable-pip-version-check $python_packages </dev/null >&2 ||
        stop "pip could not install $python_packages; its own message is above"
    echo "$python_packages" >"$python/complete"
}

install_javascript() {
    have npm || "$ROOT/scripts/setup/packages.sh" npm
    say "installing $javascript_packages into .tools/bench"
    rm -rf "$javascript"
    mkdir -p "$javascript"
    # shellcheck disable=SC2086 # one word a package
    npm install --prefix "$javascript" --silent --no-audit --no-fund --no-save --no-package-lock \
        --ignore-scripts $javascript_packages </dev/null >&2 ||
        stop "npm could not install $javascript_packages; its own message is above"
    echo "$javascript_packages" >"$javascript/complete"
}

"$ROOT/scripts/setup/node.sh"
holds "$python" "$python_packages" || install_python
holds "$javascript" "$javascript_packages" || install_javascript
