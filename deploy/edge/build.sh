#!/bin/sh
# build.sh FOLDER: the image's first stage. Builds the command line with Swift's runtime inside it and lays out what the second
# stage copies to /usr/local: bin/wheeltapper, and OpenVINO's libraries in lib.
set -eu
image=$1
cd "$(dirname "$0")/../.."

Scripts/setup.sh --quiet --without-trainer
# A folder of its own: these flags would make the usual build anew.
build=.build/edge
set -- --scratch-path "$build" -c release --product wheeltapper --static-swift-stdlib
swift build "$@"
program=$(swift build "$@" --show-bin-path)/wheeltapper

rm -rf "$image"
mkdir -p "$image/bin" "$image/lib" "$image/share/doc/wheeltapper"
cp "$program" "$image/bin/wheeltapper"
strip "$image/bin/wheeltapper"
# What is linked, not the links that only a compiler follows, which may be copies where they went through an archive.
for library in .deps/openvino/lib/*.so.* .deps/openvino/lib/libopenvino_*_cpu_plugin.so; do
    [ -f "$library" ] || continue
    case ${library##*/} in
    libopenvino_*_frontend.so* | libopenvino.so* | libopenvino_c.so* | libopenvino_*_cpu_plugin.so | libtbb* | libhwloc*)
        case ${library##*/} in
        *_ir_frontend* | *_paddle_* | *_pytorch_* | *_tensorflow_* | *_jax_* | libtbbmalloc_proxy*) continue ;;
        esac
        cp -L "$library" "$image/lib/"
        ;;
    esac
done
cp LICENSE "$image/share/doc/wheeltapper/"
if [ -d .deps/openvino/licenses ]; then cp -R .deps/openvino/licenses "$image/share/doc/wheeltapper/openvino"; fi
