import InspectionTypes
import Testing

@testable import Datasets

@Suite struct RealPictureTests {
    /// Every ninth of the impellers. They were turned, mirrored and brightened before they were published, so many show the same part.
    @Test(.enabled(if: Checkout.has("casting"), "needs the real pictures"))
    func castingHoldsTheSamePartsManyTimes() throws {
        var dataset = try DatasetScanner.scan(Checkout.sharedData + "/casting")
        #expect(dataset.medium == .picture)
        #expect(dataset.itemsPerClass == ["def_front": 1591, "ok_front": 1204])
        dataset.items = dataset.items.enumerated().filter { $0.offset.isMultiple(of: 9) }.map(\.element)
        let store = try PictureStore.prepare(
            dataset, frontEnd: PictureFrontEnd(width: 64, height: 64, colour: .grey))
        #expect(store.failures.isEmpty)
        #expect(store.identities.count == 311)
        let pairs = LeakageGuard.pairs(in: dataset, identities: store.identities)
        let merged = LeakageGuard.merging(pairs, in: dataset)
        let sizes = Dictionary(grouping: merged.items, by: \.group).mapValues(\.count)
        #expect(sizes.values.contains { $0 >= 5 }, "the copies are found")
        #expect((120...260).contains(sizes.count), "and parts that look alike are not all called one: \(sizes.count)")
        let split = try Split.make(of: dataset, identities: store.identities)
        #expect(LeakageGuard.crossing(pairs, in: split.items) == [])
        for part in DataPart.allCases { #expect(Set(split.items(of: part).flatMap(\.label.names)).count == 2) }
    }

    @Test(.enabled(if: Checkout.has("rail_photos"), "needs the real pictures"))
    func railPhotosAreATreeOfBursts() throws {
        let path = Checkout.sharedData + "/rail_photos"
        #expect(PictureLayoutTests.error { try DatasetScanner.scan(path) }?.code == .labelUnspecified)
        let dataset = try DatasetScanner.scan(
            path, options: .init(groupBy: "_(\\d{8}_\\d{4})", labelBy: .condition))
        #expect(dataset.layout == .partCondition)
        #expect(dataset.itemsPerClass == ["damaged": 220, "normal": 368])
        let single = try DatasetScanner.scan(path, options: .init(labelBy: .both))
        #expect(single.classes.count == 7)
        let store = try PictureStore.prepare(
            single, frontEnd: PictureFrontEnd(width: 64, height: 64, colour: .rgb))
        let merged = LeakageGuard.merging(
            LeakageGuard.pairs(in: single, identities: store.identities), in: single)
        #expect((540...588).contains(merged.groups.count), "a burst's photos differ: \(merged.groups.count) groups")
        let split = try Split.make(of: dataset, identities: store.identities)
        let parts = Dictionary(grouping: split.items, by: \.group).mapValues { Set($0.map(\.part)).count }
        #expect(parts.values.allSatisfy { $0 == 1 })
    }

    @Test(.enabled(if: Checkout.has("cracks"), "needs the real pictures"))
    func cracksHaveMasksAndNegatives() throws {
        let dataset = try DatasetScanner.scan(
            Checkout.sharedData + "/cracks", options: .init(purpose: .segmentation, negatives: "noncrack*"))
        #expect(dataset.layout == .imagesAndMasks)
        #expect(dataset.itemsPerClass == ["defect": 511, "normal": 23])
        let store = try PictureStore.prepare(dataset, frontEnd: nil)
        #expect(store.failures.isEmpty)
        #expect(store.maskAreas.count == 534)
        #expect(dataset.items.filter(\.isNegative).allSatisfy { store.maskAreas[$0.path] == 0 })
        #expect(LeakageGuard.pairs(in: dataset, identities: store.identities).count <= 2)
    }
}
