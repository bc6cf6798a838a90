#!/bin/sh
# The whole way in a few minutes: sounds and pictures are made up, networks are trained on them, judged on others that they
# have not met, and asked for verdicts. Everything stays in runs/demo; runs/demo/index.html leads to the reports.
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

# learn SET KIND OPTION…: trains on a set, judges by the part of it that was not met.
learn() {
    set=$1
    kind=$2
    shift 2
    step "A network learns: $set" train "$kind" "$root/examples/$set" -o "$root/$set.onnx" --seed 1 --report "$root/training-$set" "$@"
    step 'How good is it on the others?' evaluate "$root/$set.onnx" "$root/unmet/$set" --report "$root/report-$set"
}

# few SET PATTERN EVERY: one file in so many of those never met.
few() { find "$root/unmet/$1" -type f -name "$2" | sort | awk "NR % $3 == 1"; }

rm -rf "$root"
mkdir -p "$root"
step 'Rails, machines, castings and walls, made up' synth "$root/examples" --count 60
step 'More castings: their flaws are small' synth "$root/examples" --set castings --count 120
step 'A fleet of machines: six types, four of each' synth "$root/examples" --set fleet --count 24 --seconds 5
step 'Others of the same kinds, which training does not meet' synth "$root/unmet" --count 10 --first 1001

for set in rail machines; do
    learn "$set" classifier --window 2 --hop 1 --epochs 40
    few "$set" '*' 10 | step 'What does it say of a few of them?' predict "$root/$set.onnx" -
done

learn castings classifier --size 128 --batch 16 --epochs 50 --dropout 0.1 --augment warp=0
few castings '*' 8 | step 'What does it say of a few of them, and where did it look?' \
    predict "$root/castings.onnx" - --overlay "$root/overlays-castings"

learn walls segmenter --negatives 'noncrack*' --epochs 25
few walls '*.jpg' 4 | step 'How long and how wide are the cracks, at half a millimetre a pixel?' \
    predict "$root/walls.onnx" - --mm-per-pixel 0.5 --overlay "$root/overlays-walls"

# Normal sounds and pictures only: what is faulty judges, and is never learnt from.
step 'The fleet once more, another day' synth "$root/unmet" --set fleet --count 8 --seconds 5 --first 1001
learn fleet detector --epochs 12
few fleet 'anomaly*' 12 | step 'What does it say of a few faulty ones, and why?' predict "$root/fleet.onnx" - --overlay "$root/overlays-fleet"

# One page that leads to the others.
{
    printf '<!doctype html><meta charset="utf-8"><title>Wheeltapper: the demo</title>'
    printf '<style>body{font:16px/1.6 system-ui,sans-serif;max-width:40em;margin:3em auto;padding:0 1em}li{margin:.6em 0}</style>'
    printf '<h1>What was learnt</h1><ul>'
    for set in rail machines castings walls fleet; do
        sentence=$(sed -n "s/.*<h1>\(.*\)<\/h1>.*/\1/p" "$root/report-$set/report.html" | head -n 1)
        printf '<li><a href="report-%s/report.html">%s</a>: %s (<a href="training-%s/report.html">its training</a>)</li>' \
            "$set" "$set" "$sentence" "$set"
    done
    printf '</ul>'
} >"$root/index.html"

printf '\nDone in %s s. Look at the reports, or at all of them from %s/index.html:\n' "$(($(date +%s) - began))" "$root"
printf '  %s\n' "$root"/report-*/report.html
printf 'and at what was found: %s %s %s\n' "$root/overlays-castings" "$root/overlays-walls" "$root/overlays-fleet"
