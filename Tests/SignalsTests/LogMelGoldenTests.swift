import Foundation
import InspectionTypes
import Testing

@testable import Signals

/// One line of `log_mel.json`.
struct LogMelCase: Decodable, CustomTestStringConvertible, Sendable {
    var name: String
    var fftLength: Int
    var windowLength: Int
    var hopLength: Int
    var bandCount: Int
    var lowestFrequency: Double
    var highestFrequency: Double
    var scale: LogMelSettings.Scale
    var normalization: LogMelSettings.FilterNormalization
    var power: Int
    var offset: Float?
    var floor: Float?
    var padding: LogMelSettings.Padding
    var frames: Int

    var testDescription: String { name }

    var settings: LogMelSettings {
        LogMelSettings(
            sampleRate: 16_000, fftLength: fftLength, windowLength: windowLength, hopLength: hopLength,
            bandCount: bandCount,
            lowestFrequency: lowestFrequency, highestFrequency: highestFrequency, scale: scale,
            normalization: normalization,
            power: power, compression: offset.map { .naturalLogarithm(offset: $0) } ?? .decibel(floor: floor ?? 0),
            padding: padding
        )
    }

    static func all() throws -> [LogMelCase] {
        try JSONDecoder().decode(
            [LogMelCase].self, from: Data(contentsOf: Golden.folder.appending(path: "log_mel.json")))
    }
}

@Suite struct LogMelGoldenTests {
    static let numbers = 0..<9

    @Test(arguments: numbers, InstructionSet.allCases) func `equals librosa within 1e-4, on every instruction set`(
        number: Int, best: InstructionSet
    ) throws {
        let golden = try LogMelCase.all()[number]
        let extractor = try LogMelExtractor(golden.settings, best: best)
        let made = extractor.extract(try Golden.floats("signal.f32"))
        let wanted = try Golden.floats("log_mel_\(number).f32")
        #expect(made.frameCount == golden.frames)
        #expect(made.frameCount == golden.settings.frameCount(sampleCount: 8000))
        #expect(largestDifference(made.values, wanted) < 1e-4, "\(golden.name) on \(best)")
    }

    @Test func `all cases of the golden file are looked at`() throws {
        #expect(try LogMelCase.all().count == Self.numbers.count)
    }

    @Test(arguments: InstructionSet.allCases) func `YAMNet's front end equals the published graph within 1e-3`(
        best: InstructionSet
    ) throws {
        let made = try LogMelExtractor(.yamnet, best: best).extract(try Golden.floats("yamnet_signal.f32"))
        #expect(made.frameCount == 96)
        #expect(largestDifference(made.values, try Golden.floats("yamnet_patch.f32")) < 1e-3)
    }

    /// The published file rounds its matrices and their inputs to 8 bits; its patch cannot be closer than that to any exact front end.
    @Test func `YAMNet's front end is as near to the published file's patch as its 8 bits allow`() throws {
        let made = try LogMelExtractor(.yamnet).extract(try Golden.floats("yamnet_signal.f32"))
        let differences = zip(made.values, try Golden.floats("yamnet_patch_int8.f32")).map { abs($0 - $1) }.sorted()
        #expect(differences.count == 96 * 64)
        #expect(differences[differences.count / 2] < 0.004)
        #expect(try #require(differences.last) < 0.15)
    }
}
