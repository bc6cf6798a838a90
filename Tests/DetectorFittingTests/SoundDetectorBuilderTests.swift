import AnomalyDetection
import Datasets
import InspectionTypes
import Synchronization
import Testing

@testable import DetectorFitting

@Suite("From normal sounds to a detector")
struct SoundDetectorBuilderTests {
    /// What a network was asked to learn from.
    struct Asked: Equatable {
        var unit: String
        var paths: Set<String>
    }

    /// What a person raises by Ctrl-C.
    final class Flag: Sendable {
        private let value = Mutex(false)
        var isRaised: Bool { value.withLock { $0 } }
        func raise() { value.withLock { $0 = true } }
    }

    private func options(keepsOutliers: Bool = false) throws -> SoundDetectorBuilder.Options {
        .init(method: "means", target: try FalseAlarmTarget(parsing: "10%"), keepsOutliers: keepsOutliers)
    }

    @Test func whatSetsThresholdsIsLearntWithoutWhatItJudges() throws {
        let sounds = try HummingMachines(normal: 6)
        var asked: [Asked] = []
        var events: [SoundDetectorBuilder.Event] = []
        let fitted = try SoundDetectorBuilder(sounds.fitter(), options: options()).build(
            training: sounds.dataset.items, validation: [],
            network: { items, unit in
                asked.append(Asked(unit: unit, paths: Set(items.map(\.path))))
                return HummingMachines.network
            }, tell: { events.append($0) })
        let all = Set(sounds.dataset.items.map(\.path))
        // The network that is kept is learnt last and from everything; before it every recording was left out once.
        #expect(asked.last == Asked(unit: SoundDetectorBuilder.model, paths: all))
        let folds = asked.dropLast()
        #expect(folds.count > 1 && folds.allSatisfy { $0.unit.hasPrefix("fold-") })
        #expect(folds.allSatisfy { !$0.paths.isEmpty })
        for path in all { #expect(folds.count { !$0.paths.contains(path) } == 1, "\(path)") }
        #expect(Set(fitted.heldOut.map(\.item.path)) == all)
        #expect(fitted.detector.machines.map(\.name) == HummingMachines.machines)
        #expect(fitted.detector.machines.allSatisfy { $0.items == 6 })
        #expect(fitted.detector.machines[0].calibration.caveats.contains { $0.contains("fitted without them") })
        #expect(events.contains { if case .unit("thresholds", 1, _) = $0 { true } else { false } })
        #expect(events.contains { if case .note(let words) = $0 { words.contains("step one") } else { false } })
    }

    @Test func aValidationPartSetsThresholdsWithoutFolds() throws {
        let sounds = try HummingMachines(normal: 6)
        let validation = sounds.dataset.items.filter { $0.path.contains("00000004") || $0.path.contains("00000005") }
        let training = sounds.dataset.items.filter { !validation.contains($0) }
        var units: [String] = []
        let fitted = try SoundDetectorBuilder(sounds.fitter(), options: options()).build(
            training: training, validation: validation,
            network: { items, unit in
                units.append(unit)
                #expect(Set(items) == Set(training))
                return HummingMachines.network
            }, tell: { _ in })
        #expect(units == [SoundDetectorBuilder.model])
        #expect(Set(fitted.heldOut.map(\.item.path)) == Set(validation.map(\.path)))
    }

    @Test func stoppedBetweenTwoFoldsNothingMoreIsLearnt() throws {
        let sounds = try HummingMachines(normal: 6)
        let isStopped = Flag()
        var units: [String] = []
        let fitter = sounds.fitter { isStopped.isRaised }
        let error = #expect(throws: FittingError.self) {
            try SoundDetectorBuilder(fitter, options: options()).build(
                training: sounds.dataset.items, validation: [],
                network: { _, unit in
                    units.append(unit)
                    return HummingMachines.network
                },
                tell: { event in
                    if case .unit(_, 2, _) = event { isStopped.raise() }
                })
        }
        #expect(error?.code == .cancelled)
        #expect(error?.message.contains("no model is written") == true)
        #expect(units == ["fold-1"])
    }

    @Test func oneRecordingIsTooLittle() throws {
        let sounds = try HummingMachines(normal: 1, machines: 1)
        let error = #expect(throws: FittingError.self) {
            try SoundDetectorBuilder(sounds.fitter(), options: options()).build(
                training: sounds.dataset.items, validation: [], network: { _, _ in HummingMachines.network },
                tell: { _ in })
        }
        #expect(error?.code == .data)
        #expect(error?.message.contains("there is 1 normal recording: none can be held out") == true)
    }

    @Test func aMachineWithNothingToLearnFromIsNamed() throws {
        let sounds = try HummingMachines(normal: 4)
        let error = #expect(throws: FittingError.self) {
            try SoundDetectorBuilder(sounds.fitter(), options: options()).build(
                training: sounds.dataset.items.filter { $0.machine == "pump id_00" },
                validation: sounds.dataset.items.filter { $0.machine == "pump id_02" },
                network: { _, _ in HummingMachines.network }, tell: { _ in })
        }
        #expect(error?.code == .data)
        #expect(error?.message.contains("pump id_02") == true)
    }

    @Test(arguments: [false, true]) func whatSoundsUnlikeTheOthersIsNamed(keepsOutliers: Bool) throws {
        let sounds = try HummingMachines(normal: 9, strange: true)
        var learnt: Set<String> = []
        var notes: [String] = []
        let fitted = try SoundDetectorBuilder(sounds.fitter(), options: options(keepsOutliers: keepsOutliers)).build(
            training: sounds.dataset.items, validation: [],
            network: { items, _ in
                learnt.formUnion(items.map(\.path))
                return HummingMachines.network
            },
            tell: { event in
                if case .note(let words) = event { notes.append(words) }
            })
        let strange = try #require(sounds.dataset.items.first { $0.path.contains("00000099") }?.path)
        #expect(learnt.contains(strange) == keepsOutliers)
        #expect(notes.contains { $0.hasPrefix(strange) && $0.contains("sounds unlike them") })
        let said = keepsOutliers ? "were learnt from all the same" : "were not learnt from"
        #expect(fitted.caveats.contains { $0.contains(strange) && $0.contains(said) })
    }
}
