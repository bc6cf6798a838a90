public import ClassifierFitting
public import Datasets
import DetectorFitting
public import InspectionTypes
public import NeuralNetworks

/// What a backbone makes of recordings, window by window: computed once each, in f32, on the engine that serves. One owner.
public final class SoundEmbeddings {
    /// `features` → `embedding`.
    public let backbone: Graph
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

    public init(_ backbone: Graph, frontEnd: SoundFrontEnd, threads: Int) throws {
        self.backbone = backbone
        self.frontEnd = frontEnd
        network = try SoundNetwork(backbone, frontEnd: frontEnd, threads: threads)
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
