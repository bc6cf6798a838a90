#!/bin/sh
# Puts in place all that a build needs: system packages, and the two engines under .deps. Seconds when nothing is missing.
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

command -v swift >/dev/null ||
    fail "there is no 'swift' on the PATH: install Swift 6.3 (swift.org/install), then 'make setup' again."
# shellcheck disable=SC2086
require_packages $packages_toolchain $packages_libraries

if ! openvino_is_ready || ! torch_is_ready; then
    case $(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9]*\)\.\([0-9]*\).*/\1 \2/p') in
    "6 "[3-9]* | "6 "[1-9][0-9]* | [7-9]\ * | [1-9][0-9]*) ;;
    *) fail "Swift 6.3 or later is needed; 'swift --version' says: $(swift --version 2>&1 | head -n 1)" ;;
    esac
    mkdir -p "$deps"
    openvino_is_ready || install_openvino
    torch_is_ready || install_torch
fi
[ "${1:-}" = --quiet ] ||
    say "set up: $(cut -d ' ' -f 1-2 "$deps/openvino/STAMP"), libtorch from $(cut -d ' ' -f 1-2 "$torch_source")"
