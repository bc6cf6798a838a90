public import InspectionTypes
public import Signals

/// How loud a recording is by stretch of time and mel band, in decibels; memory stays flat however long it is.
///
/// Frames are averaged over stretches of a fixed count of frames. When the stretches become more than ``mostStretches``, neighbours are
/// joined and every stretch is twice as long from then on.
public struct LevelGrid: Sendable {
    /// An hour at a second, in 128 bands: 2 MB.
    public static let mostStretches = 4096

    public let settings: LogMelSettings
    /// Frames in a stretch.
    public private(set) var framesPerStretch: Int
    /// Sums over the frames that fell into each stretch, `[stretch, mel]`.
    private var sums: [Float] = []
    /// Frames that fell into each stretch.
    private var counts: [Int] = []
    private let limit: Int
    /// Decibels for one unit of the front end's numbers.
    private let scale: Float

    /// - Parameter seconds: a stretch's length; rounded to frames, at least one.
    public init(_ settings: LogMelSettings, seconds: Double = 0, mostStretches: Int = Self.mostStretches) {
        precondition(mostStretches >= 2, "LevelGrid: \(mostStretches) stretches")
        self.settings = settings
        self.limit = mostStretches
        let frames = seconds * settings.sampleRate / Double(settings.hopLength)
        framesPerStretch = max(1, Int(min(frames, 1e6).rounded()))
        scale = settings.decibelsPerUnit
    }

    /// The levels of a whole recording.
    public init(_ spectrogram: LogMelSpectrogram, seconds: Double = 0) {
        self.init(spectrogram.settings, seconds: seconds)
        add(spectrogram.values[...], firstFrame: 0)
    }

    public var bandCount: Int { settings.bandCount }
    public var stretchCount: Int { counts.count }
    /// Length of a stretch.
    public var secondsPerStretch: Double {
        Double(framesPerStretch * settings.hopLength) / settings.sampleRate
    }

    /// Adds frames as the front end gives them, `[frame, mel]`.
    ///
    /// - Parameter firstFrame: counted from the recording's first.
    public mutating func add(_ values: ArraySlice<Float>, firstFrame: Int) {
        let bands = bandCount
        var place = values.startIndex
        for frame in firstFrame..<firstFrame + values.count / bands {
            while frame / framesPerStretch >= limit { join() }
            let stretch = frame / framesPerStretch
            if stretch >= counts.count {
                sums += [Float](repeating: 0, count: (stretch + 1 - counts.count) * bands)
                counts += [Int](repeating: 0, count: stretch + 1 - counts.count)
            }
            for band in 0..<bands { sums[stretch * bands + band] += values[place + band] }
            counts[stretch] += 1
            place += bands
        }
    }

    /// Decibels by `[stretch, mel]`; not a number where no frame fell into a stretch.
    public var decibels: [Float] {
        var result = sums
        for stretch in counts.indices {
            let factor = counts[stretch] > 0 ? scale / Float(counts[stretch]) : .nan
            for place in stretch * bandCount..<(stretch + 1) * bandCount { result[place] *= factor }
        }
        return result
    }

    private mutating func join() {
        let (bands, count) = (bandCount, counts.count)
        for stretch in 0..<(count + 1) / 2 {
            let (first, second) = (2 * stretch, 2 * stretch + 1)
            counts[stretch] = counts[first] + (second < count ? counts[second] : 0)
            for band in 0..<bands {
                sums[stretch * bands + band] =
                    sums[first * bands + band] + (second < count ? sums[second * bands + band] : 0)
            }
        }
        counts.removeLast(count / 2)
        sums.removeLast(count / 2 * bands)
        framesPerStretch *= 2
    }
}

extension LogMelSettings {
    /// How many decibels one unit of the compressed energies is.
    var decibelsPerUnit: Float {
        switch compression {
        case .decibel: 1
        // 10 · log10(e) of power, 20 · log10(e) of magnitude.
        case .naturalLogarithm: power == 2 ? 4.342_944_8 : 8.685_889_6
        }
    }

    /// Where bands meet, in hertz: `bandCount + 1` numbers from the lowest to the highest frequency.
    var bandEdges: [Double] {
        let centres = bandCentres
        return [lowestFrequency] + zip(centres, centres.dropFirst()).map { ($0 + $1) / 2 } + [highestFrequency]
    }
}
