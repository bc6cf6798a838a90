#!/bin/sh
# The one build, of programs and tests alike.
# shellcheck source-path=SCRIPTDIR/..
set -eu
cd "$(dirname "$0")/.."
. Scripts/lib/flags.sh
Scripts/setup.sh --quiet
# The flags are meant to be split into words.
# shellcheck disable=SC2086
exec swift build $build_flags --build-tests
