// swift-tools-version:6.2
import PackageDescription

/// What hummingbird puts on every target, so that what leaks into a public interface is seen.
let swiftSettings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

/// `make setup` puts (or links) the two engines here: `torch/{include,lib}` and `openvino/{include,lib}`.
let dependencies = Context.packageDirectory + "/.deps"

/// Link against a library folder and find it again at run time, from the checkout or from an installed tree.
func linked(_ libraries: [String], in directory: String) -> [LinkerSetting] {
    [
        .unsafeFlags(
            ["-L", directory]
                + ["-rpath", directory, "-rpath", "$ORIGIN/../lib"].flatMap { ["-Xlinker", $0] }
        )
    ] + libraries.map { .linkedLibrary($0) }
}

func room(_ name: String, _ dependencies: [Target.Dependency] = [], exclude: [String] = []) -> Target {
    .target(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: swiftSettings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(name: name + "Tests", dependencies: dependencies, swiftSettings: swiftSettings)
}

let protobuf = Target.Dependency.product(name: "SwiftProtobuf", package: "swift-protobuf")
let yaml = Target.Dependency.product(name: "Yams", package: "Yams")
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
    name: "wheeltapper",
    products: [
        .executable(name: "wheeltapper", targets: ["wheeltapper"]),
        .executable(name: "wheeltapper-train", targets: ["wheeltapper-train"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-protobuf", from: "1.39.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        // One C library each: module map and shims, no policy.
        .systemLibrary(name: "CSndfile", pkgConfig: "sndfile", providers: [.apt(["libsndfile1-dev"])]),
        .systemLibrary(name: "CSoxr", pkgConfig: "soxr", providers: [.apt(["libsoxr-dev"])]),
        .systemLibrary(name: "CTurboJPEG", pkgConfig: "libturbojpeg", providers: [.apt(["libturbojpeg0-dev"])]),
        .target(name: "CPNG", linkerSettings: [.linkedLibrary("png16")]),
        .target(
            name: "COpenVINO",
            cSettings: [.unsafeFlags(["-isystem", dependencies + "/openvino/include"])],
            linkerSettings: linked(["openvino_c"], in: dependencies + "/openvino/lib")
        ),
        .target(
            name: "CTorch",
            cxxSettings: [
                .unsafeFlags([
                    "-isystem", dependencies + "/torch/include",
                    "-isystem", dependencies + "/torch/include/torch/csrc/api/include",
                ])
            ],
            linkerSettings: linked(["torch", "torch_cpu", "c10"], in: dependencies + "/torch/lib")
        ),

        // Both are looked for at run time: docs/decisions/0003.
        .target(name: "CRsvg"),
        .target(name: "CHDF5"),
        .target(name: "CPortAudio", linkerSettings: [.linkedLibrary("portaudio")]),

        // Our own loop, compiled once for each family of SIMD: docs/decisions/0002-log-mel-in-c.md.
        .target(name: "CFourier"),

        // Rooms, lowest first. Arrows run downwards only.
        room("InspectionTypes"),
        room("Signals", ["InspectionTypes", "CSoxr", "CFourier"]),
        room("Media", ["InspectionTypes", "Signals", "CSndfile", "CTurboJPEG", "CPNG"]),
        room("Capture", ["InspectionTypes", "Signals", "Media", "CPortAudio"]),
        room("NeuralNetworks", ["InspectionTypes", "CHDF5", protobuf], exclude: ["ONNX/onnx.proto"]),
        room("Inference", ["InspectionTypes", "NeuralNetworks", "COpenVINO"]),
        room("InspectionPipeline", ["InspectionTypes", "Signals", "Media", "NeuralNetworks", "Inference"]),
        room("Stations", ["InspectionTypes", "Signals", "Media", "Capture", "NeuralNetworks", "InspectionPipeline"]),
        room("Evaluation", ["InspectionTypes"]),
        room("Exploration", ["InspectionTypes", "Evaluation"]),
        room("AnomalyDetection", ["InspectionTypes", "NeuralNetworks", "Evaluation"]),
        room("ClassifierFitting", ["InspectionTypes", "NeuralNetworks"]),
        room("Datasets", ["InspectionTypes", "Media", "Signals"]),
        room("Augmentation", ["InspectionTypes", "Signals", "Media"]),
        room("Training", ["InspectionTypes", "NeuralNetworks", "Evaluation", "CTorch"]),
        room("Plotting", ["InspectionTypes", "CRsvg"]),
        room("Reports", ["InspectionTypes", "Evaluation", "Exploration", "Plotting"]),
        room(
            "DetectorFitting",
            [
                "InspectionTypes", "Signals", "Media", "NeuralNetworks", "Inference", "InspectionPipeline",
                "Evaluation",
                "AnomalyDetection", "Datasets",
            ]),
        room("Synthesis", ["InspectionTypes", "Signals", "Media"]),
        room(
            "Assessment",
            [
                "InspectionTypes", "Signals", "Media", "NeuralNetworks", "InspectionPipeline", "Datasets", "Evaluation",
                "Exploration", "Plotting", "Reports",
            ]),
        room(
            "TrainingTasks",
            [
                "InspectionTypes", "Media", "NeuralNetworks", "Inference", "InspectionPipeline", "Evaluation",
                "AnomalyDetection", "ClassifierFitting", "Datasets", "DetectorFitting", "Reports", "Assessment",
                arguments,
            ]),
        .executableTarget(
            name: "wheeltapper",
            dependencies: [
                "InspectionTypes", "Signals", "Media", "NeuralNetworks", "Inference", "InspectionPipeline",
                "Evaluation", "AnomalyDetection", "Datasets", "DetectorFitting", "Plotting", "Reports", "Assessment",
                "TrainingTasks", "Synthesis", "Capture", "Stations", "Exploration", yaml, arguments,
            ],
            swiftSettings: swiftSettings
        ),
        .executableTarget(
            name: "wheeltapper-train",
            dependencies: [
                "InspectionTypes", "Signals", "Media", "NeuralNetworks", "Inference", "InspectionPipeline",
                "Evaluation", "AnomalyDetection", "ClassifierFitting", "Datasets", "DetectorFitting", "Augmentation",
                "Training", "Plotting",
                "Reports", "Assessment", "TrainingTasks", arguments,
            ],
            swiftSettings: swiftSettings
        ),

        tests("InspectionTypes", ["InspectionTypes"]),
        tests("Signals", ["Signals", "InspectionTypes"]),
        tests("Media", ["Media", "Signals", "InspectionTypes"]),
        tests("NeuralNetworks", ["NeuralNetworks", "InspectionTypes"]),
        tests("Inference", ["Inference", "NeuralNetworks", "InspectionTypes"]),
        tests(
            "InspectionPipeline",
            ["InspectionPipeline", "Inference", "Media", "NeuralNetworks", "Signals", "InspectionTypes"]),
        tests("Evaluation", ["Evaluation", "InspectionTypes"]),
        tests(
            "AnomalyDetection", ["AnomalyDetection", "NeuralNetworks", "Inference", "Evaluation", "InspectionTypes"]),
        tests("ClassifierFitting", ["ClassifierFitting", "Inference", "NeuralNetworks", "InspectionTypes"]),
        tests(
            "DetectorFitting",
            [
                "DetectorFitting", "AnomalyDetection", "InspectionPipeline", "Inference", "NeuralNetworks", "Datasets",
                "Media", "Signals", "InspectionTypes",
            ]),
        tests("Datasets", ["Datasets", "Media", "Signals", "InspectionTypes"]),
        tests("Augmentation", ["Augmentation", "Media", "Signals", "InspectionTypes"]),
        tests("Training", ["Training", "NeuralNetworks", "Inference", "Evaluation", "InspectionTypes"]),
        tests("Plotting", ["Plotting"]),
        tests("Reports", ["Reports", "Evaluation", "Exploration", "Plotting", "InspectionTypes"]),
        tests(
            "Assessment",
            [
                "Assessment", "InspectionPipeline", "Inference", "NeuralNetworks", "Datasets", "Media", "Evaluation",
                "Exploration", "Plotting", "Reports", "InspectionTypes",
            ]),
        tests("Capture", ["Capture", "CPortAudio", "Media", "Signals", "InspectionTypes"]),
        tests(
            "Stations",
            [
                "Stations", "Capture", "InspectionPipeline", "Inference", "NeuralNetworks", "Media", "Signals",
                "InspectionTypes",
            ]),
        tests("Exploration", ["Exploration", "Evaluation", "InspectionTypes"]),
        tests("Synthesis", ["Synthesis", "Media", "Signals", "InspectionTypes"]),
        tests(
            "Command", ["Media", "Capture", "NeuralNetworks", "InspectionTypes", "wheeltapper", "wheeltapper-train"]),
    ],
    swiftLanguageModes: [.v6],
    cxxLanguageStandard: .cxx17
)
