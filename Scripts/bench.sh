#!/bin/sh
# Speed, beside Python peers in the same run. Each benchmark prints a table and leaves its JSON in runs/bench.
#
#   BENCH_ONLY='predict_peer …'   only these, by the names of the scripts in Benchmarks/
#   BENCH_DATA=FOLDER      recordings in class folders, one file a recording; default ../shared/data/propeller, else made up
#   BENCH_MODEL=FILE       a classifier trained on them; default: one is trained first
#   BENCH_PICTURES=FOLDER  pictures in class folders; default ../shared/data/casting, else made up
#   BENCH_WALLS=FOLDER     photos of cracked walls; default ../shared/data/cracks/images, else made up
#   BENCH_SEGMENTER=FILE   a segmenter trained on them; default: presets with random weights, which take the same time
#   BENCH_CLIPS=FOLDER     recordings of ten seconds, perhaps of several machines; default: a made-up fleet
#   BENCH_DETECTOR=FILE    a detector trained on them; default: one is trained first
#   BENCH_YAMNET=FILE      the published yamnet.tflite, its class map beside it; default ../shared/data/yamnet/yamnet.tflite, else left out
#   BENCH_SOUNDS=FOLDER    everyday sounds for it; default ../shared/data/esc10
#   BENCH_QUICK=1          few pictures, few passes, one pair: whether everything runs. The figures mean nothing.
# shellcheck source-path=SCRIPTDIR/..
set -eu
cd "$(dirname "$0")/.."
. Scripts/lib/say.sh
. Scripts/lib/peers.sh
peers_are_ready || install_peers
python=$peers/bin/python
out=runs/bench
mkdir -p "$out"

# wanted NAME…: whether one of these is to run.
wanted() {
    for name in "$@"; do
        case " ${BENCH_ONLY:-$name} " in *" $name "*) return 0 ;; esac
    done
    return 1
}

# pictures SET DEFAULT GIVEN: leaves a folder of pictures in `folder`: the given one, the default if it is there, or made-up ones.
pictures() {
    folder=${3:-$2}
    [ -d "$folder" ] && return 0
    [ -z "$3" ] || fail "$3 is no folder."
    say "no pictures in $folder: measuring on made-up $1"
    folder=$out/pictures/$1
    [ -d "$folder" ] || Scripts/run.sh wheeltapper synth "$out/pictures" --set "$1" --count 100
}

if wanted inference_peer predict_peer train_peer; then
    data=${BENCH_DATA:-../shared/data/propeller}
    if [ ! -d "$data" ]; then
        [ -z "${BENCH_DATA:-}" ] || fail "BENCH_DATA=$data is no folder."
        say "no recordings in $data: measuring on made-up ones"
        data=$out/sounds/rail
        [ -d "$data" ] || Scripts/run.sh wheeltapper synth "$out/sounds"
    fi
fi
model=${BENCH_MODEL:-$out/model.onnx}
if wanted inference_peer predict_peer && [ ! -f "$model" ]; then
    say "training $model"
    Scripts/run.sh wheeltapper train classifier "$data" -o "$model" --seed 1 --format json >"$out/training.jsonl"
fi
if wanted train_pictures_peer; then
    pictures castings ../shared/data/casting "${BENCH_PICTURES:-}"
    castings=$folder
fi
if wanted segmenter_peer picture_parts large_photo; then
    pictures walls ../shared/data/cracks/images "${BENCH_WALLS:-}"
    walls=$folder
fi
if wanted detector_peer; then
    clips=${BENCH_CLIPS:-$out/sounds/fleet}
    [ -d "$clips" ] || Scripts/run.sh wheeltapper synth "$out/sounds" --set fleet --count 8
    detector=${BENCH_DETECTOR:-$out/detector.onnx}
    if [ ! -f "$detector" ]; then
        say "training $detector"
        Scripts/run.sh wheeltapper train detector "$clips" -o "$detector" --epochs 2 --seed 1 --format json >"$out/detector.jsonl"
    fi
fi
if wanted yamnet_peer; then
    published=${BENCH_YAMNET:-../shared/data/yamnet/yamnet.tflite}
    sounds=${BENCH_SOUNDS:-../shared/data/esc10}
    if [ -f "$published" ] && [ -d "$sounds" ]; then
        Scripts/run.sh wheeltapper import yamnet "$published" -o "$out/yamnet.onnx"
    else
        published=
        say "no $published or no $sounds: the benchmark beside LiteRT is left out"
    fi
fi
segmenter=${BENCH_SEGMENTER:+--model $BENCH_SEGMENTER}

status=0
# bench NAME FIGURES QUICK ARGUMENT…: Benchmarks/NAME.py, its figures left in FIGURES.json, with the arguments in QUICK as well where all is to
# be quick; one that fails does not keep the others from running.
bench() {
    wanted "$1" || return 0
    name=$1
    figures=$2
    quick=${BENCH_QUICK:+$3}
    shift 3
    # shellcheck disable=SC2086 # these are meant to be split into words
    "$python" "Benchmarks/$name.py" "$@" $quick >"$out/$figures.json" || {
        status=1
        say "error: Benchmarks/$name.py failed" >&2
    }
}

bench log_mel log-mel ''
bench inference_peer inference '--pairs 1 --passes 20' "$model"
bench predict_peer predict '--pairs 1 --limit 16' "$model" "${data:-}"
bench detector_peer detector '--pairs 1 --files 4 --passes 2' "${detector:-}" "${clips:-}"
if [ -n "${published:-}" ]; then
    bench yamnet_peer yamnet '--pairs 1 --repeats 1 --files 4 --limit 4' "$published" "$out/yamnet.onnx" "$sounds"
fi
bench train_peer train-f32 '--pairs 1 --epochs 1' "${data:-}" --precision f32
bench train_peer train-bf16 '--pairs 1 --epochs 1' "${data:-}" --precision bf16
bench train_pictures_peer train-pictures-f32 '--pairs 1 --epochs 1 --limit 64' "${castings:-}" --precision f32
bench train_pictures_peer train-pictures-bf16 '--pairs 1 --epochs 1 --limit 64' "${castings:-}" --precision bf16
# The model's option is meant to be split into words.
# shellcheck disable=SC2086
bench segmenter_peer segmenter '--pairs 1 --passes 2 --files 4' "${walls:-}" $segmenter
bench segmenter_table segmenter-table '--passes 2 --rounds 1'
bench picture_parts picture-parts '--pairs 1 --repeats 5' "${walls:-}"
# shellcheck disable=SC2086
bench large_photo large-photo '--runs 1 --precisions f32 --width 1500 --height 1000' "${walls:-}" $segmenter
say "figures: $out/*.json"
exit "$status"
