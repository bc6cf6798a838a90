# shellcheck shell=sh
# Fetching a pinned wheel once, and trusting no file whose hash is another.
#
# Where wheels come from is pip's own configuration (its configuration file or PIP_INDEX_URL, PIP_EXTRA_INDEX_URL,
# PIP_FIND_LINKS); this repository names no host.

wheel_cache=${XDG_CACHE_HOME:-$HOME/.cache}/wheeltapper/wheels

has_hash() { [ "$(sha256sum <"$1" | cut -d ' ' -f 1)" = "$2" ]; }

# fetch_wheel NAME VERSION PLATFORM SHA256: leaves the file's path in `wheel`. Returns 1 when it cannot be had.
fetch_wheel() {
    wheel=$wheel_cache/$1-$2-$3.whl
    if [ -f "$wheel" ]; then
        has_hash "$wheel" "$4" && return 0
        say "$wheel is damaged (its hash is another): fetching it again"
        rm -f "$wheel"
    fi
    mkdir -p "$wheel_cache"
    fetching=$(mktemp -d "$wheel_cache/fetching.XXXXXX")
    printf '%s==%s --hash=sha256:%s\n' "$1" "$2" "$4" >"$fetching/requirements.txt"
    say "fetching $1 $2 for $3"
    # Honoured from pip 25.1 on: a download that breaks off goes on where it stopped.
    if ! PIP_RESUME_RETRIES=5 python3 -m pip download --quiet --disable-pip-version-check --no-deps \
        --only-binary=:all: --implementation cp --python-version "$wheel_python" --abi "$wheel_abi" \
        --platform "$3" --dest "$fetching" --requirement "$fetching/requirements.txt" 2>"$fetching/errors"; then
        complaint=$(cat "$fetching/errors")
        rm -rf "$fetching"
        case $complaint in
        *"DO NOT MATCH THE HASHES"*)
            fail "$1 $2: the file offered is not the one that is pinned (sha256 $4).
pip says: $complaint
Look at where pip fetches from ('python3 -m pip config list'); nothing was installed."
            ;;
        esac
        printf '%s\n' "$complaint" | sed -n 's/^ERROR: /  pip: /p' >&2
        return 1
    fi
    set -- "$1" "$2" "$3" "$4" "$fetching"/*.whl
    if ! has_hash "$5" "$4"; then
        rm -rf "$fetching"
        fail "$1 $2: the file fetched has not the pinned sha256 $4; nothing was installed."
    fi
    mv "$5" "$wheel"
    rm -rf "$fetching"
}

# unpack_wheel WHEEL FOLDER PATTERN…: the files that match, under a folder that is to be new.
unpack_wheel() {
    archive=$1
    into=$2
    shift 2
    mkdir -p "$into"
    unzip -q -o "$archive" "$@" -d "$into" || fail "cannot unpack $archive into $into: is the disk full? ('df -h')"
}

# put_in_place NEW FOLDER: the old folder gives way only when the new one is complete.
put_in_place() {
    rm -rf "$2.old"
    [ ! -e "$2" ] || mv "$2" "$2.old"
    mv "$1" "$2"
    rm -rf "$2.old"
}
