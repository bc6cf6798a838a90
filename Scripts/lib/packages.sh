# shellcheck shell=sh
# System packages, by their names on Debian and Ubuntu.

# To compile and link with Swift: a linker, the C and C++ headers, and what the package manager itself loads.
packages_toolchain="binutils ca-certificates g++ git libcurl4 libncurses6 libsqlite3-0 libxml2 make pkg-config tzdata"
# Our own: sound files, resampling, microphones, photos, the weights of Keras; pictures of charts need the renderer and a font.
packages_libraries="libsndfile1-dev libsoxr-dev portaudio19-dev libturbojpeg0-dev libpng-dev libhdf5-103-1 librsvg2-2 fonts-dejavu-core"
# To fetch and unpack the engines; not needed where the cache has them.
packages_fetching="python3-pip unzip"

# missing_packages NAME…: those that are not installed, on one line. What another package provides counts: on Ubuntu 24.04
# libcurl4 is a name that libcurl4t64 answers to.
missing_packages() {
    installed=$(dpkg-query --show --showformat '${db:Status-Abbrev} ${Package}, ${Provides}\n' |
        sed -n 's/^ii *//p' | sed 's/ ([^)]*)//g; s/,//g' | tr '\n' ' ')
    missing=
    for name in "$@"; do
        case " $installed" in
        *" $name "*) ;;
        *) missing="$missing $name" ;;
        esac
    done
    printf '%s' "${missing# }"
}

# require_packages NAME…: install what is missing, or say which one command does.
require_packages() {
    command -v dpkg-query >/dev/null || {
        say "not a Debian or Ubuntu system: assuming that the equivalents of these are installed: $*"
        return 0
    }
    missing=$(missing_packages "$@")
    [ -n "$missing" ] || return 0
    if [ "$(id -u)" -ne 0 ]; then
        fail "system packages are missing. Run this as root, then 'make setup' again:

    apt-get update && apt-get install -y --no-install-recommends $missing
"
    fi
    say "installing $missing"
    apt-get update -qq
    # The list is meant to be split into words.
    # shellcheck disable=SC2086
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
}
