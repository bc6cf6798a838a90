#!/bin/sh
# Writes Sources/NeuralNetworks/ONNX/onnx.pb.swift anew from onnx.proto.
# Needs protoc (Debian: protobuf-compiler) and protoc-gen-swift (`swift build --product protoc-gen-swift` in swift-protobuf) on the PATH.
set -eu
cd "$(dirname "$0")/../Sources/NeuralNetworks/ONNX"
protoc --swift_out=. --swift_opt=Visibility=Internal onnx.proto
