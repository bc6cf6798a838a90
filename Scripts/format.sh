#!/bin/sh
# Lays out every Swift file that git knows, by .swift-format.
set -eu
cd "$(dirname "$0")/.."
git ls-files -z --cached --others --exclude-standard '*.swift' | xargs -0 swift format --in-place --parallel
