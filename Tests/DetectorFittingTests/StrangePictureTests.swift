import AnomalyDetection
import FoundationEssentials
import InspectionTypes
import Testing

@testable import DetectorFitting

#if canImport(Glibc)
import Glibc
#endif

@Suite("Which pictures are called strangers")
struct StrangePictureTests {
    @Test(
        "the more normal pictures there are, the more one must stand out",
        arguments: [(8, 5), (100, 6.36), (1000, 8.39)])
    func least(count: Int, deviations: Double) {
        #expect(abs(StrangePicture.leastDeviations(of: count) - deviations) < 0.01)
    }

    @Test("of normal pictures scored by their worst place, few sets hold one that is named", arguments: [30, 100, 850])
    func falseSets(count: Int) {
        var generator = SeededGenerator(seed: 5, stream: "worst places \(count)")
        func namedSets(least: Double) -> Int {
            (0..<200).count { _ in
                let scores = (0..<count).map { _ in -log(-log(Double.random(in: 1e-12..<1, using: &generator))) }
                return !OutlierSearch.standouts(logarithms: scores, least: least).isEmpty
            }
        }
        // A gap is asked for as well, so that there are fewer than the 1 in 20 that is promised; of few pictures the spread itself is unsure.
        #expect(namedSets(least: StrangePicture.leastDeviations(of: count)) <= 16)
        if count == 850 { #expect(namedSets(least: OutlierSearch.leastDeviations) > 40, "what is mended") }
    }
}
