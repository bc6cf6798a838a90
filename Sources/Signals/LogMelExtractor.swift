import CFourier
public import InspectionTypes

#if canImport(Glibc)
import Glibc
#else
import Foundation
#endif

/// Makes log-mel spectrograms: Hann window, Fourier transform, mel filterbank, logarithm, by the numbers of ``LogMelSettings``.
///
/// `value[t, b] = compress(Σ_k weight[b, k] · |FFT(window · x[t·hop ...])[k]|^power)`
///
/// Equal to `librosa.feature.melspectrogram` with a logarithm behind it, within 1e-4. A frame's numbers depend on its samples alone, bit
/// for bit, not on how many frames are made with it. Made once, used from any thread.
public final class LogMelExtractor: Sendable {
    public let settings: LogMelSettings
    public let filterbank: MelFilterbank
    private let fourier: RealFFT
    /// The window with the zeros around it: `fftLength` numbers.
    private let window: [Double]
    /// The filterbank band by band, as the loop in C reads it.
    private let firstBins: [Int32]
    private let weightCounts: [Int32]
    private let weights: [Float]

    /// - Throws: ``SignalError`` where the settings contradict each other.
    public convenience init(_ settings: LogMelSettings) throws { try self.init(settings, best: .avx512) }

    /// - Parameter best: the most to ask of the processor.
    init(_ settings: LogMelSettings, best: InstructionSet) throws {
        try Self.check(settings)
        self.settings = settings
        self.filterbank = MelFilterbank(settings)
        self.firstBins = filterbank.bands.map { Int32($0.firstBin) }
        self.weightCounts = filterbank.bands.map { Int32($0.weights.count) }
        self.weights = filterbank.bands.flatMap(\.weights)
        self.fourier = RealFFT(length: settings.fftLength, best: best)
        let first = settings.fftCentered ? (settings.fftLength - settings.windowLength) / 2 : 0
        var window = [Double](repeating: 0, count: settings.fftLength)
        for n in 0..<settings.windowLength {
            // The periodic Hann window, ½ - ½·cos(2πn / length).
            window[first + n] = 0.5 - 0.5 * cos(2 * Double.pi * Double(n) / Double(settings.windowLength))
        }
        self.window = window
    }

    /// The longest transform and the longest hop, in samples: their counts fit the loop in C.
    private static let longestTransform = 1 << 24
    private static let mostBands = 4096
    /// In Hz; samples of an hour still count up to a whole number.
    private static let highestRate = 1e9

    private static func check(_ settings: LogMelSettings) throws {
        func require(_ holds: Bool, _ complaint: @autoclosure () -> String) throws {
            if !holds { throw SignalError(.settings, "log-mel settings: " + complaint()) }
        }
        try require(
            (1...Self.longestTransform).contains(settings.fftLength) && settings.fftLength % 2 == 0,
            "the transform's length must be even, positive and \(Self.longestTransform) at most, but is \(settings.fftLength)"
        )
        try require(
            (1...settings.fftLength).contains(settings.windowLength),
            "the window's length \(settings.windowLength) is not within 1...\(settings.fftLength), the transform's"
        )
        try require(
            (1...Self.longestTransform).contains(settings.hopLength),
            "the hop must be positive and \(Self.longestTransform) at most, but is \(settings.hopLength)"
        )
        try require(
            (1...Self.mostBands).contains(settings.bandCount),
            "1 to \(Self.mostBands) bands can be made, not \(settings.bandCount)"
        )
        try require(
            settings.sampleRate > 0 && settings.sampleRate <= Self.highestRate,
            "the sample rate must be positive and \(Self.highestRate) Hz at most, but is \(settings.sampleRate) Hz"
        )
        try require(
            0 <= settings.lowestFrequency && settings.lowestFrequency < settings.highestFrequency
                && settings.highestFrequency <= settings.sampleRate / 2,
            "the bands' range \(settings.lowestFrequency)...\(settings.highestFrequency) Hz must rise and stay within "
                + "0...\(settings.sampleRate / 2) Hz, half the sample rate"
        )
        try require(settings.power == 1 || settings.power == 2, "the power must be 1 or 2, but is \(settings.power)")
        switch settings.compression {
        case .naturalLogarithm(let number), .decibel(let number):
            try require(number.isFinite, "the compression's number must be finite, but is \(number)")
        }
    }

    /// The spectrogram of a whole recording, one channel at ``LogMelSettings/sampleRate``.
    public func extract(_ samples: [Float]) -> LogMelSpectrogram {
        samples.withUnsafeBufferPointer { extract($0) }
    }

    /// The spectrogram of a whole recording, one channel at ``LogMelSettings/sampleRate``.
    public func extract(_ samples: UnsafeBufferPointer<Float>) -> LogMelSpectrogram {
        let count = settings.frameCount(sampleCount: samples.count)
        guard settings.padding != .none else {
            return LogMelSpectrogram(values: frames(of: samples, count: count), settings: settings)
        }
        let values = [Float](unsafeUninitializedCapacity: count * settings.bandCount) { out, written in
            if let target = out.baseAddress { writePadded(samples, count, into: target) }
            written = count * settings.bandCount
        }
        return LogMelSpectrogram(values: values, settings: settings)
    }

    public func callAsFunction(_ samples: [Float]) -> LogMelSpectrogram { extract(samples) }

    /// `count` frames, of which frame *t* starts at sample `t · hopLength`: no padding.
    func frames(of samples: UnsafeBufferPointer<Float>, count: Int) -> [Float] {
        guard count > 0, let base = samples.baseAddress else { return [] }
        precondition(
            (count - 1) * settings.hopLength + settings.span <= samples.count,
            "LogMelExtractor: \(count) frames do not fit into \(samples.count) samples"
        )
        return [Float](unsafeUninitializedCapacity: count * settings.bandCount) { out, written in
            if let target = out.baseAddress { write(base, count, into: target) }
            written = count * settings.bandCount
        }
    }

    /// Writes `count` frames, `[frame, mel]`, the first of which starts at `samples`.
    func write(_ samples: UnsafePointer<Float>, _ count: Int, into out: UnsafeMutablePointer<Float>) {
        window.withUnsafeBufferPointer { window in
            firstBins.withUnsafeBufferPointer { firstBins in
                weightCounts.withUnsafeBufferPointer { weightCounts in
                    weights.withUnsafeBufferPointer { weights in
                        guard let window = window.baseAddress, let firstBins = firstBins.baseAddress,
                            let weightCounts = weightCounts.baseAddress, let weights = weights.baseAddress
                        else { return }
                        var recipe = recipe(window, firstBins, weightCounts, weights)
                        let problem = cfourier_log_mel_frames(fourier.plan.handle, &recipe, samples, Int64(count), out)
                        precondition(problem == 0, "LogMelExtractor: out of memory")
                    }
                }
            }
        }
    }

    private func recipe(
        _ window: UnsafePointer<Double>, _ firstBins: UnsafePointer<Int32>, _ weightCounts: UnsafePointer<Int32>,
        _ weights: UnsafePointer<Float>
    ) -> cfourier_log_mel {
        let (floor, offset, factor): (Float, Float, Float) =
            switch settings.compression {
            case .naturalLogarithm(let offset): (0, offset, 1)
            // 10·log10 of a power, 20·log10 of a magnitude.
            case .decibel(let floor): (floor, 0, settings.power == 2 ? 4.342_944_819 : 8.685_889_638)
            }
        return cfourier_log_mel(
            window: window, span: Int32(settings.span), hop: Int32(settings.hopLength),
            band_count: Int32(settings.bandCount),
            first_bins: firstBins, weight_counts: weightCounts, weights: weights, power: Int32(settings.power),
            floor: floor,
            offset: offset, factor: factor
        )
    }
}
