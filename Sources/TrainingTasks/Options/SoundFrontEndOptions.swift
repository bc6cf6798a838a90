public import ArgumentParser
public import InspectionTypes

/// What is heard and how much of it at a time.
public struct SoundFrontEndOptions: ParsableArguments {
    /// What stands where nobody says otherwise.
    public struct Usual: Sendable {
        public var window: Double
        public var bands: Int
        /// In milliseconds.
        public var frameHop: Double
        /// Milliseconds that one spectrum looks at, at least.
        public var frameLength: Double

        public init(window: Double, bands: Int, frameHop: Double, frameLength: Double) {
            self.window = window
            self.bands = bands
            self.frameHop = frameHop
            self.frameLength = frameLength
        }

        public static let classifier = Usual(window: 1, bands: 64, frameHop: 20, frameLength: 45)
    }

    @Option(
        help: ArgumentHelp(
            "Seconds that one verdict rests on; by default 1 for a classifier, a recording or 10 for a detector.",
            valueName: "seconds"))
    public var window: Double?

    @Option(
        help: ArgumentHelp(
            "Seconds from one window to the next in service; the window's length by default.", valueName: "seconds"))
    public var hop: Double?

    @Option(
        help: ArgumentHelp(
            "Hertz that recordings are resampled to; the data's lowest rate, at most 32000, by default.",
            valueName: "hertz", visibility: .hidden))
    public var sampleRate: Double?

    @Option(
        help: ArgumentHelp(
            "Mel bands; 64 for a classifier, the method's for a detector.", valueName: "count", visibility: .hidden))
    public var bands: Int?

    @Option(
        help: ArgumentHelp(
            "Points of the Fourier transform; 64 ms by default, the method's for a detector.", valueName: "points",
            visibility: .hidden))
    public var fft: Int?

    @Option(
        help: ArgumentHelp(
            "Milliseconds from one spectrum to the next; 20 for a classifier, the method's for a detector.",
            valueName: "ms", visibility: .hidden))
    public var frameHop: Double?

    @Option(
        help: ArgumentHelp(
            "Channels: mean, each, or a number from 0. One or two are averaged by default.", valueName: "choice"))
    public var channels: ChannelChoice?

    public init() {}

    public func validate() throws {
        if let window, window <= 0.02 || window > 120 {
            throw ValidationError("--window takes 0.02 to 120 seconds.")
        }
        if let hop, hop <= 0 || hop > (window ?? 1) * 100 {
            throw ValidationError("--hop takes a number of seconds above 0.")
        }
        if let sampleRate, sampleRate < 1000 || sampleRate > 400_000 {
            throw ValidationError("--sample-rate takes 1000 to 400000 hertz.")
        }
        if let bands, !(8...256).contains(bands) { throw ValidationError("--bands takes 8 to 256.") }
        if let fft, !(32...65536).contains(fft) || fft % 2 != 0 {
            throw ValidationError("--fft takes an even number from 32 to 65536.")
        }
        if let frameHop, frameHop < 1 || frameHop > 1000 * (window ?? 1) {
            throw ValidationError("--frame-hop takes milliseconds from 1 to the window's length.")
        }
    }

    /// The front end for data of a lowest rate.
    public func settings(lowestRate: Double, usual: Usual = .classifier) -> SoundFrontEnd {
        let rate = sampleRate ?? min(lowestRate, 32_000)
        var points = 32
        while Double(points) < usual.frameLength / 1000 * rate { points *= 2 }
        let fft = fft ?? points
        let window = window ?? usual.window
        return SoundFrontEnd(
            channels: channels,
            logMel: LogMelSettings(
                sampleRate: rate, fftLength: fft, windowLength: fft,
                hopLength: max(1, Int(((frameHop ?? usual.frameHop) / 1000 * rate).rounded())),
                bandCount: bands ?? usual.bands, lowestFrequency: min(40, rate / 100), highestFrequency: rate / 2,
                compression: .naturalLogarithm(offset: 1e-6)
            ),
            windowSeconds: window, hopSeconds: hop ?? window
        )
    }
}

extension ChannelChoice: ExpressibleByArgument {
    public init?(argument: String) { self.init(argument) }
}
