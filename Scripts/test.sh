#!/bin/sh
# Runs the tests of the build that is there. Arguments go to `swift test` (--filter NAME, say).
set -eu
cd "$(dirname "$0")/.."
Scripts/check-architecture.sh
# shellcheck disable=SC2086
exec swift test ${WHEELTAPPER_BUILD:-} --skip-build "$@"
