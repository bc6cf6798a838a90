public import Media

/// Writes made-up recordings into class folders, for a demo and for trying things without recordings of one's own.
///
/// ```swift
/// let synthesizer = SoundSynthesizer(seed: 7, seconds: 5, recordingsPerClass: 40)
/// try synthesizer.write(.rail, to: "demo/rail")        // demo/rail/normal/recording_7_0001.flac …
/// ```
public struct SoundSynthesizer: Sendable {
    public var seed: UInt64
    /// Length of each recording.
    public var seconds: Double
    public var recordingsPerClass: Int
    /// Number of the first recording: the same seed with later numbers gives recordings not heard before.
    public var firstNumber: Int
    public var format: AudioFileWriter.Format

    public init(
        seed: UInt64 = 0, seconds: Double = 5, recordingsPerClass: Int = 40, firstNumber: Int = 1,
        format: AudioFileWriter.Format = .flac16
    ) {
        self.seed = seed
        self.seconds = seconds
        self.recordingsPerClass = recordingsPerClass
        self.firstNumber = firstNumber
        self.format = format
    }

    public static let sampleRate = 16_000.0

    /// Writes a family's recordings, one folder a class, replacing those of the same names; returns how many were written.
    ///
    /// - Parameter progress: told after each recording how many of how many are written.
    /// - Throws: ``SynthesisError`` for a folder that cannot be made, `MediaError` for a file that cannot be written.
    @discardableResult
    public func write(
        _ family: SyntheticSound.Family, to folder: String, progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) throws -> Int {
        let total = family.sounds.count * recordingsPerClass
        var done = 0
        for sound in family.sounds {
            let classFolder = folder + "/" + sound.className
            try SyntheticFile.makeFolder(classFolder)
            for number in firstNumber..<firstNumber + recordingsPerClass {
                let signal = sound.render(number: number, seed: seed, seconds: seconds, sampleRate: Self.sampleRate)
                try AudioFileWriter.write(signal, to: classFolder + "/" + name(of: number), format: format)
                done += 1
                progress(done, total)
            }
        }
        return done
    }

    private func name(of number: Int) -> String {
        let ending =
            switch format {
            case .flac16, .flac24: "flac"
            case .wav16, .wav24, .wavFloat: "wav"
            }
        return SyntheticFile.name("recording", seed: seed, number: number, ending: ending)
    }
}
