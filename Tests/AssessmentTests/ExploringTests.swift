@testable import Assessment
import Datasets
import InspectionTypes
import Testing

@Suite("What of a large data set is looked at")
struct ItemSampleTests {
    private let items = (0..<1000).map { index in
        DataItem(path: "\(index)", label: Label(index < 30 ? "rare" : "common"), group: "\(index)")
    }

    @Test("is a part of each class, in their order, the same for the same seed")
    func sample() {
        let sample = ItemSample.of(items, count: 100, seed: 1)
        #expect(sample.count == 100 && sample == ItemSample.of(items, count: 100, seed: 1))
        #expect(sample != ItemSample.of(items, count: 100, seed: 2))
        #expect(sample.count { $0.label == Label("rare") } >= 20)
        let places = sample.compactMap { Int($0.path) }
        #expect(places == places.sorted() && Set(places).count == 100)
    }

    @Test("is all where there is room, and no more than asked for where there is hardly any")
    func extremes() {
        #expect(ItemSample.of(items, count: 1000, seed: 1) == items)
        #expect(ItemSample.of(items, count: 2, seed: 1).count == 2)
        let many = (0..<50).map { DataItem(path: "\($0)", label: Label("class \($0)"), group: "") }
        #expect(ItemSample.of(many, count: 7, seed: 1).count == 7)
    }
}

@Suite("A link from a page to a file")
struct RelativeLinkTests {
    struct Case: Sendable {
        var folder: String
        var file: String
        var link: String
    }

    @Test(
        "goes up and down as far as need be, percent-encoded",
        arguments: [
            Case(folder: "/a/runs/x", file: "/a/data/dog/1.wav", link: "../../data/dog/1.wav"),
            Case(folder: "/a/b", file: "/a/b/c.wav", link: "c.wav"),
            Case(folder: "runs/../look", file: "tones/./1.wav", link: "../tones/1.wav"),
            Case(folder: "/a", file: "/b/50 % <b>#?é.wav", link: "../b/50%20%25%20%3Cb%3E%23%3F%C3%A9.wav"),
        ])
    func links(one: Case) { #expect(RelativeLink.from(folder: one.folder, to: one.file) == one.link) }
}
