#!/bin/sh
# Runs the tests of the build that is there. Arguments go to `swift test` (--filter NAME, say).
set -eu
cd "$(dirname "$0")/.."
Scripts/check-architecture.sh
# The flags say already that internals are open to tests; saying it twice would make the next build another one.
# shellcheck disable=SC2086
exec swift test ${WHEELTAPPER_BUILD:-} --disable-testable-imports --skip-build "$@"
