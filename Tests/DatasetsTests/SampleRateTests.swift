import Testing

@testable import Datasets

@Suite struct SampleRateTests {
    struct Lone: CustomTestStringConvertible {
        var testDescription: String
        var path: String
        var lowest: Double
    }

    @Test(arguments: [
        Lone(testDescription: "a normal recording learnt from", path: "fan/train/normal/n101.wav", lowest: 8000),
        Lone(testDescription: "a normal recording of the test part", path: "fan/test/normal/x.wav", lowest: 16_000),
        Lone(testDescription: "an anomaly", path: "fan/test/broken/x.wav", lowest: 16_000),
    ])
    func aLoneLowRateCountsWhereItIsLearntFrom(_ lone: Lone) throws {
        let folder = try TemporaryFolder()
        for number in 0..<130 { try folder.sound("fan/train/normal/n\(number).wav", [0, 0.1]) }
        try folder.sound("fan/test/broken/a.wav", [0, 0.1])
        try folder.sound(lone.path, [0, 0.1], sampleRate: 8000)
        let dataset = try DatasetScanner.scan(folder.path + "/fan", options: .init(purpose: .detection))
        #expect(try SampleRates.lowest(of: dataset) == lone.lowest)
    }

    @Test func whatCannotBeOpenedIsNamed() throws {
        let folder = try TemporaryFolder()
        try folder.text("fan/normal/a.wav", "no sound")
        let dataset = try DatasetScanner.scan(folder.path + "/fan", options: .init(purpose: .detection))
        #expect { try SampleRates.lowest(of: dataset) } throws: { "\($0)".contains("normal/a.wav") }
    }
}
