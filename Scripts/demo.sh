#!/bin/sh
# The whole way of a sound in a few minutes: recordings are made up, a network is trained on them, judged on recordings
# that it has not heard, and asked for verdicts. Everything stays in runs/demo.
set -eu
cd "$(dirname "$0")/.."
root=runs/demo
began=$(date +%s)

# step TITLE COMMAND…: says what is about to run, then runs it.
step() {
    printf '\n== %s\n$ wheeltapper' "$1"
    shift
    printf ' %s' "$@"
    printf '\n'
    Scripts/run.sh wheeltapper "$@"
}

rm -rf "$root"
mkdir -p "$root"
step 'Sounds of rails and machines, from simple physics' synth "$root/sounds"
step 'A network learns them' train classifier "$root/sounds" -o "$root/model.onnx" --seed 1 --report "$root/training"
step 'How good is it, on recordings it has not heard?' evaluate "$root/model.onnx" "$root/sounds" --report "$root/report"
# One file in forty.
find "$root/sounds" -name '*.wav' | sort | awk 'NR % 40 == 1' |
    step 'What does it say of a few of them?' predict "$root/model.onnx" -

printf '\ndone in %s s. The model: %s. The report: %s\n' "$(($(date +%s) - began))" "$root/model.onnx" "$root/report/report.html"
