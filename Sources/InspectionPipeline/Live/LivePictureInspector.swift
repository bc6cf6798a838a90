public import Inference
public import InspectionTypes
public import NeuralNetworks
import Synchronization

/// A model of pictures that watches live: looks at pictures of many sources side by side, each on a thread of its own.
///
/// Networks of pictures keep a processor busy by themselves: a batch on one thread would be no faster than one after the other, and the first of
/// it would wait for the last. One owner.
///
/// ```swift
/// let live = try LivePictureInspector(ModelFile(contentsOf: "casting.onnx"), engine: InferenceEngine(), workers: 2)
/// let findings = live.look(at: frames) { frame, inspection in Result { try inspection.inspect(frame.picture()…) } }
/// ```
public final class LivePictureInspector {
    public let inspector: Inspector
    private let inspections: [Handover<any PictureInspecting>]

    /// - Parameters:
    ///   - workers: pictures that are looked at side by side.
    ///   - threads: of the network, for all of them together; as many as workers by default.
    /// - Throws: ``PipelineError`` for a model of sounds, besides what ``Inspector`` throws.
    public init(
        _ file: ModelFile, engine: InferenceEngine, precision: Precision = .f32, workers: Int = 1, threads: Int? = nil,
        settings: InspectionSettings = InspectionSettings()
    ) throws {
        let inspector = try Inspector(
            file, engine: engine, precision: precision, workers: workers, threads: threads, settings: settings)
        inspections = try (0..<workers).map { _ in
            guard let inspection = try inspector.inspection() as? any PictureInspecting else {
                throw PipelineError(
                    .input,
                    "the model listens to sounds and cannot watch: give it to `listen`, or take a model of pictures")
            }
            return Handover(inspection)
        }
        self.inspector = inspector
    }

    public var card: ModelCard { inspector.card }
    public var workers: Int { inspections.count }

    /// Looks at several pictures side by side.
    ///
    /// - Parameter body: called on several threads, with an inspection that nobody else has meanwhile.
    /// - Returns: what it made of each, in order.
    public func look<Item: Sendable, Look: Sendable>(
        at items: [Item], _ body: @escaping @Sendable (Item, any PictureInspecting) -> Look
    ) -> [Look] {
        guard items.count > 1 else { return items.map { body($0, inspections[0].value) } }
        let looks = Mutex([Look?](repeating: nil, count: items.count))
        let next = Mutex(0)
        let shared = inspections
        WorkerThreads.run(min(workers, items.count)) { worker in
            while true {
                let place = next.withLock { place in
                    defer { place += 1 }
                    return place
                }
                guard place < items.count else { return }
                let look = body(items[place], shared[worker].value)
                looks.withLock { $0[place] = look }
            }
        }
        return looks.withLock { $0.compactMap { $0 } }
    }
}
