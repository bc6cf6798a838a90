import InspectionTypes

/// A recording's level less its machine's normal level, in decibels, by stretch and band.
struct DeviationField {
    let bandCount: Int
    let stretchCount: Int
    let secondsPerStretch: Double
    private let duration: Double
    private let edges: [Double]
    private let normal: NormalReference.Machine
    /// `[stretch, mel]`; not a number where nothing was heard.
    private(set) var levels: [Float]
    /// Stretches in which something was heard.
    private let heard: [Int]
    /// The mean of ``levels`` by band.
    private(set) var bandMeans: [Double]

    init(_ grid: LevelGrid, _ normal: NormalReference.Machine, duration: Double) {
        precondition(
            normal.levels.count == grid.bandCount,
            "DeviationField: a reference of \(normal.levels.count) bands, a recording of \(grid.bandCount)")
        bandCount = grid.bandCount
        secondsPerStretch = grid.secondsPerStretch
        let within = (duration / grid.secondsPerStretch).rounded(.up)
        stretchCount = within < Double(grid.stretchCount) ? max(1, Int(within)) : grid.stretchCount
        // The last frame reaches beyond its start: what lasts to the last stretch lasts to the end.
        let shown = Double(stretchCount) * grid.secondsPerStretch
        self.duration = duration - shown < grid.secondsPerStretch ? duration : shown
        self.normal = normal
        edges = grid.settings.bandEdges
        var levels = grid.stretchCount > 0 ? Array(grid.decibels[..<(stretchCount * bandCount)]) : []
        for place in levels.indices { levels[place] -= normal.levels[place % bandCount] }
        self.levels = levels
        heard = (0..<(levels.isEmpty ? 0 : stretchCount)).filter { [bandCount] in levels[$0 * bandCount].isFinite }
        var sums = [Double](repeating: 0, count: bandCount)
        for stretch in heard {
            for band in 0..<bandCount { sums[band] += Double(levels[stretch * bandCount + band]) }
        }
        bandMeans = sums.map { [heard] in $0 / Double(max(1, heard.count)) }
    }

    /// Of a stretch, in decibels.
    func stretchSpread(band: Int) -> Double {
        max(DeviationFinder.leastSpread, Double(normal.deviations[band]))
    }

    /// Of a whole recording's mean, in decibels: what few normal recordings tell is trusted less, and a short recording's mean varies more.
    func recordingSpread(band: Int) -> Double {
        let between = Double(normal.recordingDeviations[band]) * (1 + 2 / Double(max(1, normal.recordings)))
        let within = Double(normal.deviations[band]) / Double(max(1, heard.count)).squareRoot()
        return max(DeviationFinder.leastSpread, (between * between + within * within).squareRoot())
    }

    /// Whether a band differs all along: three quarters of its stretches by half of its mean or more.
    func isSteady(band: Int, mean: Double) -> Bool {
        let like = heard.count { Double(levels[$0 * bandCount + band]) / mean >= 0.5 }
        return 4 * like >= 3 * heard.count
    }

    /// Takes what is explained out of some bands.
    mutating func subtract(_ decibels: Double, bands: Range<Int>) {
        for stretch in heard {
            for band in bands { levels[stretch * bandCount + band] -= Float(decibels) }
        }
        for band in bands { bandMeans[band] -= decibels }
    }

    /// The mean over 3 stretches and 3 bands, of those that there are.
    func smoothed() -> [Float] {
        var result = levels
        for stretch in heard {
            let rows = (max(0, stretch - 1)...min(stretchCount - 1, stretch + 1)).filter {
                levels[$0 * bandCount].isFinite
            }
            for band in 0..<bandCount {
                let columns = max(0, band - 1)...min(bandCount - 1, band + 1)
                var sum: Float = 0
                for row in rows { for column in columns { sum += levels[row * bandCount + column] } }
                result[stretch * bandCount + band] = sum / Float(rows.count * columns.count)
            }
        }
        return result
    }

    /// In hertz and seconds.
    func deviation(_ piece: DeviationPiece) -> BandDeviation {
        BandDeviation(
            lowFrequency: edges[piece.bands.lowerBound], highFrequency: edges[piece.bands.upperBound],
            start: min(Double(piece.stretches.lowerBound) * secondsPerStretch, duration),
            end: piece.stretches.upperBound == stretchCount
                ? duration : min(Double(piece.stretches.upperBound) * secondsPerStretch, duration),
            decibels: piece.decibels, deviations: piece.deviations)
    }
}
