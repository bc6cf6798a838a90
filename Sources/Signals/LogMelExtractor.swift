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
    /// The window, halved as ``RealFFT`` wants its samples, with the zeros around it: `fftLength` numbers.
    private let window: [Float]

    /// - Throws: ``SignalError`` where the settings contradict each other.
    public init(_ settings: LogMelSettings) throws {
        try Self.check(settings)
        self.settings = settings
        self.filterbank = MelFilterbank(settings)
        self.fourier = RealFFT(length: settings.fftLength)
        let first = settings.fftCentered ? (settings.fftLength - settings.windowLength) / 2 : 0
        var window = [Float](repeating: 0, count: settings.fftLength)
        for n in 0..<settings.windowLength {
            // The periodic Hann window, ½ - ½·cos(2πn / length).
            window[first + n] = Float(0.25 - 0.25 * cos(2 * Double.pi * Double(n) / Double(settings.windowLength)))
        }
        self.window = window
    }

    private static func check(_ settings: LogMelSettings) throws {
        func require(_ holds: Bool, _ complaint: @autoclosure () -> String) throws {
            if !holds { throw SignalError(.settings, "log-mel settings: " + complaint()) }
        }
        try require(
            settings.fftLength > 0 && settings.fftLength % 2 == 0,
            "the transform's length must be even and positive, but is \(settings.fftLength)"
        )
        try require(
            (1...settings.fftLength).contains(settings.windowLength),
            "the window's length \(settings.windowLength) is not within 1...\(settings.fftLength), the transform's"
        )
        try require(settings.hopLength > 0, "the hop must be positive, but is \(settings.hopLength)")
        try require(settings.bandCount > 0, "at least one band is needed, not \(settings.bandCount)")
        try require(
            settings.sampleRate.isFinite && settings.sampleRate > 0,
            "the sample rate must be positive, but is \(settings.sampleRate) Hz"
        )
        try require(
            0 <= settings.lowestFrequency && settings.lowestFrequency < settings.highestFrequency
                && settings.highestFrequency <= settings.sampleRate / 2,
            "the bands' range \(settings.lowestFrequency)...\(settings.highestFrequency) Hz must rise and stay within "
                + "0...\(settings.sampleRate / 2) Hz, half the sample rate"
        )
        try require(settings.power == 1 || settings.power == 2, "the power must be 1 or 2, but is \(settings.power)")
    }

    /// The spectrogram of a whole recording, one channel at ``LogMelSettings/sampleRate``.
    public func extract(_ samples: [Float]) -> LogMelSpectrogram {
        samples.withUnsafeBufferPointer { extract($0) }
    }

    /// The spectrogram of a whole recording, one channel at ``LogMelSettings/sampleRate``.
    public func extract(_ samples: UnsafeBufferPointer<Float>) -> LogMelSpectrogram {
        guard settings.padding == .none else {
            var stream = LogMelStream(self)
            var values = stream.push(samples)
            values += stream.finish()
            return LogMelSpectrogram(values: values, settings: settings)
        }
        let frameCount = settings.frameCount(sampleCount: samples.count)
        return LogMelSpectrogram(values: frames(of: samples, count: frameCount), settings: settings)
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

    private func write(_ samples: UnsafePointer<Float>, _ count: Int, into out: UnsafeMutablePointer<Float>) {
        let length = settings.fftLength
        let bands = settings.bandCount
        withUnsafeTemporaryAllocation(of: Lanes.self, capacity: length + fourier.binCount + bands) { scratch in
            guard let work = scratch.baseAddress else { return }
            let powers = work + length
            let energies = powers + fourier.binCount
            var frame = 0
            while frame < count {
                let lanes = min(Lanes.scalarCount, count - frame)
                load(samples + frame * settings.hopLength, lanes, into: work)
                fourier.powerSpectra(work, into: powers)
                if settings.power == 1 {
                    for bin in 0..<fourier.binCount { powers[bin] = powers[bin].squareRoot() }
                }
                gather(powers, into: energies)
                store(energies, lanes, into: out + frame * bands)
                frame += lanes
            }
        }
    }

    /// Puts `lanes` frames side by side, windowed; lanes left over repeat the last frame.
    @inline(__always)
    private func load(_ samples: UnsafePointer<Float>, _ lanes: Int, into work: UnsafeMutablePointer<Lanes>) {
        let hop = settings.hopLength
        let p0 = samples
        let p1 = samples + min(1, lanes - 1) * hop
        let p2 = samples + min(2, lanes - 1) * hop
        let p3 = samples + min(3, lanes - 1) * hop
        let span = settings.span
        window.withUnsafeBufferPointer { window in
            var n = 0
            while n + 4 <= span {
                let (a, b, c, d) = (row(p0 + n), row(p1 + n), row(p2 + n), row(p3 + n))
                let (ab, cd) = (Lanes(lowHalf: a.lowHalf, highHalf: b.lowHalf), Lanes(lowHalf: c.lowHalf, highHalf: d.lowHalf))
                let (ef, gh) = (
                    Lanes(lowHalf: a.highHalf, highHalf: b.highHalf), Lanes(lowHalf: c.highHalf, highHalf: d.highHalf)
                )
                work[n] = Lanes(lowHalf: ab.evenHalf, highHalf: cd.evenHalf) * window[n]
                work[n + 1] = Lanes(lowHalf: ab.oddHalf, highHalf: cd.oddHalf) * window[n + 1]
                work[n + 2] = Lanes(lowHalf: ef.evenHalf, highHalf: gh.evenHalf) * window[n + 2]
                work[n + 3] = Lanes(lowHalf: ef.oddHalf, highHalf: gh.oddHalf) * window[n + 3]
                n += 4
            }
            while n < span {
                work[n] = Lanes(p0[n], p1[n], p2[n], p3[n]) * window[n]
                n += 1
            }
            while n < settings.fftLength {
                work[n] = .zero
                n += 1
            }
        }
    }

    @inline(__always)
    private func row(_ samples: UnsafePointer<Float>) -> Lanes {
        UnsafeRawPointer(samples).loadUnaligned(as: Lanes.self)
    }

    @inline(__always)
    private func gather(_ powers: UnsafeMutablePointer<Lanes>, into energies: UnsafeMutablePointer<Lanes>) {
        for (index, band) in filterbank.bands.enumerated() {
            var sum = Lanes.zero
            band.weights.withUnsafeBufferPointer { weights in
                for (bin, weight) in weights.enumerated() { sum += powers[band.firstBin + bin] * weight }
            }
            energies[index] = sum
        }
    }

    @inline(__always)
    private func store(_ energies: UnsafeMutablePointer<Lanes>, _ lanes: Int, into out: UnsafeMutablePointer<Float>) {
        let bands = settings.bandCount
        for band in 0..<bands {
            let value = compressed(energies[band])
            for lane in 0..<lanes { out[lane * bands + band] = value[lane] }
        }
    }

    @inline(__always)
    private func compressed(_ energy: Lanes) -> Lanes {
        switch settings.compression {
        case .naturalLogarithm(let offset): (energy + offset).naturalLogarithm
        case .decibel(let floor):
            // 10·log10(power), or 20·log10(magnitude).
            pointwiseMax(energy, Lanes(repeating: floor)).naturalLogarithm
                * (settings.power == 2 ? 4.342_944_819 : 8.685_889_638)
        }
    }
}
