import Datasets
import InspectionTypes
import Testing

@testable import DetectorFitting

@Suite("Folds of normal recordings")
struct BackgroundFoldsTests {
    /// Two machines in four halls, three times each.
    private static func halls() throws -> HallRecordings {
        try HallRecordings(
            (0..<24).map { .init(machine: $0 % 2, hall: $0 / 2 % 4) })
    }

    private func folds(_ halls: HallRecordings, _ backgrounds: Backgrounds, seed: UInt64 = 1) -> BackgroundFolds {
        BackgroundFolds(halls.dataset.items, store: halls.store, count: 4, backgrounds: backgrounds, seed: seed)
    }

    @Test(arguments: Backgrounds.allCases) func everyRecordingIsHeldOutOnceAndBesideItsMachine(
        _ backgrounds: Backgrounds
    )
        throws
    {
        let halls = try Self.halls()
        let folds = folds(halls, backgrounds)
        var held: [String: Int] = [:]
        for number in 0..<folds.count {
            let (kept, left) = folds[number]
            #expect(Set(kept.map(\.path)).isDisjoint(with: left.map(\.path)))
            #expect(kept.count + left.count == 24)
            #expect(Set(left.compactMap(\.machine)).isSubset(of: kept.compactMap(\.machine)))
            left.forEach { held[$0.path, default: 0] += 1 }
        }
        #expect(held.count == 24 && held.values.allSatisfy { $0 == 1 })
    }

    @Test func newBackgroundsAreHeldOutWhole() throws {
        let halls = try Self.halls()
        let folds = folds(halls, .new)
        for number in 0..<folds.count {
            let (kept, left) = folds[number]
            #expect(Set(left.map(HallRecordings.hall)).isDisjoint(with: kept.map(HallRecordings.hall)), "\(number)")
        }
    }

    @Test func heardBackgroundsStayInWhatIsLearntFrom() throws {
        let halls = try Self.halls()
        let folds = folds(halls, .heard)
        for number in 0..<folds.count {
            let (kept, left) = folds[number]
            #expect(left.count == 6)
            #expect(Set(left.compactMap(\.machine)).count == 2)
            #expect(Set(kept.map(HallRecordings.hall)).count == 4)
        }
        #expect(folds[0].left != self.folds(halls, .heard, seed: 2)[0].left)
        #expect(folds[0].left == self.folds(halls, .heard)[0].left)
    }

    @Test(arguments: Backgrounds.allCases) func groupsOfSeveralMachinesStayWhole(_ backgrounds: Backgrounds) throws {
        // Both machines were recorded at once, twelve times.
        let halls = try HallRecordings(
            (0..<24).map { .init(machine: $0 % 2, hall: $0 / 2 % 4, group: "minute \($0 / 2)") })
        let folds = folds(halls, backgrounds)
        var held: Set<String> = []
        for number in 0..<folds.count {
            let (kept, left) = folds[number]
            #expect(Set(kept.map(\.group)).isDisjoint(with: left.map(\.group)))
            #expect(Set(kept.compactMap(\.machine)).count == 2)
            held.formUnion(left.map(\.path))
        }
        #expect(held.count == 24)
    }

    @Test(arguments: Backgrounds.allCases) func aMachineHeardOnceIsLearntFromInEveryFold(_ backgrounds: Backgrounds)
        throws
    {
        // The second machine was only recorded once, and together with the first one.
        let halls = try HallRecordings(
            (0..<8).map { .init(machine: 0, hall: $0 % 4, group: "minute \($0)") }
                + [.init(machine: 1, hall: 0, group: "minute 0")])
        let folds = folds(halls, backgrounds)
        for number in 0..<folds.count {
            #expect(folds[number].kept.contains { $0.machine == "pump id_01" })
            #expect(!folds[number].left.contains { $0.group == "minute 0" })
        }
        #expect((0..<folds.count).reduce(0) { $0 + folds[$1].left.count } == 7)
    }

    @Test func oneHallIsNoReasonToHoldOutAllOfAMachine() throws {
        // The second machine stands in one hall: k-means would hold out all of it at once.
        let halls = try HallRecordings(
            (0..<12).map { .init(machine: 0, hall: $0 % 3) } + (0..<4).map { _ in .init(machine: 1, hall: 5) })
        let folds = folds(halls, .new)
        for number in 0..<folds.count {
            #expect(folds[number].left.count { $0.machine == "pump id_01" } <= 2)
        }
    }
}
