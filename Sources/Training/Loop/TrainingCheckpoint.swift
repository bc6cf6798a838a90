import FoundationEssentials
import InspectionTypes
import NeuralNetworks

/// A training between two epochs, as an ONNX file: the graph with its present weights; moments, averages and best weights under
/// `training_info`; counters under `metadata_props`.
struct TrainingCheckpoint {
    var graph: Graph
    var settings: TrainingSettings
    var progress: TrainingProgress
    var weights: [Initializer]
    var optimizer: AdamW.State
    var averageUpdates: Int
    var averages: [Initializer]
    var best: [Initializer]

    private static let metadataKey = "wheeltapper.checkpoint"

    private struct Counters: Codable {
        var settings: TrainingSettings
        var progress: TrainingProgress
        var optimizerSteps: Int
        /// Steps taken before a parameter joined, where there were any.
        var joined: [String: Int]
        var averageUpdates: Int
    }

    init(
        graph: Graph, settings: TrainingSettings, progress: TrainingProgress, weights: [Initializer],
        optimizer: AdamW.State,
        averageUpdates: Int, averages: [Initializer], best: [Initializer]
    ) {
        self.graph = graph
        self.settings = settings
        self.progress = progress
        self.weights = weights
        self.optimizer = optimizer
        self.averageUpdates = averageUpdates
        self.averages = averages
        self.best = best
    }

    init(contentsOf path: String) throws {
        let file = try ModelFile(contentsOf: path)
        guard let text = file.metadata[Self.metadataKey],
            let counters = try? JSONDecoder().decode(Counters.self, from: Data(text.utf8))
        else { throw TrainingError(.value, "\(path) is a model but no checkpoint of a training") }
        func part(_ prefix: String) -> [Initializer] {
            file.trainingState.filter { $0.name.hasPrefix(prefix) }
                .map { Initializer(name: String($0.name.dropFirst(prefix.count)), value: $0.value) }
        }
        let first = part("first/")
        let second = Dictionary(part("second/").map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
        var moments: [String: AdamW.State.Moments] = [:]
        for moment in first {
            guard let values = moment.value.floats, let other = second[moment.name]?.floats else {
                throw TrainingError(.value, "\(path): the optimizer's moments of '\(moment.name)' are damaged")
            }
            moments[moment.name] = .init(
                first: values, second: other, joined: counters.joined[moment.name] ?? 0)
        }
        self.init(
            graph: file.graph, settings: counters.settings, progress: counters.progress,
            weights: file.graph.initializers,
            optimizer: .init(step: counters.optimizerSteps, moments: moments), averageUpdates: counters.averageUpdates,
            averages: part("average/"), best: part("best/")
        )
    }

    func write(to path: String) throws {
        var graph = graph
        graph.initializers = weights
        let counters = Counters(
            settings: settings, progress: progress, optimizerSteps: optimizer.step,
            joined: optimizer.moments.mapValues(\.joined).filter { $0.value > 0 }, averageUpdates: averageUpdates
        )
        let moments = optimizer.moments.sorted { $0.key < $1.key }
        func named(_ prefix: String, _ initializers: [Initializer]) -> [Initializer] {
            initializers.map { Initializer(name: prefix + $0.name, value: $0.value) }
        }
        let state =
            moments.map {
                Initializer(name: "first/" + $0.key, value: NDArray($0.value.first, shape: [$0.value.first.count]))
            }
            + moments.map {
                Initializer(name: "second/" + $0.key, value: NDArray($0.value.second, shape: [$0.value.second.count]))
            }
            + named("average/", averages) + named("best/", best)
        let text = String(decoding: try JSONEncoder().encode(counters), as: UTF8.self)
        try ModelFile(graph: graph, metadata: [Self.metadataKey: text], trainingState: state).write(to: path)
    }
}
