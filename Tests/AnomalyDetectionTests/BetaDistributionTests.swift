import Testing

@testable import AnomalyDetection

@Suite struct BetaDistributionTests {
    @Test(arguments: try Goldens.all.get().beta)
    func sharesAndCountsAreDistributedAsScipySays(_ golden: Goldens.Beta) {
        let distribution = BetaDistribution(golden.alpha, golden.beta)
        #expect(isClose(distribution.quantile(0.025), golden.low, within: 1e-9))
        #expect(isClose(distribution.quantile(0.975), golden.high, within: 1e-9))
        for (x, expected) in zip(golden.x, golden.cumulative) {
            #expect(abs(distribution.cumulative(x) - expected) < 1e-10)
        }
        for (hits, expected) in zip(golden.hits, golden.probabilities) {
            #expect(isClose(distribution.hitProbability(hits, of: golden.trials), expected, within: 1e-8))
        }
        let interval = distribution.hitInterval(of: golden.trials)
        #expect([interval.lowerBound, interval.upperBound] == golden.interval)
    }

    @Test func allProbabilityIsBetweenNoneAndAll() {
        let distribution = BetaDistribution(3, 40)
        let total = (0...25).reduce(0.0) { $0 + distribution.hitProbability($1, of: 25) }
        #expect(abs(total - 1) < 1e-12)
        #expect(distribution.cumulative(0) == 0 && distribution.cumulative(1) == 1)
        #expect(distribution.hitInterval(of: 0) == 0...0)
    }
}
