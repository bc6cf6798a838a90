#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif
import InspectionTypes
import Synchronization

/// Finds pictures that show the same, by comparing each with each on all processors.
///
/// The greatest correlation over all turns is at most `Σ over k of |Σ over rings c₁* c₂|`; only pairs where that bound is high enough are turned.
/// Pairs that agree somewhat are compared once more with a little of the first one's edges cut off, or of the second's (``FingerprintSampler/crops``).
struct PictureFingerprintIndex {
    /// From this correlation on two pictures count as one.
    static let leastAgreement: Float = 0.92
    /// From this on, it is looked whether one is the other with its edges cut.
    private static let leastToCrop: Float = 0.6
    /// What they must agree by then: the best of twenty looks is the better by chance.
    private static let leastWhenCropped: Float = 0.95

    private let known: RingSpectra

    init(_ fingerprints: [PictureFingerprint]) {
        known = RingSpectra(fingerprints.map(\.coefficients))
    }

    func matches(of queries: [PictureFingerprint]) -> [[FingerprintMatch]] {
        search(queries) { _ in known.count }
    }

    /// For each of the fingerprints that the index was made of, those before it.
    func matchesAmongThemselves(_ fingerprints: [PictureFingerprint]) -> [[FingerprintMatch]] {
        search(fingerprints) { $0 }
    }

    private func search(
        _ queries: [PictureFingerprint], among candidates: @escaping @Sendable (Int) -> Int
    ) -> [[FingerprintMatch]] {
        let results = Mutex([[FingerprintMatch]](repeating: [], count: queries.count))
        let known = known
        let count = queries.count
        // The later ones have more to be compared with: they go first.
        try? ParallelWork.forEach(count, threads: WorkerThreads.processorCount) { turn in
            let number = count - 1 - turn
            let found = Self.matches(of: queries[number], among: candidates(number), known)
            if !found.isEmpty { results.withLock { $0[number] = found } }
        }
        return results.withLock { $0 }
    }

    private static func matches(
        of query: PictureFingerprint, among candidates: Int, _ known: RingSpectra
    ) -> [FingerprintMatch] {
        guard !query.isEmpty else { return [] }
        let whole = RingSpectra([query.coefficients])
        var cut: RingSpectra?
        var found: [FingerprintMatch] = []
        for index in 0..<candidates where known.isFilled(index) {
            var agreement = known.agreement(of: index, with: 0, of: whole, atLeast: leastToCrop)
            guard agreement >= leastToCrop else { continue }
            if agreement < leastAgreement, !query.crops.isEmpty {
                let crops = cut ?? RingSpectra(query.crops)
                cut = crops
                for crop in 0..<crops.count where crops.isFilled(crop) && agreement < leastWhenCropped {
                    agreement = max(
                        agreement, known.agreement(of: index, with: crop, of: crops, atLeast: leastWhenCropped))
                }
                if agreement < leastWhenCropped { continue }
            }
            if agreement >= leastAgreement {
                found.append(FingerprintMatch(index: index, agreement: Double(min(1, agreement))))
            }
        }
        return found
    }
}
