import FoundationEssentials
import InspectionTypes
import Signals
import Testing

@testable import Synthesis

@Suite struct SoundSynthesizerTests {
    static func temporaryFolder() -> String {
        FileManager.default.temporaryDirectory.path + "/wheeltapper-synthesis-\(UInt64.random(in: 0 ... .max))"
    }

    @Test func writesClassFolders() throws {
        let folder = Self.temporaryFolder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var seen: [Int] = []
        let synthesizer = SoundSynthesizer(seed: 4, seconds: 0.5, recordingsPerClass: 2)
        let written = try synthesizer.write(.rail, to: folder) { done, total in
            seen.append(done)
            #expect(total == 8)
        }
        #expect(written == 8)
        #expect(seen == Array(1...8))
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == [
                "crack", "joint_defect", "normal", "wheel_flat_defect",
            ])
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder + "/crack").sorted() == [
                "recording_4_0001.flac", "recording_4_0002.flac",
            ])
    }

    @Test func laterNumbersAreOtherRecordingsOfTheSameSeries() throws {
        let folder = Self.temporaryFolder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        func bytes(_ first: Int, _ count: Int, _ number: Int, in name: String) throws -> Data? {
            try SoundSynthesizer(seconds: 0.3, recordingsPerClass: count, firstNumber: first).write(
                .rail, to: folder + "/" + name)
            return FileManager.default.contents(atPath: "\(folder)/\(name)/normal/recording_000\(number).flac")
        }
        let third = try #require(try bytes(1, 3, 3, in: "a"))
        #expect(try bytes(3, 1, 3, in: "b") == third)
        #expect(try bytes(2, 1, 2, in: "c") != third)
    }

    @Test func saysWhereItCannotWrite() {
        #expect { try SoundSynthesizer(seconds: 0.1, recordingsPerClass: 1).write(.rail, to: "/proc/none") } throws: {
            ($0 as? SynthesisError)?.message.contains("/proc/none") ?? false
        }
    }

    /// Faults must be heard where the physics puts them.
    @Test func faultsStandOutInTheirBands() throws {
        func level(_ sound: SyntheticSound, _ band: ClosedRange<Double>) throws -> Float {
            let settings = LogMelSettings(
                sampleRate: 16_000, fftLength: 512, windowLength: 512, hopLength: 256, bandCount: 1,
                lowestFrequency: band.lowerBound,
                highestFrequency: band.upperBound, normalization: .none, compression: .naturalLogarithm(offset: 1e-12)
            )
            let whole = LogMelSettings(
                sampleRate: 16_000, fftLength: 512, windowLength: 512, hopLength: 256, bandCount: 1,
                lowestFrequency: 100,
                highestFrequency: 7900, normalization: .none, compression: .naturalLogarithm(offset: 1e-12)
            )
            let (inside, all) = (try LogMelExtractor(settings), try LogMelExtractor(whole))
            return (1...12).reduce(Float(0)) { sum, number in
                let samples = sound.render(number: number, seed: 2, seconds: 1.5).channels[0]
                let (x, y) = (inside.extract(samples), all.extract(samples))
                return sum + zip(x.values, y.values).reduce(0) { $0 + $1.0 - $1.1 } / Float(x.values.count)
            } / 12
        }
        #expect(try level(.pumpCavitation, 3000...7000) > level(.pumpNormal, 3000...7000) + 0.5)
        #expect(try level(.pumpBearing, 1800...5500) > level(.pumpNormal, 1800...5500) + 0.5)
        #expect(try level(.valveLeak, 2500...6500) > level(.valveNormal, 2500...6500) + 0.3)
    }
}
