#!/bin/sh
# Reads the audience of a sandbox by asynchronous jobs with the real binary, and prints how many
# customers there were, how long it took and how much memory it held at most.
#
#   scripts/measure-audience.sh [CUSTOMERS]      one million without a number
#
# TIDINGS names the binary; without it the release build is used.
set -eu
cd "$(dirname "$0")/.."
customers="${1:-1000000}"
binary="${TIDINGS:-target/release/tidings}"
[ -x "$binary" ] || cargo build --release -p tidings

folder="$(mktemp -d)"
sandbox=
trap '[ -z "$sandbox" ] || kill "$sandbox"; rm -rf "$folder"' EXIT
"$binary" sandbox --customers "$customers" --rate-per-minute 0 --listen 127.0.0.1:0 \
    >"$folder/sandbox" 2>&1 &
sandbox=$!
until grep -q 'listening on' "$folder/sandbox"; do
    kill -0 "$sandbox"
    sleep 1
done
address="$(sed -n 's/^listening on //p' "$folder/sandbox")"

began="$(date +%s)"
GENESYS_API=platform GENESYS_BASE_URL="$address" GENESYS_CLIENT_ID=sandbox \
    GENESYS_CLIENT_SECRET=sandbox-secret TIDINGS_DATA="$folder/data" \
    "$binary" audience --days 30 --format jsonl --output "$folder/audience" 2>"$folder/said" &
reader=$!
peak=0
while [ -r "/proc/$reader/status" ]; do
    now="$(sed -n 's/^VmHWM:[^0-9]*\([0-9]*\).*/\1/p' "/proc/$reader/status" 2>/dev/null || true)"
    [ -z "$now" ] || peak="$now"
    kill -0 "$reader" 2>/dev/null || break
    sleep 1
done
wait "$reader"
tail -n 1 "$folder/said"
echo "took $(($(date +%s) - began)) s, held at most $((peak / 1024)) MB"
