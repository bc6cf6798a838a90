import FoundationEssentials
import Inference
import InspectionTypes
import Signals
import Testing

@testable import InspectionPipeline
@testable import Stations

@Suite struct LiveInspectorTests {
    @Test func windowsInABatchAreJudgedAsEachAlone() throws {
        let sound = LoudnessDetector.sound(6, loud: [1..<2, 3..<5])
        let windows = try SoundWindowStream.windows(of: sound, frontEnd: LoudnessDetector.frontEnd)
        // More than two batches, and some that fill none.
        #expect(windows.count == 23)
        let together = try LoudnessDetector.inspector(isBatched: true).readings(of: windows)
        let single = try LoudnessDetector.inspector()
        #expect(together.count == windows.count)
        for (window, reading) in zip(windows, together) {
            let alone = try single.readings(of: [window])[0]
            #expect(abs(alone.scores[0] - reading.scores[0]) < 1e-5)
        }
        #expect(Set(together.map { $0.scores[0] >= 2 }) == [true, false])
    }

    @Test func aClassifiersAlarmIsAllThatIsNotNormal() {
        var card = ModelCard(
            kind: .classifier, medium: .sound, name: "c", version: "1", created: .distantPast,
            soundFrontEnd: LoudnessDetector.frontEnd, classes: ["crack", "normal", "flat"])
        var judge = LiveJudge(card: card, given: nil)
        let reading = LiveReading(probabilities: [0.3, 0.5, 0.2])
        #expect(judge.judge(reading).verdict == .classified)
        #expect(judge.judge(reading).alarm == nil)
        card.normalClasses = ["normal"]
        judge = LiveJudge(card: card, given: nil)
        #expect(judge.judge(reading).verdict == .normal)
        #expect(abs(judge.judge(reading).alarm! - 0.5) < 1e-9)
        #expect(judge.judge(LiveReading(probabilities: [0.6, 0.3, 0.1])).verdict == .defect)
    }
}
