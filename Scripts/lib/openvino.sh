# shellcheck shell=sh
# OpenVINO: what serving an ONNX file on a processor needs of it (88 MB of the wheel's 160).

openvino_stamp="openvino $openvino_version $openvino_sha256"

openvino_is_ready() { [ "$(cat "$deps/openvino/STAMP" 2>/dev/null)" = "$openvino_stamp" ]; }

install_openvino() {
    [ -n "$openvino_platform" ] ||
        fail "OpenVINO is pinned for x86_64 and aarch64, and this machine is $(uname -m)."
    # shellcheck disable=SC2086
    require_packages $packages_fetching
    fetch_wheel openvino "$openvino_version" "$openvino_platform" "$openvino_sha256" ||
        fail "OpenVINO $openvino_version cannot be had. Is the network there, and pip's index
('python3 -m pip config list')? A wheel that you have already serves too: PIP_FIND_LINKS=FOLDER make setup"
    new=$deps/openvino.new
    rm -rf "$new"
    unpack_wheel "$wheel" "$new" 'openvino/include/openvino/c/*' 'openvino/include/openvino/openvino.hpp' \
        'openvino/libs/libopenvino.so*' 'openvino/libs/libopenvino_c.so*' 'openvino/libs/libopenvino_onnx_frontend.so*' \
        'openvino/libs/libopenvino_*_cpu_plugin.so' 'openvino/libs/libtbb.so*' 'openvino/libs/libtbbmalloc.so*' \
        'openvino/libs/libtbbbind*.so*' 'openvino/libs/libhwloc.so*' 'openvino-*.dist-info/licenses/*'
    mv "$new/openvino/include" "$new/include"
    mv "$new/openvino/libs" "$new/lib"
    mv "$new"/openvino-*.dist-info/licenses "$new/licenses"
    rm -rf "$new/openvino" "$new"/openvino-*.dist-info
    # The linker wants the names without a version.
    for library in "$new"/lib/libopenvino*.so.*; do
        ln -s "${library##*/}" "${library%.so.*}.so"
    done
    printf '%s\n' "$openvino_stamp" >"$new/STAMP"
    put_in_place "$new" "$deps/openvino"
    say "OpenVINO $openvino_version is in .deps/openvino"
}
