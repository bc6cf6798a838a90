#!/bin/sh
# Thresholds on random splits of normal recordings, SOAK_SPLITS (20) of them: half of the recordings sets thresholds the whole way that a
# detector is made, the other half is judged by them. Made-up recordings, and those of SPLITS_DATA where it names a folder.
# shellcheck source-path=SCRIPTDIR/..
set -eu
cd "$(dirname "$0")/.."
. Scripts/lib/say.sh
mkdir -p runs/soak
say "${SOAK_SPLITS:-20} random splits; every one stands in runs/soak/thresholds.txt"
status=0
SPLITS="${SOAK_SPLITS:-20}" Scripts/test.sh --filter ThresholdSplitsTests >runs/soak/thresholds.txt 2>&1 || status=$?
grep -E 'within the stated interval|✘' runs/soak/thresholds.txt || :
[ "$status" -eq 0 ] || fail "thresholds do not keep what is promised of them: see runs/soak/thresholds.txt"

# The same through the commands, the default network trained anew for each split: four made-up fans, half of their normal recordings to learn
# from and to set thresholds, the other half judged.
splits=${SOAK_SPLITS:-20}
say "$splits trainings of the default detector, each judged on the normal recordings it was not given"
Scripts/run.sh wheeltapper synth runs/soak --set fleet --count 20 --seconds 2 >/dev/null
: >runs/soak/trained.txt
kept=0
for seed in $(seq "$splits"); do
    split=runs/soak/split
    rm -rf "$split"
    mkdir -p "$split/fan/train" "$split/fan/test"
    part="train"
    find runs/soak/fleet/fan/train -name 'normal*' | sort | awk -v seed="$seed" 'BEGIN { srand(seed) } { print rand(), $0 }' | sort | cut -d ' ' -f 2 |
        while read -r recording; do
            ln "$recording" "$split/fan/$part/"
            case $part in train) part="test" ;; *) part="train" ;; esac
        done
    Scripts/run.sh wheeltapper train detector "$split" -o "$split.onnx" --report "$split-run" --seed "$seed" --epochs 3 \
        --backgrounds heard --false-alarms 10% >"$split.log" 2>&1 || fail "the training of split $seed failed: see $split.log"
    judged=$(Scripts/run.sh wheeltapper evaluate "$split.onnx" "$split/fan/test" 2>/dev/null) || fail "split $seed could not be judged"
    printf '%s\n%s\n\n' "split $seed" "$judged" >>runs/soak/trained.txt
    if printf '%s' "$judged" | grep -q 'kept, as far as so many can tell'; then kept=$((kept + 1)); fi
done
say "$kept of $splits kept what they promised; every one stands in runs/soak/trained.txt"
# 999 of 1000 times at least this many of 20 events of 95 % come about.
[ "$kept" -ge $((splits * 15 / 20)) ] || fail "thresholds do not keep what is promised of them: see runs/soak/trained.txt"
