#!/bin/sh
# Does CTorch still compile and link against libtorch 1.13, the version of Debian 12's libtorch-dev? Needs apt, no root, and
# none of the 340 packages that running it takes: those with the headers and libraries are fetched and unpacked into .build.
#
#   Scripts/check-torch-1.13.sh          compile every source, and look each of its symbols up in the libraries
#   Scripts/check-torch-1.13.sh --run    as root: install them in a bare root (BARE_ROOT=… as in check-bare-root.sh), and
#                                        run the tests of Training there
# shellcheck source-path=SCRIPTDIR/..
set -eu
cd "$(dirname "$0")/.."
. Scripts/lib/say.sh

if [ "${1:-}" = --run ]; then
    TORCH_FROM=debian exec Scripts/check-bare-root.sh \
        "make build && Scripts/test.sh --filter TrainingTests"
fi

old=$PWD/.build/torch-1.13
if [ ! -d "$old/usr" ]; then
    command -v apt-get >/dev/null || fail "this needs apt and Debian 12's archive."
    mkdir -p "$old/packages"
    (cd "$old/packages" && apt-get download -qq libtorch-dev=1.13.\* libtorch1.13=1.13.\* libgflags-dev libgoogle-glog-dev) ||
        fail "libtorch-dev 1.13 cannot be had from this system's archive (it is in Debian 12)."
    for package in "$old"/packages/*.deb; do
        dpkg-deb --extract "$package" "$old"
    done
    rm -rf "$old/packages"
fi
libraries=$(dirname "$(find "$old/usr/lib" -name libtorch_cpu.so)")
objects=$old/objects
mkdir -p "$objects"

compiler=$(dirname "$(realpath "$(command -v swift)")")/clang++
for source in Sources/CTorch/*.cpp; do
    object=$objects/$(basename "$source" .cpp).o
    # As SwiftPM does it: its flags, and the headers in place of .deps.
    printf '%s\0' "$source"
    printf '%s\0' "$object"
done | xargs -0 -n 2 -P "$(nproc)" sh -c "\"$compiler\" -std=c++17 -O0 -fPIC -I Sources/CTorch/include \
    -isystem '$old/usr/include' -isystem '$old/usr/include/torch/csrc/api/include' -c \"\$0\" -o \"\$1\"" ||
    fail "CTorch does not compile against libtorch 1.13; see above."
say "compiled $(find Sources/CTorch -name '*.cpp' | wc -l) sources against $(sed -n 's/^#define TORCH_VERSION_M[A-Z]* //p' \
    "$old/usr/include/torch/csrc/api/include/torch/version.h" | paste -sd . -)"

nm --undefined-only --format=just-symbols "$objects"/*.o | grep -E '2at|3c10|5torch' | sort -u >"$objects/wanted"
nm --defined-only --format=just-symbols "$objects"/*.o | sort -u >"$objects/own"
nm --dynamic --defined-only --format=just-symbols "$libraries"/libtorch_cpu.so "$libraries"/libtorch.so "$libraries"/libc10.so |
    sed 's/@.*//' | sort -u >"$objects/offered"
sort -u "$objects/own" "$objects/offered" | comm -23 "$objects/wanted" - >"$objects/missing"
if [ -s "$objects/missing" ]; then
    c++filt <"$objects/missing" >&2
    fail "these are not in libtorch 1.13."
fi
say "all $(wc -l <"$objects/wanted") of its symbols are there"
