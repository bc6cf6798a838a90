import NeuralNetworks

/// Plain numbers of a window's bands over time: what a machine sounds like before any network.
enum BandStatistics: CaseIterable {
    /// The mean.
    case spectrum
    /// The standard deviation.
    case variation
    /// How far the loudest frames' mean lies above the mean of all.
    case peaks

    var name: String {
        switch self {
        case .spectrum: "mean spectrum"
        case .variation: "variation of the bands"
        case .peaks: "peaks of the bands"
        }
    }

    /// Share of the frames that are a band's peaks.
    private static let peakShare = 0.03
    private static let leastVariance: Float = 1e-6

    /// Frames that are a band's peaks, of so many.
    private static func peakCount(_ frames: Int) -> Int { max(1, Int((peakShare * Double(frames)).rounded())) }

    /// `[frame, mel]` → `[mel]`.
    func of(_ values: [Float], bandCount: Int) -> [Float] {
        let frames = values.count / bandCount
        let means = (0..<bandCount).map { band in
            (0..<frames).reduce(Float(0)) { $0 + values[$1 * bandCount + band] } / Float(frames)
        }
        switch self {
        case .spectrum: return means
        case .variation:
            return (0..<bandCount).map { band in
                let squares = (0..<frames).reduce(Float(0)) { sum, frame in
                    let difference = values[frame * bandCount + band] - means[band]
                    return sum + difference * difference
                }
                return max(squares / Float(frames), Self.leastVariance).squareRoot()
            }
        case .peaks:
            let count = Self.peakCount(frames)
            return (0..<bandCount).map { band in
                let loudest = (0..<frames).map { values[$0 * bandCount + band] }.sorted(by: >).prefix(count)
                return loudest.reduce(0, +) / Float(count) - means[band]
            }
        }
    }

    /// `[batch, 1, frame, mel]` → `[batch, mel]`.
    func write(on features: GraphBuilder.Value, in builder: inout GraphBuilder) -> GraphBuilder.Value {
        let flat: [Dimension] = ["batch", features.shape[3]]
        let means = builder.mean(features, axes: [2], keepsAxes: true)
        switch self {
        case .spectrum: return builder.reshape(means, to: flat)
        case .variation:
            let squares = builder.square(builder.subtract(features, means))
            let variance = builder.clip(
                builder.mean(squares, axes: [2], keepsAxes: true), from: Self.leastVariance)
            return builder.reshape(builder.squareRoot(variance), to: flat)
        case .peaks:
            let count = Self.peakCount(features.length(2))
            let loudest = builder.top(count, of: builder.transpose(features, to: [0, 1, 3, 2]), largest: true).values
            let peaks = builder.mean(loudest, axes: [3], keepsAxes: false)
            return builder.subtract(builder.reshape(peaks, to: flat), builder.reshape(means, to: flat))
        }
    }
}
