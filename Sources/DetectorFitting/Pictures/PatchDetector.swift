public import AnomalyDetection
public import InspectionTypes
import NeuralNetworks

/// A detector of pictures that is fitted on features of a network that someone else trained, without any training.
public enum PatchMethod: String, Sendable, Hashable, Codable, CaseIterable {
    /// ``PatchCore``.
    case patchcore
    /// ``PaDiM``.
    case padim
}

/// How such a detector is fitted.
public struct PatchFittingOptions: Sendable, Hashable {
    /// Bytes of the memory bank, or of PaDiM's matrices.
    public var bytes: Int
    /// Channels of the features at most; `nil` for the method's own: see ``dimension(_:)``.
    public var dimension: Int?
    /// Of PatchCore: multiplications and additions that one picture's distances may take. What a bank costs in time grows with its rows as
    /// what it costs in bytes does, times the places of a picture: at a few hundred places the time is what limits it.
    public var multiplyAdds: Int
    /// Of PatchCore.
    public var neighbours: Int
    public var seed: UInt64
    public var threads: Int

    public init(
        bytes: Int = CoresetSampler.defaultBudget, dimension: Int? = nil, multiplyAdds: Int = 800_000_000,
        neighbours: Int = 9, seed: UInt64 = 0, threads: Int = WorkerThreads.processorCount
    ) {
        precondition(
            bytes > 0 && dimension ?? 1 > 0 && multiplyAdds > 0 && neighbours > 0,
            "PatchFittingOptions: \(bytes) bytes, \(dimension ?? 1) channels, \(multiplyAdds) multiply-adds")
        self.bytes = bytes
        self.dimension = dimension
        self.multiplyAdds = multiplyAdds
        self.neighbours = neighbours
        self.seed = seed
        self.threads = threads
    }

    /// Channels for a picture of so many places: 128 of PatchCore; of PaDiM 100 as in the paper, or as many as the budget holds.
    func dimension(_ method: PatchMethod) -> (_ places: Int) -> Int {
        switch method {
        case .patchcore: { _ in dimension ?? 128 }
        case .padim: { places in min(dimension ?? 100, PaDiM.dimension(places: places, bytes: bytes)) }
        }
    }

    /// Bytes of a bank of features of so many places.
    func bankBytes(places: Int) -> Int { min(bytes, 4 * max(1, multiplyAdds / places)) }
}
