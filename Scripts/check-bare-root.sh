#!/bin/sh
# Proves the set-up on a bare system: a fresh root of nothing but the base packages, this checkout, and Swift. As root:
#
#   Scripts/check-bare-root.sh [COMMAND…]     COMMAND runs after the set-up; default: build, and ask the doctor
#
#   SUITE=bookworm     what debootstrap builds (Ubuntu: SUITE=noble MIRROR=…)
#   MIRROR=URL         where its packages come from; debootstrap's own default otherwise
#   SWIFT_HOME=FOLDER  the toolchain's usr folder; default: that of the `swift` on the PATH
#   BARE_ROOT=FOLDER   use and keep this root (made when it is not there); default: a temporary one
#   BIND="FOLDER…"     folders of this machine that are seen at the same place inside, read-only (mirrors, wheels)
#   TORCH_FROM, TORCH_ROOT   as for set-up
#
# This machine's settings of apt, pip, git and its certificates are handed in, so that what reaches the network here does
# so in there; package caches are not.
# shellcheck source-path=SCRIPTDIR/..
set -eu
cd "$(dirname "$0")/.."
. Scripts/lib/say.sh

[ "$(id -u)" -eq 0 ] || fail "this builds and enters a root: run it as root."
command -v debootstrap >/dev/null || fail "there is no debootstrap: apt-get install debootstrap"
if [ -z "${INSIDE_OWN_MOUNTS:-}" ]; then
    # Mounts made from here on are seen by nobody else, and go with this process.
    INSIDE_OWN_MOUNTS=1 exec unshare --mount --propagation private "$0" "$@"
fi

suite=${SUITE:-bookworm}
swift_home=${SWIFT_HOME:-$(dirname "$(dirname "$(realpath "$(command -v swift)")")")}
if [ -n "${BARE_ROOT:-}" ]; then
    root=$BARE_ROOT
else
    root=$(mktemp -d "${TMPDIR:-/var/tmp}/wheeltapper-bare.XXXXXX")
    chmod 755 "$root"
    # Without the binds, which would be emptied with it.
    trap 'umount -R "$root"/* 2>/dev/null; mountpoint -q "$root/proc" || rm -rf --one-file-system "$root"' EXIT
fi
say_step() { printf '\n== %s (%s)\n' "$*" "$(date +%H:%M:%S)"; }

fresh=
if [ ! -x "$root/usr/bin/apt-get" ]; then
    fresh=yes
    say_step "a bare $suite in $root"
    debootstrap --variant=minbase "$suite" "$root" ${MIRROR:+"$MIRROR"} >"$root.log" 2>&1 ||
        fail "debootstrap failed: $(tail -n 3 "$root.log")"
    rm -f "$root.log"
    # Ubuntu keeps libsndfile and soxr in a component of its own.
    [ ! -f "$root/etc/lsb-release" ] || sed -i 's/ main$/ main universe/' "$root/etc/apt/sources.list"
fi

# hand_in FILE…: this machine's settings, at the same place inside.
hand_in() {
    for file in "$@"; do
        [ -f "$file" ] || continue
        mkdir -p "$root$(dirname "$file")"
        cp "$file" "$root$file"
    done
}
hand_in /etc/resolv.conf /etc/pip.conf "$HOME/.config/pip/pip.conf" "$HOME/.pip/pip.conf" /etc/gitconfig "$HOME/.gitconfig"
for file in /etc/apt/apt.conf.d/*; do
    if grep -qs '^Acquire::' "$file"; then hand_in "$file"; fi
done
certificates=${SSL_CERT_FILE:-/etc/ssl/certs/ca-certificates.crt}
[ ! -f "$certificates" ] || cp "$certificates" "$root/etc/host-certificates.crt"

mount --rbind /dev "$root/dev"
mount -t proc proc "$root/proc"
mount -t sysfs -o ro sysfs "$root/sys"
for folder in "$swift_home" ${BIND:-}; do
    mkdir -p "$root$folder"
    mount --bind "$folder" "$root$folder"
    mount -o remount,bind,ro "$root$folder"
done

mkdir -p "$root/checkout" "$root$HOME"
# In a root that is kept, what was built stays for the next time.
find "$root/checkout" -mindepth 1 -maxdepth 1 ! -name .build ! -name .deps -exec rm -rf {} +
git ls-files -z --cached --others --exclude-standard | tar -c --null --exclude=.deps --files-from - | tar -x --no-same-owner -C "$root/checkout"

# inside COMMAND…: in the root, with the network's settings and nothing else of this environment.
inside() {
    env -i HOME="$HOME" LANG=C.UTF-8 PATH="$swift_home/bin:/usr/sbin:/usr/bin:/sbin:/bin" \
        ${TORCH_FROM:+TORCH_FROM="$TORCH_FROM"} ${TORCH_ROOT:+TORCH_ROOT="$TORCH_ROOT"} \
        ${http_proxy:+http_proxy="$http_proxy"} ${https_proxy:+https_proxy="$https_proxy"} \
        ${PIP_INDEX_URL:+PIP_INDEX_URL="$PIP_INDEX_URL"} ${PIP_EXTRA_INDEX_URL:+PIP_EXTRA_INDEX_URL="$PIP_EXTRA_INDEX_URL"} \
        ${PIP_FIND_LINKS:+PIP_FIND_LINKS="$PIP_FIND_LINKS"} \
        PIP_CERT=/etc/host-certificates.crt GIT_SSL_CAINFO=/etc/host-certificates.crt \
        chroot "$root" /bin/sh -c "cd /checkout && $*"
}
timed() {
    began=$(date +%s)
    inside "$@" || fail "'$*' failed in the bare root."
    say "-- $* took $(($(date +%s) - began)) s"
}

if [ -n "$fresh" ]; then
    say_step "set-up without root says what to run, and fails"
    if answer=$(inside "su -s /bin/sh nobody -c Scripts/setup.sh" 2>&1); then
        fail "set-up without root passed on a bare system."
    fi
    say "$answer"
    case $answer in *"apt-get install"*) ;; *) fail "the answer names no command to run as root." ;; esac
fi
say_step "set-up as root"
timed Scripts/setup.sh
say_step "set-up again"
timed Scripts/setup.sh
say_step "${*:-build, and ask the doctor}"
if [ $# -gt 0 ]; then
    timed "$*"
else
    timed make build
    timed make doctor
fi
