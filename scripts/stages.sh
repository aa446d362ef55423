# shellcheck shell=sh
# Sourced: runs stages one after the other, goes on after a failure, and says at the end how each went.

STAGES='' FAILED=0

# stage NAME COMMAND…
stage() {
    stage_name=$1
    shift
    say "$stage_name"
    stage_started=$(date +%s)
    if "$@" </dev/null; then stage_result=ok; else stage_result=FAILED FAILED=1; fi
    STAGES="$STAGES$(printf '%6s  %4d s  %s' "$stage_result" "$(($(date +%s) - stage_started))" "$stage_name")
"
}

# Prints a line for each stage; fails if one did.
finish_stages() {
    printf '\n%s' "$STAGES" >&2
    return "$FAILED"
}
