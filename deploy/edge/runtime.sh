#!/bin/sh
# runtime.sh [PACKAGE…]: the image's second stage, as root on a bare Debian. Installs the libraries that the command line runs on and
# PACKAGEs, makes the user that it runs as, and leaves nothing of the installing behind.
set -eu
# By its name on Debian 12, or that of later releases.
png=libpng16-16
apt-get update -qq
if apt-cache show libpng16-16t64 >/dev/null 2>&1; then png=libpng16-16t64; fi
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    libsndfile1 libsoxr0 libportaudio2 libturbojpeg0 "$png" "$@" >/dev/null
# Sound cards and cameras belong to these groups, inside and outside.
id wheeltapper >/dev/null 2>&1 || {
    mkdir -p /var/lib/wheeltapper /models
    useradd --uid 10001 --user-group --no-create-home --groups audio,video --home-dir /var/lib/wheeltapper --shell /usr/sbin/nologin wheeltapper
    chown wheeltapper:wheeltapper /var/lib/wheeltapper
}
apt-get clean
rm -rf /var/lib/apt/lists/* /var/cache/debconf/*-old /var/log/*.log /var/log/apt
# Licences stay; manuals and translations do not.
find /usr/share/doc -type f ! -name copyright -delete
find /usr/share/doc -type d -empty -delete
rm -rf /usr/share/man/* /usr/share/info/* /usr/share/lintian /usr/share/locale/*
