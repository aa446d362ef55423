#!/bin/sh
# Runs every suite against the page in dist/ and the built binary.
set -eu
ROOT=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
# shellcheck source=scripts/environment.sh
. "$ROOT/scripts/environment.sh"
# shellcheck source=scripts/stages.sh
. "$ROOT/scripts/stages.sh"
# shellcheck source=scripts/browser.sh
. "$ROOT/scripts/browser.sh"

export TIDINGS_BIN="$CARGO_TARGET_DIR/debug/tidings"
# For the runner of the wasm-bindgen tests: seconds for a suite, and how to start the browser.
export WASM_BINDGEN_TEST_TIMEOUT=120 WASM_BINDGEN_TEST_WEBDRIVER_JSON="$ROOT/webdriver.json"

# One selection of packages for building and testing: another would have other features, and build
# half of the dependencies a second time.
native() { cargo "$@" --workspace --exclude tidings-web; }

wasm() { cargo test --target wasm32-unknown-unknown --no-fail-fast "$@"; }

page_in_browser() {
    have_browser || {
        say "no browser or no driver: put Chromium (or Chrome) and its chromedriver on PATH, then run this again"
        return 1
    }
    wasm --package tidings-web
}

npm_in_node() {
    mkdir -p npm/node_modules
    ln -sfn ../dist npm/node_modules/tidings-core
    node --test npm/test/*.test.mjs
}

npm_in_browser() { have_browser && node npm/test/browser.mjs; }

stage 'build' native build --all-targets
stage 'WASM suites in Node: core' wasm --package tidings-core --lib --tests
stage 'WASM suites in Chromium: page' page_in_browser
stage 'npm package in Node' npm_in_node
stage 'npm package in Chromium' npm_in_browser
stage 'npm package: installed, typed, bundled' npm/test/package.sh
stage 'examples in the documentation' native test --doc
stage 'native suites, and end to end in Chromium' native test --no-fail-fast --lib --bins --tests
finish_stages
