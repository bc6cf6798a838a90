import FoundationEssentials
import InspectionTypes
import Testing

@testable import Datasets

@Suite struct SplitTests {
    /// Items and identities without sound: what a split is made of.
    struct Data {
        var dataset: Dataset
        var identities: [String: RecordingIdentity]

        /// `groups[class]` is the number of groups, each of one to three items.
        init(groups: [(String, Int)], seconds: Double = 10) {
            var items: [DataItem] = []
            for (name, count) in groups {
                for group in 0..<count {
                    for take in 0...(group % 3) {
                        items.append(
                            DataItem(
                                path: "\(name)/\(group)-\(take).wav", label: Label(name), group: "\(name) \(group)"))
                    }
                }
            }
            self.init(items, seconds: seconds)
        }

        init(_ items: [DataItem], seconds: Double = 10) {
            dataset = Dataset(root: "/data", layout: .classFolders, items: items)
            identities = [:]
            for path in dataset.paths {
                identities[path] = RecordingIdentity(
                    hash: ContentHash.hexadecimal(of: path), seconds: seconds,
                    fingerprint: AcousticFingerprint(runs: [])
                )
            }
        }
    }

    static func parts(of split: Split) -> [String: Set<DataPart>] {
        Dictionary(grouping: split.items, by: \.group).mapValues { Set($0.compactMap(\.part)) }
    }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func noGroupStandsInTwoParts(seed: UInt64) throws {
        let data = Data(groups: [("a", 7), ("b", 23), ("c", 3), ("d", 11)])
        let split = try Split.make(of: data.dataset, identities: data.identities, options: .init(seed: seed))
        #expect(Self.parts(of: split).values.allSatisfy { $0.count == 1 })
        #expect(split.items.map(\.path) == data.dataset.items.map(\.path), "every item has a place")
        #expect(split.caveats == [])
    }

    @Test(arguments: 0..<10 as Range<UInt64>)
    func everyPartHasEveryClassAndItsShare(seed: UInt64) throws {
        let data = Data(groups: [("a", 3), ("b", 40), ("c", 20)])
        let split = try Split.make(of: data.dataset, identities: data.identities, options: .init(seed: seed))
        for part in DataPart.allCases {
            #expect(Set(split.items(of: part).flatMap(\.label.names)) == ["a", "b", "c"])
        }
        for name in ["b", "c"] {
            let total = Double(split.items.count { $0.label.names.contains(name) })
            for (part, share) in [(DataPart.validation, 0.15), (.test, 0.15)] {
                let count = Double(split.items(of: part).count { $0.label.names.contains(name) })
                #expect(abs(count - share * total) <= 3, "\(name) in \(part): \(count) of \(total)")
            }
        }
    }

    @Test func theSeedDecides() throws {
        let data = Data(groups: [("a", 12), ("b", 12)])
        func split(_ seed: UInt64) throws -> Split {
            try Split.make(of: data.dataset, identities: data.identities, options: .init(seed: seed))
        }
        #expect(try split(3) == split(3))
        #expect(try split(3).digest == split(3).digest)
        #expect(try split(3).items != split(4).items)
    }

    @Test func twoGroupsLeaveNoneForValidationAndSaysSo() throws {
        let data = Data(groups: [("a", 10), ("b", 2)])
        let split = try Split.make(of: data.dataset, identities: data.identities)
        #expect(split.items(of: .train).contains { $0.label == Label("b") })
        let missing = DataPart.allCases.filter { part in !split.items(of: part).contains { $0.label == Label("b") } }
        #expect(missing.count == 1)
        #expect(split.caveats.contains { $0.contains("class 'b'") && $0.contains("2 groups") })
    }

    @Test func keepsTheDatasOwnTestPart() throws {
        var data = Data(groups: [("a", 12), ("b", 12)])
        for index in data.dataset.items.indices {
            data.dataset.items[index].part = data.dataset.items[index].group.hasSuffix("1") ? .test : .train
        }
        let split = try Split.make(of: data.dataset, identities: data.identities)
        for (before, after) in zip(data.dataset.items, split.items) where before.part == .test {
            #expect(after.part == .test)
        }
        #expect(split.items.count { $0.part == .test } == data.dataset.items.count { $0.part == .test })
        #expect(split.items.contains { $0.part == .validation }, "validation is taken out of training")
        #expect(split.method.contains("test and train as the data has it"))
    }

    @Test func refusesAGroupOnTwoSidesOfTheDatasOwnParts() throws {
        var data = Data(groups: [("a", 6), ("b", 6)])
        data.dataset.items[0].part = .train
        for index in data.dataset.items.indices { data.dataset.items[index].part = index % 2 == 0 ? .train : .test }
        #expect { try Split.make(of: data.dataset, identities: data.identities) } throws: {
            ($0 as? DatasetError)?.code == .leakage
        }
        let allowed = try Split.make(of: data.dataset, identities: data.identities, options: .init(allowsLeakage: true))
        #expect(allowed.caveats.contains { $0.contains("optimistic") })
    }

    @Test func aSingleRecordingIsCutInTimeWithGaps() throws {
        let items =
            (0..<6).map { DataItem(path: "a/\($0).wav", label: Label("a"), group: "a/\($0).wav") }
            + [DataItem(path: "b/only.wav", label: Label("b"), group: "b/only.wav")]
        let data = Data(items, seconds: 60)
        let split = try Split.make(
            of: data.dataset, identities: data.identities, options: .init(windowSeconds: 1, guardSeconds: 2))
        let stretches = split.items.filter { $0.path == "b/only.wav" }
        #expect(Set(stretches.compactMap(\.part)) == Set(DataPart.allCases))
        #expect(split.caveats.contains { $0.contains("b/only.wav") && $0.contains("same recording: optimistic") })
        for (earlier, later) in zip(stretches, stretches.dropFirst()) {
            let end = try #require(earlier.range?.end)
            let start = try #require(later.range?.start)
            #expect(start - end >= 2 - 1e-9)
        }
        let trained = stretches.filter { $0.part == .train }.reduce(0) {
            $0 + ($1.range?.end ?? 0) - ($1.range?.start ?? 0)
        }
        #expect(trained > 30)
    }

    @Test func whatCouldNotBeReadIsLeftOut() throws {
        var data = Data(groups: [("a", 6), ("b", 6)])
        data.identities["a/0-0.wav"] = nil
        let split = try Split.make(of: data.dataset, identities: data.identities)
        #expect(!split.items.contains { $0.path == "a/0-0.wav" })
        #expect(split.caveats == ["1 recordings could not be read and are left out"])
    }

    @Test(arguments: [2, 4, 5])
    func foldsHoldEveryItemOutOnce(count: Int) throws {
        let data = Data(groups: [("a", 9), ("b", 14)])
        let folds = try Split.folds(count, of: data.dataset, identities: data.identities, options: .init(validation: 0))
        #expect(folds.count == count)
        #expect(folds.flatMap { $0.items(of: .test).map(\.path) }.sorted() == data.dataset.items.map(\.path))
        for fold in folds {
            #expect(Self.parts(of: fold).values.allSatisfy { $0.count == 1 })
            #expect(fold.items.count == data.dataset.items.count)
            #expect(fold.items(of: .validation).isEmpty)
            #expect(Set(fold.items(of: .test).flatMap(\.label.names)) == ["a", "b"])
        }
    }

    @Test func asManyGroupsAsFoldsAreTheFolds() throws {
        let items = (0..<40).map { index in
            DataItem(
                path: "\(index % 2)/\(index % 4 + 1)-\(index)-A.wav", label: Label("class \(index % 2)"),
                group: "\(index % 4 + 1)")
        }
        let data = Data(items)
        let folds = try Split.folds(4, of: data.dataset, identities: data.identities)
        for (index, fold) in folds.enumerated() {
            #expect(Set(fold.items(of: .test).map(\.group)) == ["\(index + 1)"])
            #expect(fold.method.contains("fold \(index + 1) of 4 held out (group \(index + 1))"))
            #expect(!fold.items(of: .validation).isEmpty)
            #expect(fold.caveats.contains { $0.contains("validation shares groups with training") })
        }
    }

    @Test func refusesMoreFoldsThanGroups() {
        let data = Data(groups: [("a", 2), ("b", 2)])
        #expect { try Split.folds(5, of: data.dataset, identities: data.identities) } throws: {
            ($0 as? DatasetError)?.code == .split
        }
    }

    @Test func isReadBackAsItWasWritten() throws {
        let folder = try TemporaryFolder()
        let items =
            (0..<6).map { DataItem(path: "a/\($0).wav", label: Label("a"), group: "a/\($0).wav") }
            + [DataItem(path: "b/only.wav", label: ["b", "c"], group: "b/only.wav")]
        let data = Data(items, seconds: 60)
        let split = try Split.make(of: data.dataset, identities: data.identities, options: .init(seed: 5))
        try split.write(to: folder.path + "/split.json")
        let again = try Split.read(from: folder.path + "/split.json")
        #expect(again == split)
        #expect(try again.digest == split.digest)
        try again.check(against: data.dataset, identities: data.identities)
    }

    @Test func aSplitOfOtherDataIsRefused() throws {
        let data = Data(groups: [("a", 6), ("b", 6)])
        let split = try Split.make(of: data.dataset, identities: data.identities)
        var changed = data
        changed.identities["a/0-0.wav"]?.hash = "other"
        changed.identities["b/0-0.wav"] = nil
        changed.dataset = Dataset(
            root: "/data", layout: .classFolders,
            items: data.dataset.items + [DataItem(path: "b/new.wav", label: Label("b"), group: "b/new.wav")]
        )
        changed.identities["b/new.wav"] = data.identities["a/1-0.wav"]
        #expect { try split.check(against: changed.dataset, identities: changed.identities) } throws: { error in
            let message = (error as? DatasetError)?.message ?? ""
            return ["b/0-0.wav", "a/0-0.wav", "b/new.wav", "/data"].allSatisfy(message.contains)
        }
    }

    @Test(arguments: ["", "{}", "[1]", "{\"format_version\": \"x\"}"])
    func refusesWhatIsNoSplit(text: String) throws {
        let folder = try TemporaryFolder()
        try folder.text("split.json", text)
        #expect { try Split.read(from: folder.path + "/split.json") } throws: {
            ($0 as? DatasetError)?.message.contains("is no split") ?? false
        }
    }

    @Test(arguments: [#""start": 1e300"#, #""start": 0, "end": 2e9"#, #""start": -1"#])
    func refusesTimesBeyondAnyRecording(times: String) throws {
        let folder = try TemporaryFolder()
        try folder.text(
            "split.json",
            #"{"format_version": 1, "seed": 7, "method": "m", "caveats": [], "data_digest": "", "items": [{"path": "a.wav", "#
                + #""hash": "", "label": ["a"], "group": "a", "part": "train", \#(times)}]}"#
        )
        #expect { try Split.read(from: folder.path + "/split.json") } throws: {
            ($0 as? DatasetError)?.message.contains("split.json: item 1 (a.wav)") ?? false
        }
    }

    @Test func refusesALaterFormat() throws {
        let folder = try TemporaryFolder()
        let data = Data(groups: [("a", 6), ("b", 6)])
        let json = try Split.make(of: data.dataset, identities: data.identities).json
        try folder.text("split.json", json.replacing("\"format_version\" : 1", with: "\"format_version\" : 2"))
        #expect { try Split.read(from: folder.path + "/split.json") } throws: {
            ($0 as? DatasetError)?.message.contains("newer") ?? false
        }
    }

    @Test func theDigestKnowsContentAndLabelsButNotNames() {
        let data = Data(groups: [("a", 3), ("b", 3)])
        let hashes = data.identities.mapValues(\.hash)
        let renamed = Dataset(
            root: "/else", layout: .table,
            items: data.dataset.items.map { DataItem(path: "new/" + $0.path, label: $0.label, group: "") }
        )
        let again = Dictionary(uniqueKeysWithValues: hashes.map { ("new/" + $0.key, $0.value) })
        #expect(renamed.digest(hashes: again) == data.dataset.digest(hashes: hashes))
        var relabelled = data.dataset
        relabelled.items[0].label = ["z"]
        #expect(relabelled.digest(hashes: hashes) != data.dataset.digest(hashes: hashes))
    }
}
