# shellcheck shell=sh
# Sourced: which browser and driver the browser suites use, as BROWSER and CHROMEDRIVER (maybe empty).

first_of() {
    for name in "$@"; do command -v "$name" && return; done
    return 0
}

# The runner of the wasm-bindgen tests reads CHROMEDRIVER too.
BROWSER=${BROWSER:-$(first_of chromium chromium-browser google-chrome google-chrome-stable)}
CHROMEDRIVER=${CHROMEDRIVER:-$(first_of chromedriver chromium.chromedriver)}
export BROWSER CHROMEDRIVER

have_browser() { [ -n "$BROWSER" ] && [ -n "$CHROMEDRIVER" ]; }
