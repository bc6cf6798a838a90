# shellcheck shell=sh disable=SC2034
# One build serves tests, demo and benchmarks: optimised, with internals open to tests. Whoever builds or tests uses these,
# or the next build is another one.
build_flags="-c release -Xswiftc -enable-testing"
