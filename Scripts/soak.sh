#!/bin/sh
# One process scores the demo's recordings again and again for SOAK_MINUTES (30), and its memory is watched: what it holds at
# the end may not exceed what it held after the first fifth by more than 10 % and 16 MiB. Its samples stay in runs/soak.
set -eu
cd "$(dirname "$0")/.."
. Scripts/lib/say.sh

seconds=$((${SOAK_MINUTES:-30} * 60))
model=runs/demo/rail.onnx
[ -f "$model" ] || Scripts/demo.sh
mkdir -p runs/soak
find runs/demo/unmet/rail -type f | sort >runs/soak/files
fifo=$(mktemp -u runs/soak/feed.XXXXXX)
mkfifo "$fifo"
trap 'rm -f "$fifo"; kill "$feeder" "$scorer" 2>/dev/null || :' EXIT

Scripts/run.sh wheeltapper predict "$model" - --format json <"$fifo" >runs/soak/findings.jsonl &
scorer=$!
ends=$(($(date +%s) + seconds))
while [ "$(date +%s)" -lt "$ends" ]; do cat runs/soak/files; done >"$fifo" &
feeder=$!

# The process's resident memory, in kibibytes; empty once it has ended.
resident() { sed -n 's/^VmRSS:[[:space:]]*\([0-9]*\) kB/\1/p' "/proc/$scorer/status" 2>/dev/null || :; }

: >runs/soak/memory.csv
settled=
last=
while sample=$(resident) && [ -n "$sample" ]; do
    last=$sample
    left=$((ends - $(date +%s)))
    printf '%s,%s,%s\n' "$((seconds - left))" "$sample" "$(wc -l <runs/soak/findings.jsonl)" >>runs/soak/memory.csv
    [ -n "$settled" ] || [ "$left" -gt $((seconds * 4 / 5)) ] || settled=$sample
    sleep 2
done
wait "$scorer" || fail "predict ended with status $?; its findings are in runs/soak/findings.jsonl"
[ -n "$settled" ] || fail "predict ended before its memory had settled."
say "$(wc -l <runs/soak/findings.jsonl) recordings in $seconds s; memory $((settled / 1024)) MiB after a fifth, $((last / 1024)) MiB at the end"
[ "$last" -le $((settled + settled / 10 + 16384)) ] || fail "memory grows: see runs/soak/memory.csv (second, KiB, recordings)"

# Sixty-four made-up microphones, heard in real time by one process: nothing lost, verdicts in time, memory flat.
say "64 microphones for $((seconds / 60)) minutes"
figures=$(Scripts/run.sh wheeltapper bench listen "$model" --sources 64 --for "${seconds}s" --settled "$((seconds / 5))s")
printf '%s\n' "$figures" | tee runs/soak/listening.json
figure() { printf '%s' "$figures" | sed -n "s/.*\"$1\":\([0-9.]*\).*/\1/p"; }
awk -v lost="$(figure lost_frames)" -v late="$(figure p99_ms)" -v first="$(figure settled_memory)" -v last="$(figure last_memory)" \
    'BEGIN { exit !(lost == 0 && late < 250 && last <= 1.05 * first) }' ||
    fail "samples were lost, verdicts came late (250 ms at p99), or memory grew by more than 5 %: see the figures above."
