import Evaluation
import InspectionTypes
import Testing

@Suite("Intervals over groups")
struct IntervalTests {
    /// `right` of `groups` recordings named rightly, each of `windows` windows, in two classes by turns.
    private func evaluation(right: Int, groups: Int, windows: Int = 5, seed: UInt64 = 0) throws -> ClassifierEvaluation
    {
        var rows: [[Double]] = []
        var truth: [Int] = []
        var names: [String] = []
        for group in 0..<groups {
            let named = group < right ? group % 2 : 1 - group % 2
            for _ in 0..<windows {
                rows.append(named == 0 ? [0.9, 0.1] : [0.2, 0.8])
                truth.append(group % 2)
                names.append("recording \(group)")
            }
        }
        return try ClassifierEvaluation(
            probabilities: rows, truth: truth, groups: names, classes: ["fan", "pump"], seed: seed)
    }

    @Test("are as wide as the binomial's for independent groups, however many windows each has", arguments: [1, 50])
    func width(windows: Int) throws {
        let accuracy = try evaluation(right: 180, groups: 200, windows: windows).metrics.accuracy
        // 0.9 ± 1.96·√(0.9·0.1/200) = 0.858…0.942
        #expect(abs(try #require(accuracy.low) - 0.858) < 0.012)
        #expect(abs(try #require(accuracy.high) - 0.942) < 0.012)
    }

    @Test("are repeated by the seed and not by another")
    func seeded() throws {
        let first = try evaluation(right: 31, groups: 40, seed: 1).metrics
        #expect(try evaluation(right: 31, groups: 40, seed: 1).metrics == first)
        #expect(try evaluation(right: 31, groups: 40, seed: 2).metrics != first)
    }

    @Test("give the exact one-sided bound where all groups are right")
    func perfect() throws {
        let metrics = try evaluation(right: 40, groups: 40).metrics
        // Clopper and Pearson for 40 of 40: 0.025^(1/40).
        #expect(abs(try #require(metrics.groupAccuracy.low) - 0.911903) < 1e-6)
        #expect(metrics.groupAccuracy.high == 1)
        // One class has 20 recordings.
        #expect(abs(try #require(metrics.perClass["fan"]?.recall.low) - 0.831567) < 1e-6)
    }

    @Test("give the exact one-sided bound where no group is right")
    func hopeless() throws {
        let accuracy = try evaluation(right: 0, groups: 40).metrics.groupAccuracy
        #expect(accuracy.low == 0)
        #expect(abs(try #require(accuracy.high) - 0.088097) < 1e-6)
    }

    @Test("are not given for a single group")
    func single() throws {
        let accuracy = try evaluation(right: 1, groups: 1).metrics.accuracy
        #expect(accuracy == MetricValue(1))
    }

    @Test("hold the value")
    func contain() throws {
        let metrics = try evaluation(right: 17, groups: 23).metrics
        let all = Array(metrics.scalars.values) + metrics.perClass.values.flatMap { [$0.precision, $0.recall, $0.f1] }
        for metric in all {
            #expect(try #require(metric.low) <= metric.value)
            #expect(try #require(metric.high) >= metric.value)
        }
    }

    @Test("of any figure come from the draws a group")
    func anyStatistic() {
        let bootstrap = GroupBootstrap(groupCount: 3, resamples: 200, seed: 4)
        var seen = 0
        bootstrap.forEachResample { draws in
            #expect(draws.reduce(0, +) == 3)
            seen += 1
        }
        #expect(seen == 200)
        #expect(bootstrap.metric(1) { _ in nil } == MetricValue(1))
    }
}

@Suite("Wilson's interval")
struct ProportionIntervalTests {
    struct Case: Sendable {
        var hits: Int
        var trials: Int
        var low: Double
        var high: Double
    }

    // scipy.stats.binomtest(hits, trials).proportion_ci(method="wilson")
    @Test(
        "equals SciPy's",
        arguments: [
            Case(hits: 18, trials: 20, low: 0.698966, high: 0.972134),
            Case(hits: 0, trials: 50, low: 0, high: 0.071348),
            Case(hits: 10, trials: 10, low: 0.722467, high: 1),
        ])
    func wilson(one: Case) throws {
        let metric = ProportionInterval.wilson(one.hits, of: one.trials)
        #expect(abs(try #require(metric.low) - one.low) < 1e-6)
        #expect(abs(try #require(metric.high) - one.high) < 1e-6)
    }
}
