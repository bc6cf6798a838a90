#!/bin/sh
# Puts in place all that a build needs: system packages, and the two engines under .deps. Seconds when nothing is missing.
#
#   Scripts/setup.sh [--quiet] [--without-trainer]   without the trainer no libtorch: enough to build the command line alone
#
#   TORCH_ROOT=FOLDER   use this libtorch (a CUDA build, say)
#   TORCH_FROM=wheel|debian   where libtorch comes from otherwise; default: the wheel, else Debian's package
# shellcheck source-path=SCRIPTDIR/..
set -eu
cd "$(dirname "$0")/.."
deps=$PWD/.deps
. Scripts/lib/say.sh
. Scripts/lib/pins.sh
. Scripts/lib/packages.sh
. Scripts/lib/wheel.sh
. Scripts/lib/openvino.sh
. Scripts/lib/torch.sh

quiet=
trainer=yes
for option in "$@"; do
    case $option in
    --quiet) quiet=yes ;;
    --without-trainer) trainer= ;;
    *) fail "set-up knows --quiet and --without-trainer, not '$option'." ;;
    esac
done
has_engines() { openvino_is_ready && { [ -z "$trainer" ] || torch_is_ready; }; }

command -v swift >/dev/null ||
    fail "there is no 'swift' on the PATH: install Swift 6.3 (swift.org/install), then 'make setup' again."
# shellcheck disable=SC2086
require_packages $packages_toolchain $packages_libraries

if ! has_engines; then
    case $(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9]*\)\.\([0-9]*\).*/\1 \2/p') in
    "6 "[3-9]* | "6 "[1-9][0-9]* | [7-9]\ * | [1-9][0-9]*) ;;
    *) fail "Swift 6.3 or later is needed; 'swift --version' says: $(swift --version 2>&1 | head -n 1)" ;;
    esac
    mkdir -p "$deps"
    openvino_is_ready || install_openvino
    [ -z "$trainer" ] || torch_is_ready || install_torch
fi
[ -n "$quiet" ] ||
    say "set up: $(cut -d ' ' -f 1-2 "$deps/openvino/STAMP")${trainer:+, libtorch from $(cut -d ' ' -f 1-2 "$torch_source")}"
