import Testing
import Training

@Suite("LearningRateSchedule")
struct LearningRateScheduleTests {
    struct RateCase: CustomTestStringConvertible, Sendable {
        let step: Int
        let rate: Double
        var testDescription: String { "step \(step)" }
    }

    @Test(
        "warms up in a line, then follows half a cosine to the floor",
        arguments: [
            RateCase(step: 0, rate: 0.25), RateCase(step: 3, rate: 1), RateCase(step: 4, rate: 1),
            RateCase(step: 9, rate: 0.55),
            RateCase(step: 14, rate: 0.1), RateCase(step: 100, rate: 0.1),
        ]
    )
    func rate(_ test: RateCase) {
        let schedule = LearningRateSchedule(peak: 1, warmUpSteps: 4, totalSteps: 14, floor: 0.1)
        #expect(abs(schedule.rate(at: test.step) - test.rate) < 1e-12)
    }

    @Test("without a warm-up the first step has the peak")
    func noWarmUp() {
        #expect(LearningRateSchedule(peak: 0.3, warmUpSteps: 0, totalSteps: 10).rate(at: 0) == 0.3)
    }
}
