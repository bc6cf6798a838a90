@testable import Exploration
import InspectionTypes
import Testing

/// Made-up recordings: classes far apart, and what is done to some of them.
private struct MadeUp {
    var items: [ExploredItem] = []
    var rows: [[Float]] = []

    init(classes: Int = 3, each: Int = 12, dimension: Int = 8, seed: UInt64 = 1) {
        var generator = SeededGenerator(seed: seed)
        for label in 0..<classes {
            let centre = (0..<dimension).map { _ in Float(generator.nextNormal()) * 3 }
            for number in 0..<each {
                let name = "\(Self.names[label])/\(number).wav"
                items.append(ExploredItem(path: name, label: Self.names[label], group: name))
                rows.append(centre.map { $0 + Float(generator.nextNormal()) * 0.6 })
            }
        }
    }

    static let names = ["dog", "rain", "siren", "wind"]

    /// One map iteration: these tests are about what is found.
    func explored(_ noun: String = "recording") throws -> DataExploration {
        try DataExploration(
            items, try EmbeddingTable(rows), options: .init(map: .init(iterations: 1), noun: noun))
    }
}

@Suite("A look at a data set")
struct DataExplorationTests {
    @Test("finds the labels that were swapped, and no others, and says why")
    func labelErrors() throws {
        var made = MadeUp()
        made.items[3].label = "rain"
        made.items[30].label = "dog"
        let found = try made.explored()
        #expect(Set(found.suspicions.map(\.index)) == [3, 30])
        let first = try #require(found.suspicions.first { $0.index == 3 })
        #expect(found.classes[first.suggestion] == "dog" && found.classes[first.label] == "rain" && first.score > 0.6)
        let reason = found.reason(for: first)
        #expect(
            reason.hasPrefix("10 of its 10 nearest recordings are dog, none is rain; the nearest is dog/"), "\(reason)")
        #expect(found.headline.contains("2 recordings look mislabelled"), "\(found.headline)")
        #expect(try MadeUp().explored().suspicions.isEmpty)
    }

    @Test("copies and members of the same group do not vouch for a wrong label")
    func vouching() throws {
        // A wrong label that twelve copies bear as well would be upheld by them.
        var copied = MadeUp()
        copied.items[3].label = "rain"
        for number in 0..<12 {
            copied.items.append(
                ExploredItem(path: "rain/copy\(number).wav", label: "rain", group: "rain/copy\(number).wav"))
            copied.rows.append(copied.rows[3])
        }
        #expect(try copied.explored().suspicions.contains { $0.index == 3 })
        // So would windows of the same recording.
        var windows = MadeUp()
        for number in 0..<12 {
            windows.items.append(
                ExploredItem(path: "rain/long.wav", start: Double(number), label: "rain", group: "rain/long.wav"))
            windows.rows.append(windows.rows[5].map { $0 + Float(number) * 0.01 })
        }
        let found = try windows.explored("window")
        #expect(Set(found.suspicions.map(\.index)) == Set(36..<48))
        #expect(found.name(of: 37) == "rain/long.wav @ 1.00 s")
    }

    @Test("does not judge a class of which there is too little")
    func rareClass() throws {
        var made = MadeUp()
        for number in 0..<3 { made.items[number].label = "wind" }
        let found = try made.explored()
        #expect((0..<3).allSatisfy { found.votes[$0] == nil } && found.votes[3] != nil)
        #expect(found.suspicions.isEmpty)
    }

    @Test("doubts no label of classes that the model does not tell apart, and says so")
    func unknown() throws {
        var made = MadeUp(classes: 2, each: 40)
        var generator = SeededGenerator(seed: 5)
        for index in made.items.indices { made.items[index].label = generator.nextUniform() < 0.5 ? "dog" : "rain" }
        let found = try made.explored()
        #expect(found.unknownClasses == [0, 1] && found.suspicions.isEmpty)
        #expect(found.unjudgedWords == "the model does not tell these classes apart: their labels are not judged")
        #expect(found.headline.hasSuffix("; there are no copies"), "\(found.headline)")
        #expect(try MadeUp().explored().unjudgedWords == nil)
        // There would have been something to doubt.
        let doubted = zip(found.votes, found.labels).contains { vote, label in
            if let vote, let label { vote.shares[label] <= 0.2 } else { false }
        }
        #expect(doubted)
    }

    @Test("groups copies: the same ones and almost the same ones, and no neighbours beside")
    func copies() throws {
        var made = MadeUp()
        // Twice as loud is the same to a cosine; a hair beside it is almost the same.
        for (name, row) in [("loud", made.rows[2].map { $0 * 2 }), ("near", made.rows[20].map { $0 + 0.003 })] {
            made.items.append(ExploredItem(path: "\(name).wav", label: name == "loud" ? "dog" : "siren", group: name))
            made.rows.append(row)
        }
        made.items[20].part = "train"
        made.items[37].part = "test"
        let found = try made.explored()
        #expect(found.copies.map(\.members) == [[2, 36], [20, 37]])
        #expect(found.copies.map(\.kind) == [.exact, .near])
        #expect(found.contradictions.map(\.members) == [[20, 37]] && found.leaks.map(\.members) == [[20, 37]])
        #expect(found.headline.hasSuffix("2 pairs are copies"), "\(found.headline)")
        #expect(try MadeUp().explored().copies.isEmpty)
    }

    @Test("windows of one recording are no copies of each other")
    func windowsAreNoCopies() throws {
        var made = MadeUp()
        made.items.append(ExploredItem(path: made.items[0].path, start: 1, label: "dog", group: made.items[0].group))
        made.rows.append(made.rows[0])
        #expect(try made.explored().copies.isEmpty)
    }

    @Test(
        "says in a sentence how the classes lie",
        arguments: [
            (0.6, "lie far apart"), (0.3, "lie well apart"), (0.1, "touch each other"), (0, "overlap"),
            (-0.2, "lie mixed among each other"),
        ])
    func words(silhouette: Double, words: String) {
        #expect(DataExploration.words(silhouette: silhouette) == words)
    }

    @Test("gives neighbours nearest first, and the nearest of another class and group")
    func neighbours() throws {
        let made = MadeUp(classes: 2, each: 6)
        let found = try made.explored()
        for (row, list) in found.neighbours.enumerated() {
            #expect(list.count == 5 && !list.contains { $0.index == row })
            #expect(list.map(\.distance) == list.map(\.distance).sorted())
            let all = made.rows.indices.filter { $0 != row }.map { other in
                EmbeddingDistance.cosine.between(made.rows[row][...], made.rows[other][...])
            }.sorted()
            #expect(abs(list[0].distance - all[0]) < 1e-6 && abs(list[4].distance - all[4]) < 1e-6)
            let stranger = try #require(found.strangers[row])
            #expect(found.labels[stranger.index] != found.labels[row])
        }
        let borders = found.borders(3)
        #expect(borders.count == 3 && borders[0].distance <= borders[1].distance)
    }

    @Test("bears what has no labels, or one class, or hardly any items")
    func bare() throws {
        var made = MadeUp(classes: 1, each: 7)
        let one = try made.explored()
        #expect(one.silhouette == nil && one.suspicions.isEmpty)
        #expect(one.headline == "7 recordings, all of the class dog; there are no copies")
        for index in made.items.indices { made.items[index].label = nil }
        #expect(try made.explored().headline.hasPrefix("7 recordings without labels"))
        made.items = Array(made.items.prefix(2))
        made.rows = Array(made.rows.prefix(2))
        let two = try made.explored()
        #expect(two.map == nil && two.neighbours.map(\.count) == [1, 1])
    }

    @Test("refuses embeddings that are none")
    func refusals() {
        for rows in [[], [[]], [[1, 2], [1]], [[1, .nan]]] as [[[Float]]] {
            #expect(throws: ExplorationError.self) { _ = try EmbeddingTable(rows) }
        }
    }

    @Test("measures in single precision what it would in double", arguments: EmbeddingDistance.allCases)
    func sweep(distance: EmbeddingDistance) throws {
        let made = MadeUp(classes: 4, each: 20, dimension: 37, seed: 9)
        let table = try EmbeddingTable(made.rows)
        let rows = DistanceSweep(table, distance).map { _, distances in distances }
        for (row, distances) in rows.enumerated() {
            for (other, found) in distances.enumerated() {
                let exact = row == other ? 0 : distance.between(table[row], table[other])
                #expect(abs(Double(found) - exact) < 1e-5 * max(1, exact))
            }
        }
    }
}
