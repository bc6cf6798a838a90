import FoundationEssentials
import InspectionTypes
import Signals
import Testing

@testable import Synthesis

@Suite struct FleetTests {
    @Test(arguments: FleetMachine.allCases)
    func isRepeatedBySeedAndNumberAlone(type: FleetMachine) {
        let first = type.render(machine: 1, isFaulty: true, number: 3, seed: 5, seconds: 0.5)
        #expect(first == type.render(machine: 1, isFaulty: true, number: 3, seed: 5, seconds: 0.5))
        #expect(first != type.render(machine: 1, isFaulty: true, number: 4, seed: 5, seconds: 0.5))
        #expect(first != type.render(machine: 1, isFaulty: true, number: 3, seed: 6, seconds: 0.5))
        #expect(first != type.render(machine: 2, isFaulty: true, number: 3, seed: 5, seconds: 0.5))
        #expect(first != type.render(machine: 1, isFaulty: false, number: 3, seed: 5, seconds: 0.5))
    }

    @Test(arguments: FleetMachine.allCases)
    func isARecordingThatAnyoneCouldHaveMade(type: FleetMachine) {
        for machine in 0..<FleetMachine.machineCount {
            for isFaulty in [false, true] {
                let signal = type.render(machine: machine, isFaulty: isFaulty, number: machine, seed: 1, seconds: 2)
                #expect(signal.frameCount == 32_000 && signal.sampleRate == 16_000)
                let samples = signal.channels[0]
                #expect(samples.allSatisfy { $0.isFinite && abs($0) < 1 })
                let level = SampleArithmetic.level(of: samples)
                #expect(level > 0.005 && level < 0.2, "\(type) \(machine): \(level)")
            }
        }
        let short = type.render(machine: 0, isFaulty: true, number: 1, seed: 1, seconds: 0.05).channels[0]
        #expect(short.count == 800 && short.allSatisfy { $0.isFinite })
    }

    /// Mean level in 64 mel bands, in decibels, less its mean: how loud a recording is does not count.
    static func spectrum(_ type: FleetMachine, _ machine: Int, isFaulty: Bool = false, number: Int) throws -> [Float] {
        let settings = LogMelSettings(
            sampleRate: 16_000, fftLength: 1024, windowLength: 1024, hopLength: 512, bandCount: 64, lowestFrequency: 20,
            highestFrequency: 7900, normalization: .none, compression: .decibel(floor: 1e-12))
        let samples = type.render(machine: machine, isFaulty: isFaulty, number: number, seed: 3, seconds: 3).channels[0]
        let values = try LogMelExtractor(settings).extract(samples).values
        var means = [Float](repeating: 0, count: 64)
        for (index, value) in values.enumerated() { means[index % 64] += value * 64 / Float(values.count) }
        let mean = means.reduce(0, +) / 64
        return means.map { $0 - mean }
    }

    static func distance(_ first: [Float], _ second: [Float]) -> Float {
        (zip(first, second).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) } / 64).squareRoot()
    }

    /// The bar of step one: which machine is heard.
    @Test(arguments: FleetMachine.allCases)
    func machinesOfATypeDifferMoreThanRecordingsOfOne(type: FleetMachine) throws {
        let heard = try (0..<FleetMachine.machineCount).map { machine in
            try (0..<3).map { try Self.spectrum(type, machine, number: $0) }
        }
        for machine in heard.indices {
            let own = Self.distance(heard[machine][0], heard[machine][1])
            let others = heard.indices.filter { $0 != machine }.map { Self.distance(heard[machine][0], heard[$0][2]) }
            #expect(own < 2.5, "recordings of \(type) \(machine) differ by \(own) dB")
            #expect((others.min() ?? 0) > 1.5 * own, "\(type) \(machine): \(own) dB against \(others)")
        }
    }

    /// A beginning fault is heard, but does not make another machine of it.
    @Test(arguments: [FleetMachine.fan, .pump, .gearbox, .bearing])
    func faultsAreMild(type: FleetMachine) throws {
        for machine in 0..<FleetMachine.machineCount {
            let normal = try (0..<6).map { try Self.spectrum(type, machine, number: $0) }
            let center = (0..<64).map { band in normal.reduce(0) { $0 + $1[band] } / 6 }
            let faulty = try (0..<4).map { try Self.spectrum(type, machine, isFaulty: true, number: $0) }
            let usual = normal.map { Self.distance($0, center) }.reduce(0, +) / 6
            let unusual = faulty.map { Self.distance($0, center) }.reduce(0, +) / 4
            #expect(unusual > 1.1 * usual, "\(type) \(machine): \(usual) dB, faulty \(unusual) dB")
            #expect(unusual < 12, "\(type) \(machine): faulty \(unusual) dB")
        }
    }

    @Test func writesTheChallengesNames() throws {
        let folder = SoundSynthesizerTests.temporaryFolder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let synthesizer = FleetSynthesizer(seconds: 0.1, recordingsPerMachine: 4, firstNumber: 7, types: [.slider])
        var last = 0
        let written = try synthesizer.write(to: folder) { done, total in
            last = done
            #expect(total == 24)
        }
        #expect(written == 24 && last == 24)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder + "/slider/train").count == 16)
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder + "/slider/test").sorted()
                == (0..<4).map { "anomaly_id_0\($0)_00000007.flac" } + (0..<4).map { "normal_id_0\($0)_00000007.flac" })
        let train = FileManager.default.contents(atPath: folder + "/slider/train/normal_id_00_00000007.flac")
        let test = FileManager.default.contents(atPath: folder + "/slider/test/normal_id_00_00000007.flac")
        #expect(train != nil && train != test, "what is judged by was not learnt")
    }
}
