import InspectionTypes
import Testing

@Suite("Bands read at other places")
struct BandPlacesTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var place: @Sendable (Double) -> Double
        var expected: [Float]
    }

    @Test(arguments: [
        Case(testDescription: "where they are", place: { $0 }, expected: [0, 10, 40, 90]),
        Case(testDescription: "half way to the next", place: { $0 + 0.5 }, expected: [5, 25, 65, 90]),
        Case(testDescription: "a quarter before", place: { $0 - 0.25 }, expected: [0, 7.5, 32.5, 77.5]),
        Case(testDescription: "stretched by two", place: { $0 * 2 }, expected: [0, 40, 90, 90]),
        Case(testDescription: "far beyond the first", place: { $0 - 99 }, expected: [0, 0, 0, 0]),
    ])
    func places(_ one: Case) {
        let read = BandPlaces(count: 4, at: one.place).read([0, 10, 40, 90])
        #expect(read == one.expected)
    }

    @Test func aSingleBandIsReadEverywhere() {
        #expect(BandPlaces(count: 1) { $0 + 3 }.read([7]) == [7])
    }
}
