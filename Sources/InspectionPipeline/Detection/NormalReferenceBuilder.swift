public import InspectionTypes
public import Signals

/// Measures how loud machines are when all is well, recording by recording; keeps sums alone.
public struct NormalReferenceBuilder: Sendable {
    /// Length of a stretch, in seconds: knocks stay apart, and a hum's flutter averages out.
    public static let stretchSeconds = 0.2

    /// Sums of levels and of their squares, by band.
    private struct Sums {
        var stretches = 0.0
        var level: [Double]
        var square: [Double]
        var recordings = 0.0
        var mean: [Double]
        var meanSquare: [Double]

        init(_ bands: Int) {
            let zeros = [Double](repeating: 0, count: bands)
            (level, square, mean, meanSquare) = (zeros, zeros, zeros, zeros)
        }
    }

    private let settings: LogMelSettings
    private var machines: [Sums]

    public init(_ frontEnd: SoundFrontEnd, machineCount: Int) {
        settings = frontEnd.logMel
        machines = Array(repeating: Sums(frontEnd.logMel.bandCount), count: machineCount)
    }

    /// Adds a normal recording.
    ///
    /// - Parameters:
    ///   - spectrogram: as the detector's front end makes it.
    ///   - machine: its place in the card.
    public mutating func add(_ spectrogram: LogMelSpectrogram, machine: Int) {
        precondition(
            spectrogram.settings == settings, "NormalReferenceBuilder.add: the spectrogram has other settings")
        let grid = LevelGrid(spectrogram, seconds: Self.stretchSeconds)
        guard grid.stretchCount > 0 else { return }
        let decibels = grid.decibels
        let count = Double(grid.stretchCount)
        for band in 0..<settings.bandCount {
            var (sum, squares) = (0.0, 0.0)
            for stretch in 0..<grid.stretchCount {
                let level = Double(decibels[stretch * settings.bandCount + band])
                sum += level
                squares += level * level
            }
            machines[machine].level[band] += sum
            machines[machine].square[band] += squares
            machines[machine].mean[band] += sum / count
            machines[machine].meanSquare[band] += sum / count * (sum / count)
        }
        machines[machine].stretches += count
        machines[machine].recordings += 1
    }

    /// - Parameter memory: where the rows of the graph's memory come from.
    /// - Precondition: every machine has a recording.
    public func reference(memory: NormalReference.Memory = .init()) -> NormalReference {
        NormalReference(
            stretchSeconds: LevelGrid(settings, seconds: Self.stretchSeconds).secondsPerStretch,
            machines: machines.map(Self.machine), memory: memory)
    }

    private static func machine(_ sums: Sums) -> NormalReference.Machine {
        precondition(sums.recordings > 0, "NormalReferenceBuilder.reference: a machine without a recording")
        func deviation(_ sum: Double, _ squares: Double, _ count: Double) -> Float {
            guard count > 1 else { return 0 }
            return Float(max(0, (squares - sum * sum / count) / (count - 1)).squareRoot())
        }
        let deviations = zip(sums.level, sums.square).map { deviation($0, $1, sums.stretches) }
        return NormalReference.Machine(
            levels: sums.level.map { Float($0 / sums.stretches) }, deviations: deviations,
            recordingDeviations: sums.recordings > 1
                ? zip(sums.mean, sums.meanSquare).map { deviation($0, $1, sums.recordings) } : deviations,
            recordings: Int(sums.recordings))
    }
}
