import InspectionTypes
import Testing

@testable import Datasets

@Suite struct DetectionSplitTests {
    /// `normals` and `anomalies` a machine, without sound.
    static func data(_ machines: [(name: String, normals: Int, anomalies: Int)], seconds: Double = 10)
        -> SplitTests.Data
    {
        var items: [DataItem] = []
        for (name, normals, anomalies) in machines {
            for number in 0..<normals {
                let path = "\(name)/normal/\(number).wav"
                items.append(DataItem(path: path, label: ["normal"], group: path, isNegative: true, machine: name))
            }
            for number in 0..<anomalies {
                let path = "\(name)/broken/\(number).wav"
                items.append(DataItem(path: path, label: ["broken"], group: path, machine: name))
            }
        }
        var data = SplitTests.Data(items, seconds: seconds)
        data.dataset.purpose = .detection
        return data
    }

    static func count(_ split: Split, _ machine: String, _ part: DataPart, normal: Bool) -> Int {
        split.items(of: part).count { $0.machine == machine && $0.isNegative == normal }
    }

    @Test(arguments: 0..<10 as Range<UInt64>)
    func learnsFromNormalOnesAloneAndHoldsSomeOutOfEveryMachine(seed: UInt64) throws {
        let data = Self.data([("a", 40, 10), ("b", 5, 3), ("c", 4, 0)])
        let split = try Split.make(of: data.dataset, identities: data.identities, options: .init(seed: seed))
        #expect(split.items.count == data.dataset.items.count)
        #expect(split.items.allSatisfy { $0.isNegative || $0.part == .test })
        for machine in ["a", "b", "c"] {
            for part in DataPart.allCases {
                #expect(Self.count(split, machine, part, normal: true) >= 1, "\(machine) \(part)")
            }
        }
        #expect((5...7).contains(Self.count(split, "a", .validation, normal: true)))
        #expect((5...7).contains(Self.count(split, "a", .test, normal: true)))
        #expect(split.caveats == [])
    }

    @Test func aMachineWithFewRecordingsKeepsOneForItsThreshold() throws {
        let data = Self.data([("a", 20, 2), ("b", 3, 1), ("c", 2, 1)])
        let split = try Split.make(of: data.dataset, identities: data.identities)
        for (machine, train) in [("b", 2), ("c", 1)] {
            #expect(Self.count(split, machine, .train, normal: true) == train)
            #expect(Self.count(split, machine, .validation, normal: true) == 1)
        }
        #expect(
            split.caveats.contains { $0.contains("2 machines b, c") && $0.contains("false alarms are not measured") })
    }

    @Test func stretchesOfASingleNormalRecordingAreDealt() throws {
        let data = Self.data([("a", 20, 2), ("b", 1, 1)], seconds: 60)
        let split = try Split.make(of: data.dataset, identities: data.identities)
        let stretches = split.items.filter { $0.path == "b/normal/0.wav" }
        #expect(Set(stretches.compactMap(\.part)) == Set(DataPart.allCases))
        #expect(
            split.caveats.contains {
                $0.contains("machine b has a single normal recording") && $0.contains(Split.sameRecordingCaveat)
            })
    }

    @Test func keepsTheDatasOwnTestPart() throws {
        var data = Self.data([("a", 20, 5)])
        for index in data.dataset.items.indices {
            data.dataset.items[index].part = data.dataset.items[index].isNegative && index % 4 != 0 ? .train : .test
        }
        let split = try Split.make(of: data.dataset, identities: data.identities)
        #expect(split.items(of: .test).map(\.path) == data.dataset.items.filter { $0.part == .test }.map(\.path))
        #expect(Self.count(split, "a", .validation, normal: true) >= 1)
        #expect(split.method.contains("test and train as the data has it"))
    }

    @Test func anAnomalyThatIsACopyOfANormalOneIsNamed() throws {
        var data = Self.data([("a", 6, 2)])
        data.identities["a/broken/1.wav"] = data.identities["a/normal/3.wav"]
        #expect { try Split.make(of: data.dataset, identities: data.identities) } throws: { error in
            let message = (error as? DatasetError)?.message ?? ""
            return ["a/broken/1.wav", "a/normal/3.wav", "normal ones and the anomalies"].allSatisfy(message.contains)
        }
        let allowed = try Split.make(of: data.dataset, identities: data.identities, options: .init(allowsLeakage: true))
        #expect(allowed.caveats.contains { $0.contains("a/normal/3.wav") })
    }

    @Test func aCopyOfANormalOneAmongTheAnomaliesCrossesNothing() throws {
        var data = Self.data([("a", 6, 2)])
        data.identities["a/broken/1.wav"] = data.identities["a/normal/3.wav"]
        data.identities["a/normal/5.wav"] = data.identities["a/normal/4.wav"]
        let copies = LeakageGuard.copies(in: data.dataset, identities: data.identities)
        #expect(copies.map(\.first) == ["a/normal/5.wav"])
        data.dataset.purpose = .training
        #expect(LeakageGuard.copies(in: data.dataset, identities: data.identities).count == 2)
    }

    @Test func oneAnomalyInTwoKindsIsNoContradiction() throws {
        var data = Self.data([("a", 6, 2)])
        data.dataset.items[0].label = ["leak"]
        data.identities["a/broken/1.wav"] = data.identities["a/broken/0.wav"]
        #expect(try Split.make(of: data.dataset, identities: data.identities).items.count == 8)
    }

    @Test func isReadBackWithItsMachinesAndDomains() throws {
        let folder = try TemporaryFolder()
        var data = Self.data([("a", 6, 2), ("b", 5, 0)])
        for index in data.dataset.items.indices where index % 2 == 0 { data.dataset.items[index].domain = "source" }
        let split = try Split.make(of: data.dataset, identities: data.identities)
        try split.write(to: folder.path + "/split.json")
        #expect(try Split.read(from: folder.path + "/split.json") == split)
    }

    @Test func aSplitWithoutMachinesIsStillRead() throws {
        let folder = try TemporaryFolder()
        try folder.text(
            "split.json",
            #"{"format_version": 1, "seed": 7, "method": "m", "caveats": [], "data_digest": "", "items": [{"path": "a.wav", "hash": "", "label": ["a"], "group": "a", "part": "train"}]}"#
        )
        let item = try #require(try Split.read(from: folder.path + "/split.json").items.first)
        #expect(item.machine == nil && item.domain == nil)
    }
}

@Suite struct SharedBackgroundTests {
    /// Pairs that chain `count` normal recordings together.
    static func chain(_ count: Int, agreement: Double) -> [LeakagePair] {
        (1..<count).map {
            LeakagePair(
                kind: .near, first: "a/normal/\($0).wav", second: "a/normal/\($0 - 1).wav", seconds: 5,
                agreement: agreement)
        }
    }

    @Test func copiesStayTogetherAndACommonBackgroundDoesNot() {
        let dataset = DetectionSplitTests.data([("a", 20, 5)]).dataset
        let copies = SharedBackground(Self.chain(4, agreement: 0.8), in: dataset)
        #expect(copies.copies.count == 3 && copies.caveat == nil)
        let noise = SharedBackground(Self.chain(18, agreement: 0.8), in: dataset)
        #expect(noise.copies.isEmpty && noise.background.count == 17)
        #expect(noise.caveat?.contains("17 pairs") ?? false)
        let both = SharedBackground(
            Self.chain(18, agreement: 0.8) + [
                LeakagePair(
                    kind: .near, first: "a/normal/19.wav", second: "a/normal/3.wav", seconds: 9, agreement: 0.97)
            ], in: dataset)
        #expect(both.copies.map(\.first) == ["a/normal/19.wav"])
        let exact = SharedBackground(
            Self.chain(18, agreement: 0.97) + [
                LeakagePair(kind: .exact, first: "a/normal/19.wav", second: "a/normal/3.wav")
            ],
            in: dataset)
        #expect(exact.copies.map(\.kind) == [.exact])
    }

    /// A valve's strokes are alike in recordings that are not the same.
    @Test func strokesOnTwoSidesOfTheDatasOwnPartsAreNoCopies() {
        var dataset = DetectionSplitTests.data([("a", 20, 5)]).dataset
        for index in dataset.items.indices {
            dataset.items[index].part = dataset.items[index].path == "a/normal/3.wav" ? .test : .train
        }
        func pair(_ other: Int, _ agreement: Double) -> LeakagePair {
            LeakagePair(
                kind: .near, first: "a/normal/\(other).wav", second: "a/normal/3.wav", seconds: 2,
                agreement: agreement)
        }
        let found = SharedBackground([pair(1, 0.71), pair(2, 0.97)], in: dataset)
        #expect(found.copies == [pair(2, 0.97)] && found.background == [pair(1, 0.71)])
        #expect(found.caveat?.contains("1 pair on two sides") == true)
        // What was not taken for a copy then is not refused as one when the test part is judged.
        #expect(found.rule == .encodedAnew)
        #expect(SharedBackground([pair(2, 0.97)], in: dataset).rule == .alike)
    }
}
