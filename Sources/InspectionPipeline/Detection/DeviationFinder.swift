public import InspectionTypes

/// Says where in time and frequency a recording differs from its machine's normal sound: what a person would point at.
///
/// In this order, each step looking at what the ones before left:
/// 1. louder or quieter as a whole: the shift that nine tenths of the bands share is one deviation, over all bands;
/// 2. bands that are louder or quieter all the time: a band's mean against the spread of normal recordings' means;
/// 3. stretches of time and frequency: levels, smoothed over 3 stretches and 3 bands, against the spread of normal stretches. Connected
///    pieces are one deviation; so are pieces at one time in neighbouring bands, and pieces of the same bands in short succession, as knocks.
///
/// A difference counts from ``leastDecibels`` and from ``leastDeviations`` of the normal spread on.
public struct DeviationFinder: Sendable, Equatable {
    /// In decibels.
    public var leastDecibels: Double
    /// In standard deviations of normal recordings or stretches.
    public var leastDeviations: Double
    /// Deviations given at most, the largest first: decibels summed over stretches and bands.
    public var limit: Int

    /// No normal sound is known better than this, in decibels: what is constant in a few recordings is not constant for ever.
    static let leastSpread = 0.5
    /// Pieces of the same bands that follow each other within so many seconds are one deviation.
    static let succession = 2.0

    public init(leastDecibels: Double = 3, leastDeviations: Double = 3, limit: Int = 5) {
        self.leastDecibels = leastDecibels
        self.leastDeviations = leastDeviations
        self.limit = limit
    }

    /// - Parameters:
    ///   - grid: the recording; its stretches as long as the reference's, or longer.
    ///   - duration: of the recording, in seconds; a recording that was repeated to fill a window ends there.
    public func find(in grid: LevelGrid, normal: NormalReference.Machine, duration: Double = .infinity)
        -> [BandDeviation]
    {
        var field = DeviationField(grid, normal, duration: duration)
        guard field.stretchCount > 0 else { return [] }
        let levels = field.levels
        var pieces: [DeviationPiece] = []
        if let shift = overall(field) {
            pieces.append(shift)
            field.subtract(shift.decibels, bands: 0..<field.bandCount)
        }
        for run in steady(field) {
            pieces.append(run.piece)
            for band in run.piece.bands { field.subtract(run.bandMeans[band] ?? 0, bands: band..<band + 1) }
        }
        pieces += merged(
            passing(field, levels), bandCount: field.bandCount, succession: Self.succession / field.secondsPerStretch)
        return pieces.sorted { $0.size > $1.size }.prefix(limit).map { field.deviation($0) }
    }

    private func passes(_ decibels: Double, _ deviations: Double) -> Bool {
        abs(decibels) >= leastDecibels && abs(deviations) >= leastDeviations
    }

    /// The shift that nearly all bands share.
    private func overall(_ field: DeviationField) -> DeviationPiece? {
        let means = field.bandMeans
        let sorted = means.sorted()
        let tenth = sorted.count / 10
        let (low, high) = (sorted[tenth], sorted[sorted.count - 1 - tenth])
        guard low > 0 || high < 0 else { return nil }
        // The least that is shared; the median of the bands that do no more than share it.
        let least = low > 0 ? low : high
        let sharing = means.indices.filter { abs(means[$0] - least) <= leastDecibels }
        let decibels = Self.median(sharing.map { means[$0] })
        let deviations = Self.median(sharing.map { means[$0] / field.recordingSpread(band: $0) })
        guard sharing.count * 2 >= means.count, passes(decibels, deviations) else { return nil }
        return DeviationPiece(
            bands: 0..<field.bandCount, stretches: 0..<field.stretchCount, decibels: decibels,
            deviations: deviations, cells: field.bandCount * field.stretchCount)
    }

    /// Runs of neighbouring bands that differ all the time.
    private func steady(_ field: DeviationField) -> [(piece: DeviationPiece, bandMeans: [Int: Double])] {
        let means = field.bandMeans
        let signs = means.indices.map { band -> Int in
            guard passes(means[band], means[band] / field.recordingSpread(band: band)),
                field.isSteady(band: band, mean: means[band])
            else { return 0 }
            return means[band] > 0 ? 1 : -1
        }
        var runs: [(piece: DeviationPiece, bandMeans: [Int: Double])] = []
        var first = 0
        for band in signs.indices where band + 1 == signs.count || signs[band + 1] != signs[first] {
            defer { first = band + 1 }
            guard signs[first] != 0 else { continue }
            let bands = first..<band + 1
            let count = Double(bands.count)
            runs.append(
                (
                    DeviationPiece(
                        bands: bands, stretches: 0..<field.stretchCount,
                        decibels: bands.reduce(0) { $0 + means[$1] } / count,
                        deviations: bands.reduce(0) { $0 + means[$1] / field.recordingSpread(band: $1) } / count,
                        cells: bands.count * field.stretchCount),
                    Dictionary(uniqueKeysWithValues: bands.map { ($0, means[$0]) })
                ))
        }
        return runs
    }

    /// Connected pieces of the smoothed field that pass both bounds.
    ///
    /// - Parameter heard: the levels before anything was taken out of them: where a steady hum pauses, what is left lies below normal, and
    ///   what was heard does not.
    private func passing(_ field: DeviationField, _ heard: [Float]) -> [DeviationPiece] {
        let smooth = field.smoothed()
        let bands = field.bandCount
        var signs = [Int8](repeating: 0, count: smooth.count)
        for place in smooth.indices where smooth[place].isFinite {
            let level = Double(smooth[place])
            if passes(level, level / field.stretchSpread(band: place % bands)) { signs[place] = level > 0 ? 1 : -1 }
        }
        var pieces: [DeviationPiece] = []
        var waiting: [Int] = []
        for start in signs.indices where signs[start] != 0 {
            let sign = signs[start]
            var piece: DeviationPiece?
            signs[start] = 0
            waiting.append(start)
            while let place = waiting.popLast() {
                let (stretch, band) = (place / bands, place % bands)
                let level = Double(field.levels[place])
                // Smoothing widens what it finds: a cell that does not differ by itself only connects.
                if min(level * Double(sign), Double(heard[place]) * Double(sign)) >= leastDecibels {
                    let cell = DeviationPiece(
                        bands: band..<band + 1, stretches: stretch..<stretch + 1, decibels: level,
                        deviations: level / field.stretchSpread(band: band), cells: 1)
                    if piece?.join(cell) == nil { piece = cell }
                }
                for (next, isInside) in [
                    (place - 1, band > 0), (place + 1, band + 1 < bands), (place - bands, stretch > 0),
                    (place + bands, stretch + 1 < field.stretchCount),
                ] where isInside && signs[next] == sign {
                    signs[next] = 0
                    waiting.append(next)
                }
            }
            // One stretch of one band is a chance hit.
            if let piece, piece.cells > 1 { pieces.append(piece) }
        }
        return pieces
    }

    /// Joins pieces of one sign: those at one time in neighbouring bands, then those of mostly the same bands that follow each other closely.
    private func merged(_ pieces: [DeviationPiece], bandCount: Int, succession: Double) -> [DeviationPiece] {
        let gap = max(1, bandCount / 16)
        let groups = Self.joined(pieces) { $0.touches($1, bandGap: gap) }
        return Self.joined(groups) { $0.continues(in: $1, within: succession) }
    }

    private static func joined(
        _ pieces: [DeviationPiece], where belong: (DeviationPiece, DeviationPiece) -> Bool
    ) -> [DeviationPiece] {
        var result: [DeviationPiece] = []
        for piece in pieces.sorted(by: Self.comesFirst) {
            if let place = result.lastIndex(where: { belong($0, piece) }) {
                result[place].join(piece)
            } else {
                result.append(piece)
            }
        }
        return result
    }

    private static func comesFirst(_ a: DeviationPiece, _ b: DeviationPiece) -> Bool {
        (a.stretches.lowerBound, a.bands.lowerBound) < (b.stretches.lowerBound, b.bands.lowerBound)
    }

    private static func median(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        return sorted.isEmpty ? 0 : (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
    }
}
