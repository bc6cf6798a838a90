# shellcheck shell=sh
# How the scripts speak: what they do on standard output, what is wrong, and its mend, on standard error.

say() { printf '%s\n' "$*"; }

fail() {
    printf 'error: %s\n' "$*" >&2
    exit 1
}
