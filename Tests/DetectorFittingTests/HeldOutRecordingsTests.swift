import AnomalyDetection
import Datasets
import InspectionTypes
import Testing

@testable import DetectorFitting

@Suite("Recordings that were held out")
struct HeldOutRecordingsTests {
    @Test func everyRecordingIsScoredOnceAndChangedInEveryWay() throws {
        let sounds = try HummingMachines(normal: 6)
        let fitter = sounds.fitter()
        let (left, kept) = (
            sounds.dataset.items.filter { $0.path.contains("00000005") },
            sounds.dataset.items.filter { !$0.path.contains("00000005") }
        )
        let components = try fitter.components(HummingMachines.network, on: kept)
        var held = HeldOutRecordings(names: components.names, machines: fitter.machines)
        try held.add(left, by: components, fitter)
        let kinds = StrangeSound.allCases.count
        #expect(held.items.count == 2 * (1 + kinds) && held.seconds.count == held.items.count)
        #expect(held.items.prefix(2).map(\.path) == left.map(\.path))
        #expect(held.seconds.allSatisfy { abs($0 - 1) < 0.1 })
        // Step one is asked of what was not changed, and hears machines that hum on other lines.
        #expect(held.machineHits.count == 2 && held.machineHits.right == 2)
        #expect(try #require(held.leastProbability) > 0.5)
        let fusion = ScoreFusion(held.scores)
        #expect(fusion.heldOut.map { held.items[$0.recording].path } == left.map(\.path))
        #expect(fusion.heldOut.map { fitter.machines[$0.machine] } == left.compactMap(\.machine))
    }

    @Test func furtherRecordingsAreNumberedOn() throws {
        let sounds = try HummingMachines(normal: 6)
        let fitter = sounds.fitter()
        let components = try fitter.components(HummingMachines.network, on: sounds.dataset.items)
        var held = HeldOutRecordings(names: components.names, machines: fitter.machines)
        for number in 4...5 {
            try held.add(sounds.dataset.items.filter { $0.path.contains("0000000\(number)") }, by: components, fitter)
        }
        let found = ScoreFusion(held.scores).heldOut.map { held.items[$0.recording].path }
        #expect(found.count == 4 && Set(found).count == 4)
        #expect(found.allSatisfy { $0.contains("00000004") || $0.contains("00000005") })
    }

    @Test func whatWasNotLearntFromScoresHigherThanWhatWas() throws {
        let halls = try HallRecordings((0..<24).map { .init(machine: 0, hall: $0 % 4) })
        let fitter = SoundDetectorFitter(
            machines: ["pump id_00"], store: halls.store, frontEnd: HummingMachines.frontEnd, options: .init(threads: 1)
        )
        func meanDistance(_ backgrounds: Backgrounds) throws -> Double {
            let target = try FalseAlarmTarget(parsing: "10%")
            let fitted = try SoundDetectorBuilder(
                fitter, options: .init(method: "means", target: target, backgrounds: backgrounds)
            ).build(
                training: halls.dataset.items, validation: [], network: { _, _ in HummingMachines.network },
                tell: { _ in })
            let promise = fitted.detector.machines[0].calibration
            #expect((promise.falseAlarms.low == 0) == (backgrounds == .new))
            #expect(promise.words.contains("no more than") == (backgrounds == .new))
            // What the kept detector, which has learnt from all, says of the same recordings.
            let scores = try SoundNetwork(fitted.graph, frontEnd: fitter.frontEnd, threads: 1).run(
                SoundWindows(halls.dataset.items, store: halls.store, frontEnd: fitter.frontEnd), fetch: ["scores"])
            return -scores[0].reduce(0) { $0 + Double($1[0]) } / 24
        }
        #expect(try meanDistance(.heard) > 0)
        #expect(try meanDistance(.new) > meanDistance(.heard))
    }
}
