#!/bin/sh
# run.sh PROGRAM ARGUMENT…: a program of the build that is there, never building anything itself.
set -eu
programs=$(dirname "$0")/../.build/release
name=$1
shift
[ -x "$programs/$name" ] || {
    printf "error: there is no %s yet: run 'make build' first.\n" "$programs/$name" >&2
    exit 1
}
exec "$programs/$name" "$@"
