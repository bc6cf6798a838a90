import AnomalyDetection
public import Datasets
import InspectionTypes

/// A recording that may be an anomaly put among the normal ones.
public struct SuspectRecording: Sendable, Hashable {
    /// As the data set names it.
    public var path: String
    public var machine: String
    /// How far it stands out, in robust standard deviations of the normal recordings' scores.
    public var deviations: Double
}

extension SoundDetectorFitter {
    /// Recordings among the normal ones that sound unlike all others of their machine.
    ///
    /// Looked for before anything is learnt, by means and variations of the bands (each in its standard deviations within the machines): what is an
    /// anomaly must neither be learnt nor set a threshold.
    public func suspects(among items: [DataItem]) throws -> [SuspectRecording] {
        let windows = SoundWindows(items, store: store, frontEnd: frontEnd)
        guard !windows.places.isEmpty else { return [] }
        let kinds = [BandStatistics.spectrum, .variation]
        let statistics = BandStatistics.rows(kinds, of: windows, column: column)
        return try OutlierSearch(statistics.standardizedWithinMachines(), form: .plain).suspects.map { suspect in
            SuspectRecording(
                path: windows.items[suspect.recording].path, machine: machines[suspect.machine],
                deviations: suspect.deviations)
        }
    }
}

extension BandStatistics {
    /// Several statistics side by side, a row a window.
    static func rows(_ kinds: [BandStatistics], of windows: SoundWindows, column: (DataItem) -> Int) -> Embeddings {
        let bands = windows.frontEnd.logMel.bandCount
        var rows = Embeddings(dimension: kinds.count * bands)
        var values = [Float](repeating: 0, count: windows.windowLength)
        for place in windows.places {
            values.withUnsafeMutableBufferPointer { windows.write(place, into: $0) }
            rows.append(
                kinds.flatMap { $0.of(values, bandCount: bands) }, machine: column(windows.items[place.item]),
                recording: place.item)
        }
        return rows
    }
}

extension Embeddings {
    /// Every number about its machine's mean, in standard deviations within the machines.
    func standardizedWithinMachines() -> Embeddings {
        var sums: [Int: [Double]] = [:]
        var counts: [Int: Double] = [:]
        for row in 0..<count {
            counts[machines[row], default: 0] += 1
            var sum = sums[machines[row]] ?? [Double](repeating: 0, count: dimension)
            for (place, value) in self[row].enumerated() { sum[place] += Double(value) }
            sums[machines[row]] = sum
        }
        let means = sums.mapValues { $0 }.reduce(into: [Int: [Double]]()) { means, entry in
            let own = counts[entry.key] ?? 1
            means[entry.key] = entry.value.map { $0 / own }
        }
        var squares = [Double](repeating: 0, count: dimension)
        for row in 0..<count {
            let mean = means[machines[row]] ?? []
            for (place, value) in self[row].enumerated() {
                squares[place] += (Double(value) - mean[place]) * (Double(value) - mean[place])
            }
        }
        let deviations = squares.map { max(($0 / Double(Swift.max(1, count))).squareRoot(), 1e-3) }
        var standardized = Embeddings(dimension: dimension)
        standardized.reserveCapacity(count)
        for row in 0..<count {
            let mean = means[machines[row]] ?? []
            standardized.append(
                self[row].enumerated().map { Float((Double($1) - mean[$0]) / deviations[$0]) },
                machine: machines[row], recording: recordings[row])
        }
        return standardized
    }
}
