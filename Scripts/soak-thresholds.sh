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
