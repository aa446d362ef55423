# shellcheck shell=sh
# Sourced by every script: where things are, which tools are used, and how to talk about it.

ROOT=${ROOT:-$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)}
cd "$ROOT" || exit
# shellcheck source=scripts/versions.sh
. scripts/versions.sh

TOOLS=$ROOT/.tools
# Built tools are kept here too, so that a second clone need not build them again. Empty: not kept.
# shellcheck disable=SC2034 # read by the scripts that source this
TOOL_CACHE=${TIDINGS_TOOL_CACHE-${XDG_CACHE_HOME:-${HOME:-}/.cache}/tidings/tools}

say() { printf '\033[1m==>\033[0m %s\n' "$*" >&2; }

stop() {
    printf '\033[1;31mstopped:\033[0m %s\n' "$*" >&2
    exit 1
}

have() { command -v "$1" >/dev/null 2>&1; }

# The compiler's version as `cargo` and `rustc` would run here: "1.95.0", or nothing.
rust_version() { rustc --version 2>/dev/null | cut -d ' ' -f 2; }

# Another installed toolchain that is the pinned version under a different name, such as `stable`.
same_version_toolchain() {
    rustup toolchain list --quiet 2>/dev/null | while read -r name _; do
        case $(RUSTUP_TOOLCHAIN=$name rust_version) in
        "$RUST_VERSION") echo "$name" && break ;;
        esac
    done
}

if [ -x "$TOOLS/cargo/bin/rustup" ]; then
    export CARGO_HOME="$TOOLS/cargo" RUSTUP_HOME="$TOOLS/rustup"
    PATH=$CARGO_HOME/bin:$PATH
fi
PATH=$TOOLS/bin:$PATH
export PATH
export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-$ROOT/target}"

if have rustup && [ -z "${RUSTUP_TOOLCHAIN:-}" ] && [ "$(RUSTUP_AUTO_INSTALL=0 rust_version)" != "$RUST_VERSION" ]; then
    toolchain=$(same_version_toolchain)
    [ -z "$toolchain" ] || export RUSTUP_TOOLCHAIN="$toolchain"
fi
