import Datasets
import Inference
public import InspectionTypes
public import NeuralNetworks
import Synchronization

/// A network of sounds run over many windows on the serving engine, on several threads.
public struct SoundNetwork: Sendable {
    private let network: CompiledNetwork
    private let shape: [Int]
    private let threads: Int

    /// - Throws: `InferenceError`, `NetworkError`.
    public init(_ graph: Graph, frontEnd: SoundFrontEnd, threads: Int) throws {
        network = try CompiledNetwork(
            ModelFile(graph: graph), engine: InferenceEngine(),
            options: .init(precision: .f32, threads: threads, streams: threads, batch: 1))
        shape = [1, 1, frontEnd.windowFrames, frontEnd.logMel.bandCount]
        self.threads = threads
    }

    /// Each output of each window, `[output][window]`.
    ///
    /// - Parameters:
    ///   - progress: told how many windows of how many are done; called by one thread at a time.
    ///   - isCancelled: asked before each window.
    /// - Throws: ``FittingError`` where an output holds numbers that are none, or when cancelled.
    public func run(
        _ windows: SoundWindows, fetch outputs: [String],
        progress: @escaping @Sendable (Int, Int) -> Void = { _, _ in },
        isCancelled: @escaping @Sendable () -> Bool = { false }
    ) throws -> [[[Float]]] {
        let total = windows.places.count
        let shared = Mutex(
            Progress(results: Array(repeating: Array(repeating: [], count: total), count: outputs.count)))
        let sessions = try (0..<threads).map { _ in Handover(try InferenceSession(network)) }
        let shape = shape
        WorkerThreads.run(threads) { worker in
            var values = [Float](repeating: 0, count: windows.windowLength)
            while true {
                let taken = shared.withLock { state -> Int? in
                    if isCancelled() { state.failure = state.failure ?? FittingError.stopped }
                    guard state.failure == nil, state.next < total else { return nil }
                    defer { state.next += 1 }
                    return state.next
                }
                guard let index = taken else { return }
                do {
                    let place = windows.places[index]
                    values.withUnsafeMutableBufferPointer { windows.write(place, into: $0) }
                    let found = try values.withUnsafeBufferPointer { values in
                        var found: [[Float]] = []
                        try sessions[worker].value.run(
                            ResidualNetwork.Names.features, values, shape: shape, fetch: outputs
                        ) { buffers, _ in found = buffers.map(Array.init) }
                        return found
                    }
                    guard found.allSatisfy({ $0.allSatisfy(\.isFinite) }) else {
                        throw FittingError(
                            .backbone, "the network makes of \(windows.items[place.item].path) numbers that are none")
                    }
                    shared.withLock { state in
                        for output in found.indices { state.results[output][index] = found[output] }
                        state.done += 1
                        progress(state.done, total)
                    }
                } catch {
                    shared.withLock { $0.failure = $0.failure ?? error }
                }
            }
        }
        return try shared.withLock { state in
            if let failure = state.failure { throw failure }
            return state.results
        }
    }

    private struct Progress {
        var next = 0
        var done = 0
        var results: [[[Float]]]
        var failure: (any Error)?
    }
}
