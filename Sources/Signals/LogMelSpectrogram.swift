public import InspectionTypes

/// Log-mel energies over time, `[frame, mel]`, row by row.
public struct LogMelSpectrogram: Sendable, Equatable {
    /// `frameCount · bandCount` numbers; frame *t* stands at `t · bandCount`.
    public var values: [Float]
    public var frameCount: Int
    public var bandCount: Int
    public var settings: LogMelSettings

    public init(values: [Float], settings: LogMelSettings) {
        precondition(
            values.count % settings.bandCount == 0,
            "LogMelSpectrogram: \(values.count) values are no whole number of frames of \(settings.bandCount) bands"
        )
        self.values = values
        self.frameCount = values.count / settings.bandCount
        self.bandCount = settings.bandCount
        self.settings = settings
    }

    /// The energies of one frame, `[mel]`.
    public subscript(frame frame: Int) -> ArraySlice<Float> {
        values[frame * bandCount..<(frame + 1) * bandCount]
    }

    /// Seconds from the start of one frame to the start of the next.
    public var secondsPerFrame: Double { Double(settings.hopLength) / settings.sampleRate }
}
