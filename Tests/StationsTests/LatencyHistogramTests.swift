import Testing

@testable import Stations

@Suite struct LatencyHistogramTests {
    @Test func percentilesAreWithinAStepOfTheTrueOnes() throws {
        var histogram = LatencyHistogram()
        for number in 1...1000 { histogram.add(Double(number) / 1000) }
        #expect(abs(try #require(histogram.percentile(0.5)) / 0.5 - 1) < 0.06)
        #expect(abs(try #require(histogram.percentile(0.99)) / 0.99 - 1) < 0.06)
        #expect(histogram.percentile(1) == 1)
        #expect(histogram.largest == 1)
    }

    @Test func extremesStayInside() throws {
        var histogram = LatencyHistogram()
        #expect(histogram.percentile(0.5) == nil)
        for value in [0, -1, 1e9] { histogram.add(value) }
        #expect(histogram.count == 3)
        #expect(try #require(histogram.percentile(1)) == 1e9 || histogram.percentile(1) ?? 0 > 3000)
    }
}
