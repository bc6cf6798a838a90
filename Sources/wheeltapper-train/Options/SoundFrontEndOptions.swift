public import ArgumentParser
public import InspectionTypes

/// What is heard and how much of it at a time.
struct SoundFrontEndOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Seconds that one verdict rests on.", valueName: "seconds"))
    var window: Double = 1

    @Option(
        help: ArgumentHelp(
            "Seconds from one window to the next in service; the window's length by default.", valueName: "seconds"))
    var hop: Double?

    @Option(
        help: ArgumentHelp(
            "Hertz that recordings are resampled to; the data's lowest rate, at most 32000, by default.",
            valueName: "hertz"))
    var sampleRate: Double?

    @Option(help: "Mel bands.")
    var bands: Int = 64

    @Option(help: ArgumentHelp("Points of the Fourier transform; 64 ms by default.", valueName: "points"))
    var fft: Int?

    @Option(help: ArgumentHelp("Milliseconds from one spectrum to the next.", valueName: "ms"))
    var frameHop: Double = 20

    @Option(
        help: ArgumentHelp(
            "Channels: mean, each, or a number from 0. One or two are averaged by default.", valueName: "choice"))
    var channels: ChannelChoice?

    func validate() throws {
        guard window > 0.02, window <= 120 else { throw ValidationError("--window takes 0.02 to 120 seconds.") }
        if let hop, hop <= 0 || hop > window * 100 { throw ValidationError("--hop takes a number of seconds above 0.") }
        if let sampleRate, sampleRate < 1000 || sampleRate > 400_000 {
            throw ValidationError("--sample-rate takes 1000 to 400000 hertz.")
        }
        guard (8...256).contains(bands) else { throw ValidationError("--bands takes 8 to 256.") }
        if let fft, !(32...65536).contains(fft) || fft % 2 != 0 {
            throw ValidationError("--fft takes an even number from 32 to 65536.")
        }
        guard frameHop >= 1, frameHop <= 1000 * window else {
            throw ValidationError("--frame-hop takes milliseconds from 1 to the window's length.")
        }
    }

    /// The front end for data of a lowest rate.
    func settings(lowestRate: Double) -> SoundFrontEnd {
        let rate = sampleRate ?? min(lowestRate, 32_000)
        var points = 32
        while Double(points) < 0.045 * rate { points *= 2 }
        let fft = fft ?? points
        return SoundFrontEnd(
            channels: channels,
            logMel: LogMelSettings(
                sampleRate: rate, fftLength: fft, windowLength: fft,
                hopLength: max(1, Int((frameHop / 1000 * rate).rounded())),
                bandCount: bands, lowestFrequency: min(40, rate / 100), highestFrequency: rate / 2,
                compression: .naturalLogarithm(offset: 1e-6)
            ),
            windowSeconds: window, hopSeconds: hop ?? window
        )
    }
}

extension ChannelChoice: ExpressibleByArgument {
    public init?(argument: String) { self.init(argument) }
}
