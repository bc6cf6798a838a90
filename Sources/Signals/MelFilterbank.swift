public import InspectionTypes

/// Overlapping triangles, evenly spaced in mels, that sum a spectrum's bins into bands; only what is not zero is kept.
///
/// Band *b* rises from edge *b* to edge *b + 1* and falls to edge *b + 2*, `bandCount + 2` edges from the lowest to the highest
/// frequency. ``LogMelSettings/FilterShape`` says whether its flanks are straight in hertz or in mels.
public struct MelFilterbank: Sendable {
    /// Sum of `weights[i] · spectrum[firstBin + i]`.
    public struct Band: Sendable, Equatable {
        public var firstBin: Int
        public var weights: [Float]
    }

    public let bands: [Band]
    /// Bins in the spectra it is made for.
    public let binCount: Int

    public init(_ settings: LogMelSettings) {
        let binCount = settings.fftLength / 2 + 1
        let lowest = MelScale.mel(settings.lowestFrequency, settings.scale)
        let highest = MelScale.mel(settings.highestFrequency, settings.scale)
        let step = (highest - lowest) / Double(settings.bandCount + 1)
        let binWidth = settings.sampleRate / Double(settings.fftLength)
        let melEdges = (0..<settings.bandCount + 2).map { lowest + step * Double($0) }
        let hertzEdges = melEdges.map { MelScale.hertz($0, settings.scale) }
        let inMels = settings.shape == .mel
        let places = (0..<binCount).map { bin in
            inMels ? MelScale.mel(Double(bin) * binWidth, settings.scale) : Double(bin) * binWidth
        }
        let edges = inMels ? melEdges : hertzEdges
        self.binCount = binCount
        self.bands = (0..<settings.bandCount).map { band in
            let scale =
                switch settings.normalization {
                case .none: 1.0
                case .slaney: 2 / (hertzEdges[band + 2] - hertzEdges[band])
                }
            let weights = places.enumerated().map { bin, place -> Double in
                // TensorFlow leaves the constant part out of a bank straight in mels.
                if inMels, bin == 0 { return 0 }
                let rise = (place - edges[band]) / (edges[band + 1] - edges[band])
                let fall = (edges[band + 2] - place) / (edges[band + 2] - edges[band + 1])
                return scale * max(0, min(rise, fall))
            }
            guard let first = weights.firstIndex(where: { $0 > 0 }), let last = weights.lastIndex(where: { $0 > 0 })
            else {
                return Band(firstBin: 0, weights: [])
            }
            return Band(firstBin: first, weights: weights[first...last].map(Float.init))
        }
    }

    /// Bands too narrow to hold a single bin: they give the logarithm's floor and nothing else.
    public var emptyBands: [Int] { bands.indices.filter { bands[$0].weights.isEmpty } }
}
