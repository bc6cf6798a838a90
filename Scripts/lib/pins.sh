# shellcheck shell=sh disable=SC2034
# The two engines, each pinned by version and by the hash of the very file.
#
# The wheels are archives of headers and shared libraries here; nothing of Python's in them is loaded. Wheels are
# tagged by interpreter all the same, so one tag is fetched everywhere: the same file, hence the same hash.

wheel_python=3.11
wheel_abi=cp311

openvino_version=2026.4.1
torch_version=2.13.0+cpu

case $(uname -m) in
x86_64)
    openvino_platform=manylinux_2_28_x86_64
    openvino_sha256=2d22b1da03f7caf74df30e9f6417d0ab2f637e4a38e08e1dcd294d2c37407aaf
    torch_platform=manylinux_2_28_x86_64
    torch_sha256=6746dbcbeb526eb61330b76b41ff1b4eb848951103a892eeb080dfa2b264667b
    ;;
aarch64)
    openvino_platform=manylinux_2_35_aarch64
    openvino_sha256=bea1eb3733c34ef331adc945da0ccda5937865031139073663be84c517ffda22
    # No pinned wheel of libtorch for this processor: `TORCH_ROOT` or Debian's libtorch-dev serves.
    torch_platform=
    torch_sha256=
    ;;
*)
    openvino_platform=
    openvino_sha256=
    torch_platform=
    torch_sha256=
    ;;
esac
