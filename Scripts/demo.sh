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
step 'Rails and machines, made up from simple physics' synth "$root/sounds" --count 60
step 'Others of the same kind, which training does not hear' synth "$root/unheard" --count 10 --first 1001
for set in rail machines; do
    step "A network learns: $set" train classifier "$root/sounds/$set" -o "$root/$set.onnx" --window 2 --hop 1 --epochs 40 --seed 1 --report "$root/training-$set"
    step 'How good is it on the others?' evaluate "$root/$set.onnx" "$root/unheard/$set" --report "$root/report-$set"
    # One recording in ten.
    find "$root/unheard/$set" -type f | sort | awk 'NR % 10 == 1' |
        step 'What does it say of a few of them?' predict "$root/$set.onnx" -
done

printf '\nDone in %s s. Look at the reports:\n' "$(($(date +%s) - began))"
printf '  %s\n' "$root"/report-*/report.html
