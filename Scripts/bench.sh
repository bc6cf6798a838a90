#!/bin/sh
# Speed, beside Python peers in the same run. Each benchmark prints a table and leaves its JSON in runs/bench.
#
#   BENCH_DATA=FOLDER   recordings in class folders, one file a recording; default ../shared/data/propeller, else made up
#   BENCH_MODEL=FILE    a classifier trained on them; default: one is trained first
#   BENCH_ONLY='predict_peer …'   only these
# shellcheck source-path=SCRIPTDIR/..
set -eu
cd "$(dirname "$0")/.."
. Scripts/lib/say.sh
. Scripts/lib/peers.sh
peers_are_ready || install_peers
python=$peers/bin/python
out=runs/bench
mkdir -p "$out"

data=${BENCH_DATA:-../shared/data/propeller}
if [ ! -d "$data" ]; then
    [ -z "${BENCH_DATA:-}" ] || fail "BENCH_DATA=$data is no folder."
    say "no recordings in $data: measuring on made-up ones"
    data=$out/sounds/rail
    [ -d "$data" ] || Scripts/run.sh wheeltapper synth "$out/sounds"
fi
model=${BENCH_MODEL:-$out/model.onnx}
if [ ! -f "$model" ]; then
    say "training $model"
    Scripts/run.sh wheeltapper train classifier "$data" -o "$model" --seed 1 --format json >"$out/training.jsonl"
fi

status=0
# bench NAME FIGURES ARGUMENT…: Benchmarks/NAME.py, its figures left in FIGURES.json; one that fails does not keep the others from running.
bench() {
    name=$1
    figures=$2
    shift 2
    case " ${BENCH_ONLY:-$name} " in *" $name "*) ;; *) return 0 ;; esac
    "$python" "Benchmarks/$name.py" "$@" >"$out/$figures.json" || {
        status=1
        say "error: Benchmarks/$name.py failed" >&2
    }
}

bench log_mel log-mel
bench inference_peer inference "$model"
bench predict_peer predict "$model" "$data"
bench train_peer train-f32 "$data" --precision f32
bench train_peer train-bf16 "$data" --precision bf16
say "figures: $out/*.json"
exit "$status"
