import InspectionTypes
import Media

/// Writes made-up recordings of a works' machines as the DCASE challenge of 2020 names them: normal ones to learn from, normal and faulty ones to judge by.
///
/// ```swift
/// let synthesizer = FleetSynthesizer(seed: 7, recordingsPerMachine: 40)
/// try synthesizer.write(to: "demo/fleet")      // demo/fleet/fan/train/normal_id_00_00000000.flac …, fan/test/anomaly_id_00_00000000.flac …
/// ```
public struct FleetSynthesizer: Sendable {
    public var seed: UInt64
    /// Length of each recording.
    public var seconds: Double
    /// Normal recordings of each machine to learn from; to judge by there are a quarter as many, at least one, and as many faulty ones.
    public var recordingsPerMachine: Int
    /// Number of the first recording of each kind: the same seed with later numbers gives recordings not heard before.
    public var firstNumber: Int
    public var types: [FleetMachine]

    public init(
        seed: UInt64 = 0, seconds: Double = 10, recordingsPerMachine: Int = 40, firstNumber: Int = 0,
        types: [FleetMachine] = FleetMachine.allCases
    ) {
        self.seed = seed
        self.seconds = seconds
        self.recordingsPerMachine = recordingsPerMachine
        self.firstNumber = firstNumber
        self.types = types
    }

    private var testCount: Int { max(1, recordingsPerMachine / 4) }

    /// One of the three kinds of recordings of a machine.
    private struct Share {
        var part: String
        var isFaulty: Bool
        var count: Int
    }

    private var shares: [Share] {
        [
            Share(part: "train", isFaulty: false, count: recordingsPerMachine),
            Share(part: "test", isFaulty: false, count: testCount),
            Share(part: "test", isFaulty: true, count: testCount),
        ]
    }

    /// Writes all recordings, replacing those of the same names; returns how many were written.
    ///
    /// - Parameter progress: told after each recording how many of how many are written.
    /// - Throws: ``SynthesisError`` for a folder that cannot be made, `MediaError` for a file that cannot be written.
    @discardableResult
    public func write(to folder: String, progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }) throws -> Int {
        let total = types.count * FleetMachine.machineCount * shares.reduce(0) { $0 + $1.count }
        var done = 0
        for type in types {
            for share in shares {
                let place = "\(folder)/\(type.rawValue)/\(share.part)"
                try SyntheticFile.makeFolder(place)
                for machine in 0..<FleetMachine.machineCount {
                    for number in firstNumber..<firstNumber + share.count {
                        let signal = render(type, machine, share, number)
                        let name = Self.name(isFaulty: share.isFaulty, machine: machine, number: number)
                        try AudioFileWriter.write(signal, to: "\(place)/\(name)", format: .flac16)
                        done += 1
                        progress(done, total)
                    }
                }
            }
        }
        return done
    }

    private func render(_ type: FleetMachine, _ machine: Int, _ share: Share, _ number: Int) -> AudioSignal {
        // What is judged by must not be what was learnt, whatever the numbers: a seed of its own.
        let stream = share.part == "train" ? seed : ~seed
        return type.render(
            machine: machine, isFaulty: share.isFaulty, number: number, seed: stream, seconds: seconds,
            sampleRate: SoundSynthesizer.sampleRate)
    }

    private static func name(isFaulty: Bool, machine: Int, number: Int) -> String {
        func padded(_ value: Int, _ width: Int) -> String {
            let digits = String(value)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        return "\(isFaulty ? "anomaly" : "normal")_id_\(padded(machine, 2))_\(padded(number, 8)).flac"
    }
}
