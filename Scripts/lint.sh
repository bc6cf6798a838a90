#!/bin/sh
# Layout by .swift-format, the rooms' arrows, and shellcheck where it is installed; changes nothing.
set -eu
cd "$(dirname "$0")/.."
status=0
git ls-files -z --cached --others --exclude-standard '*.swift' | xargs -0 swift format lint --strict --parallel || status=1
[ "$status" -eq 0 ] || printf "error: the layout is not .swift-format's: 'make format' mends most of it.\n" >&2
Scripts/check-architecture.sh || status=1
if command -v shellcheck >/dev/null; then
    shellcheck -x Scripts/*.sh .ci/run || status=1
else
    printf 'shellcheck is not installed: the scripts were not looked at.\n' >&2
fi
exit "$status"
