#!/bin/sh
# Genesys' own client libraries for Python and JavaScript, which the suites let loose on the sandbox.
set -eu
ROOT=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
# shellcheck source=scripts/environment.sh
. "$ROOT/scripts/environment.sh"

clients=$TOOLS/clients
python=$clients/python-$GENESYS_PYTHON_VERSION
javascript=$clients/javascript-$GENESYS_JAVASCRIPT_VERSION

install_python_client() {
    "$ROOT/scripts/setup/python.sh"
    say "installing Genesys' Python client $GENESYS_PYTHON_VERSION into .tools/ (once, a minute)"
    rm -rf "$python"
    python3 -m venv "$python" >&2 || stop "python3 -m venv failed; its own message is above"
    "$python/bin/python" -m pip install --quiet --disable-pip-version-check \
        "PureCloudPlatformClientV2==$GENESYS_PYTHON_VERSION" </dev/null >&2 ||
        stop "pip could not install PureCloudPlatformClientV2 $GENESYS_PYTHON_VERSION; its own message is above"
    : >"$python/complete"
}

install_javascript_client() {
    "$ROOT/scripts/setup/node.sh"
    have npm || "$ROOT/scripts/setup/packages.sh" npm
    say "installing Genesys' JavaScript client $GENESYS_JAVASCRIPT_VERSION into .tools/"
    rm -rf "$javascript"
    mkdir -p "$javascript"
    npm install --prefix "$javascript" --silent --no-audit --no-fund --no-save --no-package-lock \
        --ignore-scripts "purecloud-platform-client-v2@$GENESYS_JAVASCRIPT_VERSION" </dev/null >&2 ||
        stop "npm could not install purecloud-platform-client-v2 $GENESYS_JAVASCRIPT_VERSION; its own message is above"
    : >"$javascript/complete"
}

# A folder without the mark is one whose installation was cut short.
[ -e "$python/complete" ] || install_python_client
[ -e "$javascript/complete" ] || install_javascript_client
ln -sfn "${python##*/}" "$clients/python"
ln -sfn "${javascript##*/}" "$clients/javascript"
