# shellcheck shell=sh
# libtorch: the first that is to be had of $TORCH_ROOT, the pinned CPU wheel, Debian's libtorch-dev.
#
# Package.swift looks into .deps/torch/{include,lib} whichever it is; .deps/torch/SOURCE says which.
# TORCH_FROM=wheel or TORCH_FROM=debian asks for one of them; a choice once made is kept until another is asked for.

torch_wheel_stamp="wheel $torch_version $torch_sha256"
torch_source=$deps/torch/SOURCE

torch_is_ready() {
    [ -f "$torch_source" ] && [ -e "$deps/torch/lib/libtorch_cpu.so" ] || return 1
    stamp=$(cat "$torch_source")
    if [ -n "${TORCH_ROOT:-}" ]; then
        [ "${stamp#root * }" = "$TORCH_ROOT" ]
        return
    fi
    case ${TORCH_FROM:-}:$stamp in
    debian:debian\ * | :debian\ * | :root\ *) return 0 ;;
    wheel:wheel\ * | :wheel\ *) [ "$stamp" = "$torch_wheel_stamp" ] ;;
    *) return 1 ;;
    esac
}

# torch_version_in INCLUDE: the version that the headers state.
torch_version_in() {
    version_header=$1/torch/csrc/api/include/torch/version.h
    if grep -q '^#define TORCH_VERSION_ABI_TAG' "$1/torch/headeronly/version.h" 2>/dev/null; then
        version_header=$1/torch/headeronly/version.h
    fi
    sed -n 's/^#define TORCH_VERSION_\(MAJOR\|MINOR\|PATCH\) *\([0-9]*\).*/\2/p' "$version_header" | paste -sd . -
}

torch_from_root() {
    for folder in include/torch include/ATen lib; do
        [ -d "$TORCH_ROOT/$folder" ] ||
            fail "TORCH_ROOT=$TORCH_ROOT has no folder $folder: name a folder as libtorch's archive or torch's wheel have it."
    done
    [ -e "$TORCH_ROOT/lib/libtorch_cpu.so" ] || fail "TORCH_ROOT=$TORCH_ROOT has no lib/libtorch_cpu.so."
    mkdir -p "$1"
    ln -s "$TORCH_ROOT/include" "$1/include"
    ln -s "$TORCH_ROOT/lib" "$1/lib"
    printf 'root %s %s\n' "$(torch_version_in "$1/include")" "$TORCH_ROOT" >"$1/SOURCE"
}

torch_from_wheel() {
    [ -n "$torch_platform" ] || return 1
    # shellcheck disable=SC2086
    require_packages $packages_fetching
    fetch_wheel torch "$torch_version" "$torch_platform" "$torch_sha256" || return 1
    unpack_wheel "$wheel" "$1" 'torch/include/ATen/*' 'torch/include/c10/*' 'torch/include/torch/*' 'torch/include/caffe2/*' \
        'torch/lib/libc10.so' 'torch/lib/libgomp*' 'torch/lib/libtorch.so' 'torch/lib/libtorch_cpu.so' \
        'torch-*.dist-info/licenses/*'
    mv "$1/torch/include" "$1/include"
    mv "$1/torch/lib" "$1/lib"
    mv "$1"/torch-*.dist-info/licenses "$1/licenses"
    rm -rf "$1/torch" "$1"/torch-*.dist-info
    printf '%s\n' "$torch_wheel_stamp" >"$1/SOURCE"
}

torch_from_debian() {
    command -v apt-cache >/dev/null || return 1
    if [ -n "$(missing_packages libtorch-dev)" ]; then
        [ -n "$(apt-cache show libtorch-dev 2>/dev/null)" ] || return 1
        require_packages libtorch-dev
    fi
    headers=$(dirname "$(dpkg-query -L libtorch-dev | grep '/include/torch/library.h$')")
    libraries=$(dirname "$(dpkg-query -L libtorch-dev | grep '/libtorch_cpu.so$')")
    mkdir -p "$1/include" "$1/lib"
    for folder in ATen c10 torch caffe2; do
        ln -s "${headers%/torch}/$folder" "$1/include/$folder"
    done
    for library in "$libraries"/libtorch.so* "$libraries"/libtorch_cpu.so* "$libraries"/libc10.so*; do
        ln -s "$library" "$1/lib/${library##*/}"
    done
    printf 'debian %s\n' "$(torch_version_in "$1/include")" >"$1/SOURCE"
}

install_torch() {
    new=$deps/torch.new
    rm -rf "$new"
    if [ -n "${TORCH_ROOT:-}" ]; then
        torch_from_root "$new"
    elif [ "${TORCH_FROM:-wheel}" = wheel ] && torch_from_wheel "$new"; then
        :
    elif [ "${TORCH_FROM:-debian}" = debian ] && torch_from_debian "$new"; then
        :
    else
        fail "libtorch cannot be had. Any one of these mends it:
  - let pip reach an index that has torch $torch_version (PIP_EXTRA_INDEX_URL=URL make setup, the CPU index of PyTorch's
    download site), or a folder with the wheel in it (PIP_FIND_LINKS=FOLDER make setup);
  - name a libtorch that is there already: TORCH_ROOT=FOLDER make setup (a folder with include/ and lib/);
  - on Debian 12: TORCH_FROM=debian make setup (version 1.13: slower, 914 MB of packages)."
    fi
    put_in_place "$new" "$deps/torch"
    say "libtorch is in .deps/torch: $(cut -d ' ' -f 1-2 "$torch_source")"
}
