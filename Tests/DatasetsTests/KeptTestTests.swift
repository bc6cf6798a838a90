import InspectionTypes
import Testing

@testable import Datasets

/// Training again with more recordings, judged by the same as before.
@Suite struct KeptTestTests {
    /// The same files under other names, with others added.
    static func grown(_ data: SplitTests.Data, by added: [DataItem]) -> SplitTests.Data {
        var grown = SplitTests.Data(
            data.dataset.items.map { item in
                var item = item
                item.path = "moved/" + item.path
                item.group = "moved/" + item.group
                return item
            } + added)
        for (path, identity) in data.identities { grown.identities["moved/" + path] = identity }
        grown.dataset.purpose = data.dataset.purpose
        return grown
    }

    static func normals(_ count: Int, machine: String? = nil) -> [DataItem] {
        (0..<count).map { number in
            let path = "new/normal/\(number).wav"
            return DataItem(path: path, label: ["normal"], group: path, isNegative: machine != nil, machine: machine)
        }
    }

    static func hashes(_ split: Split, _ part: DataPart) -> Set<String> {
        Set(split.items(of: part).compactMap { split.hashes[$0.path] })
    }

    @Test(arguments: 0..<5 as Range<UInt64>)
    func theTestStaysWhereFilesAreMovedAndAdded(seed: UInt64) throws {
        let data = SplitTests.Data(groups: [("broken", 12), ("normal", 20)])
        let first = try Split.make(of: data.dataset, identities: data.identities)
        let more = Self.grown(data, by: Self.normals(10))
        let second = try Split.make(
            of: more.dataset, identities: more.identities, options: .init(seed: seed), keepingTestOf: first)
        #expect(Self.hashes(second, .test) == Self.hashes(first, .test))
        #expect(second.items.count == more.dataset.items.count)
        #expect(!second.items(of: .validation).isEmpty)
        #expect(second.caveats == [])
        #expect(second.method.contains("test part of an earlier split kept"))
        #expect(SplitTests.parts(of: second).values.allSatisfy { $0.count == 1 })
    }

    @Test func newAnomaliesJoinTheTestAndAreNamed() throws {
        let data = DetectionSplitTests.data([("a", 20, 4)])
        let first = try Split.make(of: data.dataset, identities: data.identities)
        let anomaly = DataItem(path: "new/broken.wav", label: ["broken"], group: "new/broken.wav", machine: "a")
        let more = Self.grown(data, by: Self.normals(6, machine: "a") + [anomaly])
        let second = try Split.make(of: more.dataset, identities: more.identities, keepingTestOf: first)
        #expect(Self.hashes(second, .test).count == Self.hashes(first, .test).count + 1)
        #expect(Self.hashes(second, .test).isSuperset(of: Self.hashes(first, .test)))
        #expect(second.caveats.contains { $0.contains("new/broken.wav") && $0.contains("joined") })
        #expect(DetectionSplitTests.count(second, "a", .validation, normal: true) >= 1)
        #expect(second.items.allSatisfy { $0.isNegative || $0.part == .test })
    }

    @Test func aNewCopyOfAHeldOutOneIsNotLearnt() throws {
        let data = SplitTests.Data(groups: [("broken", 12), ("normal", 20)])
        let first = try Split.make(of: data.dataset, identities: data.identities)
        let held = try #require(first.items(of: .test).first { $0.label == ["normal"] })
        var more = Self.grown(data, by: Self.normals(3))
        more.dataset.items[more.dataset.items.count - 1].group = "moved/" + held.group
        let joined = more.dataset.items[more.dataset.items.count - 1].path
        let second = try Split.make(of: more.dataset, identities: more.identities, keepingTestOf: first)
        #expect(second.items.first { $0.path == joined }?.part == .test)
        #expect(second.caveats.contains { $0.contains(joined) && $0.contains("held out") })
    }

    @Test func whatIsGoneIsNamedAndOtherDataRefused() throws {
        let data = SplitTests.Data(groups: [("a", 12), ("b", 20)])
        let first = try Split.make(of: data.dataset, identities: data.identities)
        var less = data
        let gone = try #require(first.items(of: .test).first?.path)
        less.identities[gone] = nil
        let second = try Split.make(of: less.dataset, identities: less.identities, keepingTestOf: first)
        #expect(second.caveats.contains { $0.contains("1 of the earlier test part are gone") && $0.contains(gone) })

        let other = SplitTests.Data(groups: [("c", 5), ("d", 5)])
        #expect { try Split.make(of: other.dataset, identities: other.identities, keepingTestOf: first) } throws: {
            ($0 as? DatasetError)?.code == .split
        }
    }

    @Test func stretchesStayWhereTheyWere() throws {
        let data = DetectionSplitTests.data([("a", 20, 2), ("b", 1, 0)], seconds: 60)
        let first = try Split.make(of: data.dataset, identities: data.identities)
        let more = Self.grown(data, by: Self.normals(4, machine: "b"))
        let second = try Split.make(of: more.dataset, identities: more.identities, keepingTestOf: first)
        func stretches(_ split: Split) -> [String] {
            split.items.filter { $0.path.hasSuffix("b/normal/0.wav") }.map { "\($0.range as Any) \($0.part as Any)" }
        }
        #expect(stretches(second) == stretches(first))
        #expect(stretches(second).count >= 3)
    }

    @Test func aTestPartOfTheDatasOwnThatHasGrownJoins() throws {
        var data = SplitTests.Data(groups: [("a", 12), ("b", 20)])
        for index in data.dataset.items.indices {
            data.dataset.items[index].part = data.dataset.items[index].group.hasSuffix("1") ? .test : .train
        }
        let first = try Split.make(of: data.dataset, identities: data.identities)
        var more = Self.grown(data, by: Self.normals(2))
        more.dataset.items[more.dataset.items.count - 1].part = .test
        let second = try Split.make(of: more.dataset, identities: more.identities, keepingTestOf: first)
        #expect(second.items.last?.part == .test)
        #expect(second.caveats.contains { $0.contains("1 recordings joined") })
    }
}
