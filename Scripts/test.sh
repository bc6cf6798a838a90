#!/bin/sh
# Runs the tests of the build that is there. Arguments go to `swift test` (--filter NAME, say).
# shellcheck source-path=SCRIPTDIR/..
set -eu
cd "$(dirname "$0")/.."
. Scripts/lib/flags.sh
Scripts/check-architecture.sh
# The flags say already that internals are open to tests; saying it twice would make the next build another one.
# shellcheck disable=SC2086
exec swift test $build_flags --disable-testable-imports --skip-build "$@"
