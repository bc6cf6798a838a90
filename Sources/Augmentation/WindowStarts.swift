public import InspectionTypes

/// Chooses where training windows begin, so that they hold something to hear.
///
/// A frame is *active* when its energy lies within ``range`` of the recording's loudest frame. A start is drawn again, up to
/// ``redraws`` times, until the window has 30 % of active frames, or half of all that the recording has. Padded recordings (ESC-10's
/// five seconds often hold one) would else teach that silence is a class.
public struct WindowStarts: Sendable {
    /// Decibels below the loudest frame down to which a frame is active.
    public static let range = 45.0
    private static let redraws = 10

    /// Active frames before each frame, `frameCount + 1` numbers.
    private let activeBefore: [Int32]
    private let windowFrames: Int

    /// - Parameters:
    ///   - features: `[frame, mel]` of the whole recording.
    ///   - settings: how they were made.
    public init(_ features: UnsafeBufferPointer<Float>, settings: LogMelSettings, windowFrames: Int) {
        let scale = FeatureScale(settings)
        let bands = settings.bandCount
        var loudness: [Float] = []
        loudness.reserveCapacity(features.count / bands)
        for frame in 0..<features.count / bands {
            // The loudest band stands for the frame: no exponentials over all of them.
            loudness.append(features[frame * bands..<(frame + 1) * bands].max() ?? 0)
        }
        let least = (loudness.max() ?? 0) - scale.perDecibel * Float(Self.range)
        var count: Int32 = 0
        self.activeBefore =
            [0]
            + loudness.map { value in
                if value >= least { count += 1 }
                return count
            }
        self.windowFrames = windowFrames
    }

    /// A random first frame.
    public func draw(using generator: inout SeededGenerator) -> Int {
        let last = activeBefore.count - 1 - windowFrames
        guard last > 0 else { return 0 }
        let wanted = min(Double(windowFrames) * 0.3, Double(activeBefore[activeBefore.count - 1]) * 0.5)
        var start = 0
        for _ in 0..<Self.redraws {
            start = Int(generator.nextUniform() * Double(last + 1))
            if Double(activeBefore[start + windowFrames] - activeBefore[start]) >= wanted { break }
        }
        return start
    }
}
