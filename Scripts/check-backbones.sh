#!/bin/sh
# Full-size ResNet-18, 34, 50 and MobileNetV2 of random weights, as PyTorch exports them with normalisation kept and folded, through
# both engines: cut, skips and features as the small fixtures. Writes some 500 MB to runs/backbones; needs the build and the peers.
# shellcheck source-path=SCRIPTDIR/..
set -eu
cd "$(dirname "$0")/.."
. Scripts/lib/say.sh
. Scripts/lib/peers.sh

peers_are_ready || install_peers
mkdir -p runs/backbones
if [ ! -f runs/backbones/backbones.json ]; then
    say "writing eight classifiers of full size to runs/backbones"
    "$peers/bin/python" Tests/Fixtures/neuralnetworks/make_backbones.py --full runs/backbones
fi
WHEELTAPPER_BACKBONES=$PWD/runs/backbones exec Scripts/test.sh --filter BackboneTests
