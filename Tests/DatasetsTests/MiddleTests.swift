import Datasets
import InspectionTypes
import Testing

@Suite("The middle of a recording")
struct MiddleTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var range: TimeRange?
        var seconds: Double
        /// Samples of a ramp that rises by one a sample.
        var expected: ClosedRange<Int>
        var testDescription: String { name }
    }

    static let cases = [
        Case(name: "of a whole one", range: nil, seconds: 0.5, expected: 250...749),
        Case(name: "of a stretch", range: TimeRange(start: 0.2, end: 0.6), seconds: 0.2, expected: 300...499),
        Case(name: "of a stretch to the end", range: TimeRange(start: 0.6), seconds: 0.2, expected: 700...899),
        Case(
            name: "a stretch that is shorter, and nothing behind it", range: TimeRange(start: 0.2, end: 0.3),
            seconds: 0.5, expected: 200...299),
        Case(name: "a recording that is shorter", range: nil, seconds: 3, expected: 0...999),
    ]

    @Test(arguments: cases) func middle(_ one: Case) throws {
        let folder = try TemporaryFolder()
        try folder.sound("ramp.wav", (0..<1000).map { Float($0) / 2048 }, sampleRate: 1000)
        var item = DataItem(path: "ramp.wav", label: Label("normal"), group: "ramp")
        item.range = one.range
        let dataset = Dataset(root: folder.path, layout: .normalFolder, items: [item])
        let signal = try #require(try dataset.middle(of: item, seconds: one.seconds))
        #expect(signal.channels[0].map { Int(($0 * 2048).rounded()) } == Array(one.expected))
    }
}
