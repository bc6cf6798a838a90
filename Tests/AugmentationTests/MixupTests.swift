import InspectionTypes
import Testing

@testable import Augmentation

@Suite struct MixupTests {
    /// Eight windows of one number, `10^index`, and their labels, mixed.
    static func mixed(probability: Double = 1, count: Int = 8, seed: UInt64) -> (features: [Float], labels: [Float]) {
        var features = (0..<count).map { Float($0) }
        var labels = (0..<count * count).map { Float($0 / count == $0 % count ? 1 : 0) }
        var generator = SeededGenerator(seed: seed)
        features.withUnsafeMutableBufferPointer { features in
            labels.withUnsafeMutableBufferPointer { labels in
                Mixup.apply(
                    alpha: 0.4, probability: probability, features: features, labels: labels, count: count,
                    using: &generator)
            }
        }
        return (features, labels)
    }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func labelsAreMixedAsTheWindowsAre(seed: UInt64) {
        let (features, labels) = Self.mixed(seed: seed)
        for window in 0..<8 {
            let row = Array(labels[window * 8..<(window + 1) * 8])
            #expect(abs(row.reduce(0, +) - 1) < 1e-6)
            #expect(row[window] >= 0.5, "a window keeps most of itself")
            #expect(row.count { $0 > 0 } <= 2)
            // The windows' numbers are their places, so the label's expectation is the feature.
            let expected = row.enumerated().reduce(Float(0)) { $0 + Float($1.offset) * $1.element }
            #expect(abs(features[window] - expected) < 1e-5)
        }
    }

    @Test func everyoneHasAPartnerButTheOddOne() {
        let (_, labels) = Self.mixed(count: 7, seed: 3)
        let alone = (0..<7).count { window in labels[window * 7 + window] == 1 }
        #expect(alone == 1)
    }

    @Test func withoutProbabilityNothingIsMixed() {
        #expect(Self.mixed(probability: 0, seed: 1).features == (0..<8).map { Float($0) })
    }

    @Test(arguments: [(0.3, 0.3), (1.0, 1.0), (2.0, 5.0), (0.5, 3.0)])
    func betaHasItsMeanAndVariance(alpha: Double, beta: Double) {
        var generator = SeededGenerator(seed: 12)
        let distribution = BetaDistribution(alpha: alpha, beta: beta)
        let draws = (0..<40_000).map { _ in distribution.next(using: &generator) }
        let mean = draws.reduce(0, +) / 40_000
        let variance = draws.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 40_000
        let sum = alpha + beta
        #expect(draws.allSatisfy { $0 >= 0 && $0 <= 1 })
        #expect(abs(mean - alpha / sum) < 0.008)
        #expect(abs(variance - alpha * beta / (sum * sum * (sum + 1))) < 0.004)
    }
}
