public import ClassifierFitting
public import Datasets
import DetectorFitting
public import InspectionTypes
public import NeuralNetworks

/// What a backbone makes of recordings, window by window: computed once each, in f32, on the engine that serves. One owner.
public final class SoundEmbeddings {
    /// `features` → `embedding`, as much as is heard at most.
    private let backbone: SoundBackbone
    /// Lengths of embeddings that a head may take: of all layers that are heard the first numbers.
    let widths: [Int]
    private let layers: HeadOptions.Layers
    private let network: SoundNetwork
    private let frontEnd: SoundFrontEnd
    private var known: [Stretch: [Recording]] = [:]

    /// One channel of an item, `[window][feature]`.
    private typealias Recording = [[Float]]

    private struct Stretch: Hashable {
        var path: String
        var range: TimeRange?

        init(_ item: DataItem) { (path, range) = (item.path, item.range) }
    }

    /// - Parameter layers: what may be heard; of a backbone without an early layer its embedding is.
    /// - Throws: `NetworkError` where ``HeadOptions/Layers/both`` is asked of such a one, whatever the engine throws.
    public init(
        _ backbone: SoundBackbone, layers: HeadOptions.Layers, frontEnd: SoundFrontEnd, threads: Int
    ) throws {
        guard layers != .both || backbone.wide != nil else {
            throw NetworkError(
                .unsupported,
                "no early layer was found that all goes through: leave --layers out, or give --layers last"
            )
        }
        self.backbone = backbone
        self.frontEnd = frontEnd
        self.layers = backbone.wide == nil ? .last : layers
        widths =
            if let wide = backbone.wide, self.layers == .auto {
                [wide.lateCount, wide.lateCount + wide.earlyCount]
            } else {
                []
            }
        network = try SoundNetwork(
            self.layers == .last ? backbone.graph : backbone.wide?.graph ?? backbone.graph, frontEnd: frontEnd,
            threads: threads)
    }

    /// What gives as many numbers as a head takes.
    public func backbone(for head: Head) -> Graph {
        guard let wide = backbone.wide, head.featureCount > wide.lateCount else { return backbone.graph }
        return wide.graph
    }

    /// What a head hears, in words.
    public func words(for head: Head) -> String {
        guard let wide = backbone.wide else { return "the backbone's embedding" }
        let heard =
            head.featureCount > wide.lateCount
            ? "the backbone's embedding and an early layer's frequencies" : "the backbone's embedding alone"
        return layers == .auto ? heard + ", as held-out recordings say" : heard
    }

    /// Computes what is not known yet.
    ///
    /// - Throws: ``TaskError`` when stopped, whatever the engine throws.
    public func prepare(_ items: [DataItem], store: FeatureStore, _ tell: @escaping TrainingHost.Tell) throws {
        let missing = items.filter { known[Stretch($0)] == nil }
        guard !missing.isEmpty else { return }
        let windows = SoundWindows(missing, store: store, frontEnd: frontEnd)
        let reporter = ProgressReporter(stage: "computing embeddings", tell)
        let found: [[Float]]
        do {
            found = try network.run(
                windows, fetch: [ClassifierNames.embedding], progress: { reporter.report($0, of: $1) },
                isCancelled: { StopSignal.isRaised })[0]
        } catch let error as FittingError where error.code == .cancelled {
            throw TaskError.headStopped
        }
        // Those that hold no window are known to hold none.
        for item in missing { known[Stretch(item)] = [] }
        for (place, embedding) in zip(windows.places, found) {
            let stretch = Stretch(windows.items[place.item])
            while known[stretch, default: []].count <= place.channel { known[stretch, default: []].append([]) }
            known[stretch]?[place.channel].append(embedding)
        }
    }

    /// Windows of items with their classes, each recording of equal weight.
    ///
    /// - Parameters:
    ///   - classWeights: one a class.
    ///   - first: number of the first recording.
    /// - Returns: `nil` where no item holds a window.
    public func rows(_ items: [DataItem], classes: [String], classWeights: [Float]?, first: Int = 0) -> LabelledRows? {
        var rows: LabelledRows?
        var number = first
        for item in items {
            guard let label = item.label.single.flatMap(classes.firstIndex) else { continue }
            for recording in known[Stretch(item)] ?? [] where !recording.isEmpty {
                for embedding in recording {
                    if rows == nil { rows = LabelledRows(featureCount: embedding.count, classCount: classes.count) }
                    rows?.append(embedding, label: label, recording: number, group: item.group)
                }
                number += 1
            }
        }
        rows?.balance(classWeights: classWeights)
        return rows
    }
}

extension TaskError {
    /// Nothing of a head is there before all of it is.
    static let headStopped = TaskError(.stopped, ClassifierFittingError.stopped.message)
}
