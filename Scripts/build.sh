#!/bin/sh
# The one build. WHEELTAPPER_BUILD holds the flags; the Makefile sets them.
set -eu
cd "$(dirname "$0")/.."
Scripts/setup.sh --quiet
# The flags are meant to be split into words.
# shellcheck disable=SC2086
exec swift build ${WHEELTAPPER_BUILD:-} --build-tests
