import Exploration
import Testing

@Suite("Silhouettes")
struct SilhouetteTests {
    @Test("equal scikit-learn's, overall and of every item", arguments: try ExplorationGoldens.load().silhouettes)
    func goldens(golden: ExplorationGoldens.Silhouettes) throws {
        let count = (golden.labels.max() ?? 0) + 1
        let found = try #require(
            Silhouette(
                try EmbeddingTable(golden.rows), labels: golden.labels, classCount: count, distance: golden.distance))
        #expect(abs(found.overall - golden.overall) < 1e-5)
        for (mine, theirs) in zip(found.perItem, golden.samples) { #expect(abs(try #require(mine) - theirs) < 1e-5) }
        for label in 0..<count {
            let own = zip(golden.labels, golden.samples).filter { $0.0 == label }.map(\.1)
            let mean = own.reduce(0, +) / Double(own.count)
            #expect(abs(try #require(found.perClass[label]) - mean) < 1e-5)
        }
    }

    @Test("leave out what bears no label, and need two classes")
    func missing() throws {
        let table = try EmbeddingTable([[0, 1], [0.1, 1], [1, 0], [1, 0.1], [1, 1]])
        let found = try #require(Silhouette(table, labels: [0, 0, 2, 2, nil], classCount: 3))
        let four = try #require(
            Silhouette(
                try EmbeddingTable([[0, 1], [0.1, 1], [1, 0], [1, 0.1]]), labels: [0, 0, 1, 1], classCount: 2))
        #expect(found.perItem[4] == nil && found.perClass[1] == nil)
        #expect(abs(found.overall - four.overall) < 1e-6 && found.overall > 0.9)
        #expect(found.nearestClass == [2, 2, 0, 0, nil])
        #expect(Silhouette(table, labels: [1, 1, 1, nil, nil], classCount: 3) == nil)
    }
}
