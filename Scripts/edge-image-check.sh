#!/bin/sh
# Proves the edge image where there is no Docker engine: runs its two stages, the second in a bare root, then scores a file in
# there as the image's own user. As root:
#
#   Scripts/edge-image-check.sh [MODEL FILE…]     default: the demo's model and recordings, or ones made for this
#
#   SUITE=bookworm       what debootstrap builds
#   MIRROR=URL           where its packages come from; debootstrap's own default otherwise
#   EDGE_ROOT=FOLDER     keep the root there; default: a temporary one
#   EDGE_PACKAGES=ffmpeg what the second tag adds
# shellcheck source-path=SCRIPTDIR/..
set -eu
cd "$(dirname "$0")/.."
. Scripts/lib/say.sh

[ "$(id -u)" -eq 0 ] || fail "this builds and enters a root: run it as root."
command -v debootstrap >/dev/null || fail "there is no debootstrap: apt-get install debootstrap"
if [ -z "${INSIDE_OWN_MOUNTS:-}" ]; then
    INSIDE_OWN_MOUNTS=1 exec unshare --mount --propagation private "$0" "$@"
fi

work=$(mktemp -d "${TMPDIR:-/var/tmp}/wheeltapper-edge.XXXXXX")
root=${EDGE_ROOT:-$work/root}
trap 'umount -R "$root"/proc "$root"/dev 2>/dev/null; mountpoint -q "$root/proc" || rm -rf --one-file-system "$work"' EXIT
# What it takes on a disk, in millions of bytes.
megabytes() { printf '%s MB' "$(du -sx --block-size=1 "$@" | awk '{ s += $1 } END { printf "%.0f", s / 1e6 }')"; }

say "stage one: build"
deploy/edge/build.sh "$work/image"
say "the command line $(megabytes "$work/image/bin"), OpenVINO $(megabytes "$work/image/lib")"
if ldd "$work/image/bin/wheeltapper" | grep -E 'libtorch|libc10|librsvg|libswift|libFoundation'; then
    fail "the edge's command line is linked against the libraries above."
fi

if [ $# -eq 0 ]; then
    say "a model and recordings to try"
    Scripts/run.sh wheeltapper synth "$work/try" --set rail --count 12 >/dev/null
    Scripts/run.sh wheeltapper train classifier "$work/try/rail" -o "$work/rail.onnx" --epochs 3 --report "$work/report" >/dev/null
    # shellcheck disable=SC2046
    set -- "$work/rail.onnx" $(find "$work/try/rail" -type f | sort | sed -n '1p;$p')
fi
model=$1
shift

say "stage two: a bare ${SUITE:-bookworm}, the libraries, the user"
mkdir -p "$root"
[ -x "$root/usr/bin/apt-get" ] ||
    debootstrap --variant=minbase "${SUITE:-bookworm}" "$root" ${MIRROR:+"$MIRROR"} >"$work/debootstrap.log" 2>&1 ||
    fail "debootstrap failed: $(tail -n 3 "$work/debootstrap.log")"
for file in /etc/resolv.conf /etc/apt/apt.conf.d/*; do
    case $file in /etc/resolv.conf) ;; *) grep -qs '^Acquire::' "$file" || continue ;; esac
    mkdir -p "$root$(dirname "$file")"
    cp "$file" "$root$file"
done
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
cp deploy/edge/runtime.sh "$root/tmp/runtime.sh"
env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 ${http_proxy:+http_proxy="$http_proxy"} ${https_proxy:+https_proxy="$https_proxy"} \
    chroot "$root" /bin/sh -c "/tmp/runtime.sh ${EDGE_PACKAGES:-}"
rm "$root/tmp/runtime.sh"
cp -R "$work/image/." "$root/usr/local/"
mkdir -p "$root/models"
cp "$model" "$root/models/model.onnx"
chmod 644 "$root/models/model.onnx"
umount -R "$root/dev"

inside() {
    env -i PATH=/usr/local/bin:/usr/bin:/bin:/usr/sbin HOME=/var/lib/wheeltapper LANG=C.UTF-8 \
        chroot --userspec=wheeltapper "$root" "$@"
}
tries=$root/var/lib/wheeltapper/tries
mkdir -p "$tries"
number=0
for file in "$@"; do
    number=$((number + 1))
    cp "$file" "$tries/$number-${file##*/}"
done
say "inside, as a user of its own:"
mount --rbind /dev "$root/dev"
# shellcheck disable=SC2046
inside wheeltapper predict /models/model.onnx $(cd "$tries" && for file in *; do printf '/var/lib/wheeltapper/tries/%s ' "$file"; done) ||
    fail "the image cannot score a file."
umount -R "$root/dev" "$root/proc"
rm -rf "$tries"
say "the whole tree: $(megabytes "$root"), of it the model $(megabytes "$root/models")"
# The least of the containers that do this job today.
[ -n "${EDGE_PACKAGES:-}" ] || [ "$(du -sx --block-size=1 "$root" | cut -f 1)" -lt 337000000 ] ||
    fail "the tree is not smaller than 337 MB."
